"""The one door for XML in this folder: no DTD, no entities, no network, bounded depth; elements come as a stream."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from huikuan.integrations.bank_files.fault_codes import FaultCode
from huikuan.integrations.bank_files.records import FileFault, ReadLimits, file_fault
from huikuan.integrations.bank_files.texts import statement_text

_DECLARATION = re.compile(r"\s*<\?xml\s[^<>]{0,200}?\?>")
_DECLARED = re.compile(rb"""<\?xml\s[^<>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']""")
_FORBIDDEN = re.compile(r"<!\s*(?:DOCTYPE|ENTITY|ELEMENT|ATTLIST|NOTATION)", re.IGNORECASE)
_READ_ENCODINGS: dict[str, str | None] = {
    "utf-8": "utf-8",
    "utf8": "utf-8",
    "utf-16": None,  # told by its byte order mark
    "us-ascii": "utf-8",
    "ascii": "utf-8",
    "iso-8859-1": "cp1252",
    "iso-8859-15": "cp1252",
    "windows-1252": "cp1252",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "gb18030": "gb18030",
}


@dataclass(frozen=True, slots=True)
class XmlElement:
    """A finished element: its name without namespace, the names around it, its line; `node` is emptied afterwards."""

    name: str
    path: tuple[str, ...]
    line: int
    node: etree._Element


def xml_text(*, content: bytes) -> str | FileFault:
    """Return the text of an XML file in the encoding it declares; faults XML_ENCODING and those of `decode_text`."""
    declared = _DECLARED.search(content[:400])
    name = declared[1].decode("ascii").lower() if declared is not None else "utf-8"
    if name not in _READ_ENCODINGS:
        return file_fault(code=FaultCode.XML_ENCODING, found=name)
    return statement_text(content=content, declared=_READ_ENCODINGS[name] if declared is not None else None)


def xml_elements(
    *, text: str, names: frozenset[str], limits: ReadLimits, containers: frozenset[str] = frozenset()
) -> Iterator[XmlElement | FileFault]:
    """Yield the elements of these local names as they end; a fault (XML_DTD, XML_TOO_DEEP, XML_BROKEN) comes last.

    An element inside another one comes with it, not by itself, unless the outer one is a container: the parts of a
    container come first, and the container last and empty. The text is checked for document types before any parser
    sees it and handed over as UTF-8, so no declared encoding can hide one.
    """
    forbidden = _FORBIDDEN.search(text)
    if forbidden is not None:
        yield file_fault(code=FaultCode.XML_DTD, line=text.count("\n", 0, forbidden.start()) + 1)
        return
    declaration = _DECLARATION.match(text)
    if declaration is not None:
        text = "\n" * text.count("\n", 0, declaration.end()) + text[declaration.end() :]
    source = io.BytesIO(text.lstrip("\ufeff").encode("utf-8"))
    path: list[str] = []
    try:
        for event, node in _events(source):
            name = local_name(tag=node.tag)
            if event == "start":
                path.append(name)
                if len(path) > limits.max_xml_depth:
                    yield file_fault(code=FaultCode.XML_TOO_DEEP, line=_line_of(node), limit=limits.max_xml_depth)
                    return
                continue
            path.pop()
            if name in names and not any(outer in names and outer not in containers for outer in path):
                yield XmlElement(name=name, path=tuple(path), line=_line_of(node), node=node)
                node.clear()
    except etree.XMLSyntaxError as error:
        yield file_fault(code=FaultCode.XML_BROKEN, line=error.lineno, reason=str(error.msg or "syntax"))


def local_name(*, tag: object) -> str:
    """Return a tag or attribute name without its namespace."""
    return str(tag).rpartition("}")[2]


def _line_of(node: etree._Element) -> int:
    found: object = node.sourceline
    return found if isinstance(found, int) else 0


def _events(source: io.BytesIO) -> Iterator[tuple[str, etree._Element]]:
    return iter(
        etree.iterparse(
            source,
            events=("start", "end"),
            encoding="utf-8",
            resolve_entities=False,
            load_dtd=False,
            no_network=True,
            huge_tree=False,
            remove_comments=True,
            remove_pis=True,
        )
    )
