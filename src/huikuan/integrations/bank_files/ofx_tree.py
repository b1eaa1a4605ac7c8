"""The tags of an OFX text as a tree. SGML leaves have no closing tag, so a tag with text is a leaf; no entity is defined,
expanded or fetched."""

from __future__ import annotations

import html
import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field

from huikuan.integrations.bank_files.fault_codes import FaultCode
from huikuan.integrations.bank_files.records import FileFault, ReadLimits, file_fault

_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9._-]{0,60})\s*(/?)>([^<]*)")
_FORBIDDEN = re.compile(r"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_LINE_END = re.compile(r"\r\n|\r|\n")


@dataclass(slots=True)
class Node:
    """An aggregate: its name, its line, the values of its leaves and the aggregates in it."""

    name: str
    line: int
    values: dict[str, str] = field(default_factory=dict)
    children: list[Node] = field(default_factory=list)

    def value(self, name: str) -> str:
        """The text of a leaf, "" when it is not there."""
        return self.values.get(name, "")

    def child(self, name: str) -> Node | None:
        """The first aggregate of a name directly in this one."""
        return next((one for one in self.children if one.name == name), None)

    def descendants(self) -> Iterator[Node]:
        """All aggregates below, in the order of the file."""
        stack = list(reversed(self.children))
        while stack:
            one = stack.pop()
            yield one
            stack.extend(reversed(one.children))

    def all_below(self, *names: str) -> list[Node]:
        """All aggregates of these names below."""
        return [one for one in self.descendants() if one.name in names]

    def leaves(self) -> Iterator[tuple[str, str]]:
        """All filled leaves of this aggregate and those below it."""
        yield from self.values.items()
        for one in self.descendants():
            for name, value in one.values.items():
                yield f"{one.name}/{name}", value


def ofx_tree(*, text: str, limits: ReadLimits) -> Node | FileFault:
    """Return the tree of an OFX text: a tag that is closed somewhere and has no text is an aggregate.

    Closing tags that match nothing are ignored, as are tags without text that nothing closes. Faults: XML_DTD,
    XML_TOO_DEEP.
    """
    forbidden = _FORBIDDEN.search(text)
    starts = [0, *(found.end() for found in _LINE_END.finditer(text))]
    if forbidden is not None:
        return file_fault(code=FaultCode.XML_DTD, line=bisect_right(starts, forbidden.start()))
    closed = {name.upper() for name in re.findall(r"</([A-Za-z][A-Za-z0-9._-]{0,60})\s*>", text)}
    root = Node(name="", line=1)
    stack = [root]
    for found in _TAG.finditer(text):
        name = found[2].upper()
        value = " ".join(html.unescape(found[4]).split())
        if found[1]:
            _close(stack, name)
        elif value:
            stack[-1].values.setdefault(name, value)
        elif name in closed and not found[3] and not _closes_at_once(text, found.end(), name):
            node = Node(name=name, line=bisect_right(starts, found.start()))
            stack[-1].children.append(node)
            stack.append(node)
            if len(stack) > limits.max_xml_depth:
                return file_fault(code=FaultCode.XML_TOO_DEEP, line=node.line, limit=limits.max_xml_depth)
    return root


def _closes_at_once(text: str, position: int, name: str) -> bool:
    """An empty leaf of OFX 2: <DTPOSTED></DTPOSTED>."""
    return text[position : position + len(name) + 3].upper() == f"</{name}>"


def _close(stack: list[Node], name: str) -> None:
    for depth in range(len(stack) - 1, 0, -1):
        if stack[depth].name == name:
            del stack[depth:]
            return
