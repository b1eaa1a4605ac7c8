"""Reading elements of a camt message by local name, whatever its namespace and version."""

from __future__ import annotations

from lxml import etree

from huikuan.integrations.bank_files.xml_events import local_name


def child(*, node: etree._Element, name: str) -> etree._Element | None:
    """Return the first child of a local name."""
    return next(iter(children(node=node, name=name)), None)


def text_at(*, node: etree._Element, path: str) -> str:
    """Return the text at a path of local names, "" when it is not there."""
    found: etree._Element | None = node
    for name in path.split("/"):
        found = None if found is None else child(node=found, name=name)
    return "" if found is None else " ".join((found.text or "").split())


def children(*, node: etree._Element, name: str) -> list[etree._Element]:
    """Return the children of a local name."""
    return [one for one in node if local_name(tag=one.tag) == name]
