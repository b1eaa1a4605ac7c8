"""The one door for XML, offered to all readers: no DTD, no entities, no network, bounded depth (TRUST S6).

The folders here stand alone and never import each other; the code itself is kept and tested in `bank_files`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml import etree

from huikuan.integrations.bank_files.records import FileFault, ReadLimits
from huikuan.integrations.bank_files.xml_events import local_name, xml_elements, xml_text

__all__ = ["XmlFault", "XmlNode", "read_xml"]

LARGEST_XML = 20_000_000
"""Bytes of one XML document (TRUST S6)."""
MOST_ELEMENTS = 200_000
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_ROOT = re.compile(r"<([^\s<>/!?][^\s<>/]{0,120})")


@dataclass(frozen=True, slots=True)
class XmlNode:
    """An element without namespaces: name, text, attributes, children, and its line in the file."""

    name: str
    text: str
    attributes: dict[str, str]
    children: tuple[XmlNode, ...]
    line: int


@dataclass(frozen=True, slots=True)
class XmlFault:
    """Why a text is no XML that may be read; code as the reader of bank files gives it."""

    code: str
    line: int
    parameters: dict[str, str | int]


def read_xml(*, content: bytes) -> XmlNode | XmlFault:
    """Return the whole tree of a document. Faults: TOO_LARGE, XML_ENCODING, XML_DTD, XML_TOO_DEEP, XML_BROKEN, NOT_XML."""
    if len(content) > LARGEST_XML:
        return XmlFault("TOO_LARGE", 0, {"limit": LARGEST_XML})
    text = xml_text(content=content)
    if isinstance(text, FileFault):
        return _fault(text)
    root = _ROOT.search(_COMMENT.sub("", text[:200_000]))
    if root is None:
        return XmlFault("NOT_XML", 1, {})
    name = root[1].rpartition(":")[2]
    for element in xml_elements(text=text, names=frozenset({name}), limits=ReadLimits()):
        if isinstance(element, FileFault):
            return _fault(element)
        if sum(1 for _ in element.node.iter()) > MOST_ELEMENTS:
            return XmlFault("TOO_LARGE", 0, {"limit": MOST_ELEMENTS})
        return _node(element.node)
    return XmlFault("NOT_XML", 1, {})


def _node(element: etree._Element) -> XmlNode:
    line: object = element.sourceline
    return XmlNode(
        local_name(tag=element.tag),
        (element.text or "").strip(),
        {local_name(tag=name): str(value) for name, value in element.attrib.items()},
        tuple(_node(child) for child in element),
        line if isinstance(line, int) else 0,
    )


def _fault(fault: FileFault) -> XmlFault:
    return XmlFault(str(fault.code), fault.line or 0, dict(fault.params))
