"""Invoices inside containers: OFD (GB/T 33190, a zip of XML) and PDF with an XML attached (Factur-X, ZUGFeRD) or plain text."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator

from huikuan.integrations.e_invoices.chinese import read_chinese
from huikuan.integrations.e_invoices.nodes import Unreadable, nodes, walk
from huikuan.integrations.e_invoices.printed import read_printed
from huikuan.integrations.file_guards import FileFault, check_zip, unpacked
from huikuan.integrations.xml_door import XmlFault, XmlNode, read_xml
from huikuan.invoicing.rules.records import EInvoice, Format, ReadFault

ATTACHED_NAMES = ("factur-x.xml", "zugferd-invoice.xml", "xrechnung.xml", "order-x.xml", "invoice.xml")
MOST_PAGES = 30
_CHINESE_ROOTS = frozenset({"EInvoice", "eInvoice", "Invoice", "发票"})
_NUMBERS = ("发票号码", "InvoiceNo", "InvoiceNumber")


def read_ofd(*, content: bytes) -> EInvoice:
    """Return the invoice of an OFD: its attached XML, else its named data, else what its tags or its text show.

    Raises Unreadable, also for a container that must not be opened (OFD_… with the reason).
    """
    guarded = check_zip(content=content)
    if isinstance(guarded, FileFault):
        raise Unreadable(ReadFault(f"EINVOICE_ZIP_{guarded.code.value}", "", "", 0, dict(guarded.details)))
    trees = dict(_trees(content))
    if not any(name.lower().endswith("ofd.xml") for name in trees):
        raise Unreadable(ReadFault("EINVOICE_NOT_AN_INVOICE", "OFD.xml"))
    for tree in trees.values():
        if tree.name in _CHINESE_ROOTS and not nodes(root=tree, names=("ObjectRef",)):
            return read_chinese(root=tree, form=Format.CN_OFD)
    for named in (_custom_data(trees), _tagged(trees)):
        if any(one.name in _NUMBERS for one in named.children):
            return read_chinese(root=named, form=Format.CN_OFD)
    return read_printed(text="\n".join(_texts(trees)), form=Format.OFD_TEXT)


def attached_xml(*, content: bytes) -> bytes | None:
    """The invoice XML attached to a PDF, by its usual names, else the only XML there is; None without one."""
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    try:
        attached = {
            name.lower(): files[0] for name, files in PdfReader(io.BytesIO(content)).attachments.items() if files
        }
    except (PyPdfError, KeyError, TypeError, ValueError, AttributeError, RecursionError) as error:
        raise Unreadable(ReadFault("EINVOICE_PDF_BROKEN", "", type(error).__name__)) from error
    for name in ATTACHED_NAMES:
        if name in attached:
            return attached[name]
    others = [one for name, one in attached.items() if name.endswith(".xml")]
    return others[0] if len(others) == 1 else None


def pdf_text(*, content: bytes) -> str:
    """The text layer of the first pages of a PDF. Raises Unreadable EINVOICE_PDF_BROKEN."""
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    try:
        reader = PdfReader(io.BytesIO(content))
        return "\n".join(page.extract_text() for page in reader.pages[:MOST_PAGES])
    except (PyPdfError, KeyError, TypeError, ValueError, AttributeError, RecursionError) as error:
        raise Unreadable(ReadFault("EINVOICE_PDF_BROKEN", "", type(error).__name__)) from error


def _trees(content: bytes) -> Iterator[tuple[str, XmlNode]]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for entry in archive.infolist():
            if not entry.filename.lower().endswith(".xml"):
                continue
            tree = read_xml(content=unpacked(content=content, entry=entry))
            if isinstance(tree, XmlFault):
                raise Unreadable(
                    ReadFault(f"EINVOICE_{tree.code}", entry.filename[:80], "", tree.line, tree.parameters)
                )
            yield entry.filename, tree


def _custom_data(trees: dict[str, XmlNode]) -> XmlNode:
    """OFD.xml's CustomDatas as elements of their names."""
    named = [
        XmlNode(one.attributes.get("Name", ""), one.text, {}, (), one.line)
        for name, tree in trees.items()
        if name.lower().endswith("ofd.xml")
        for one in nodes(root=tree, names=("CustomData",))
    ]
    return XmlNode("CustomDatas", "", {}, tuple(named), 0)


def _tagged(trees: dict[str, XmlNode]) -> XmlNode:
    """What the custom tags name: each tag points to text objects, whose text is its value."""
    texts = {
        node.attributes.get("ID", ""): "".join(one.text for one in nodes(root=node, names=("TextCode",)))
        for tree in trees.values()
        for node in nodes(root=tree, names=("TextObject",))
    }
    named = []
    for name, tree in trees.items():
        if "tag" not in name.lower():
            continue
        for _, node in walk(node=tree):
            parts = [texts.get(one.text, "") for one in node.children if one.name == "ObjectRef"]
            if any(parts):
                named.append(XmlNode(node.name, "".join(parts), {}, (), node.line))
    return XmlNode("Tags", "", {}, tuple(named), 0)


def _texts(trees: dict[str, XmlNode]) -> Iterator[str]:
    """The text objects of the pages, line by line: those of one height from left to right."""
    placed = []
    for tree in trees.values():
        for node in nodes(root=tree, names=("TextObject",)):
            place = (node.attributes.get("Boundary", "0 0") + " 0 0").split()
            text = "".join(one.text for one in nodes(root=node, names=("TextCode",)))
            placed.append((_millimetres(place[1]), _millimetres(place[0]), text))
    row: list[str] = []
    height = None
    for y, _, text in sorted(placed):
        if height is not None and y - height > 1:
            yield " ".join(row)
            row = []
        row.append(text)
        height = y
    yield " ".join(row)


def _millimetres(text: str) -> int:
    whole = text.partition(".")[0].lstrip("-")
    return int(whole) if whole.isdecimal() and len(whole) < 7 else 0
