"""From the bytes of a file to an invoice: which format it is is told by its content, never by its name."""

from __future__ import annotations

from huikuan.integrations.e_invoices.chinese import read_chinese
from huikuan.integrations.e_invoices.containers import attached_xml, pdf_text, read_ofd
from huikuan.integrations.e_invoices.european import read_cii, read_ubl
from huikuan.integrations.e_invoices.nodes import Unreadable
from huikuan.integrations.e_invoices.printed import read_printed
from huikuan.integrations.xml_door import XmlFault, XmlNode, read_xml
from huikuan.invoicing.rules.records import EInvoice, Format, ReadFault

LARGEST_FILE = 20_000_000
_UBL = frozenset({"Invoice", "CreditNote"})
_CII = frozenset({"CrossIndustryInvoice", "CrossIndustryDocument"})


def read_invoice(*, content: bytes) -> EInvoice | ReadFault:
    """Return the invoice that a file holds, or why it holds none, with the place in it."""
    if not content:
        return ReadFault("EINVOICE_EMPTY")
    if len(content) > LARGEST_FILE:
        return ReadFault("EINVOICE_TOO_LARGE", parameters={"limit": LARGEST_FILE // 1_000_000})
    try:
        return _read(bytes(content))
    except Unreadable as unreadable:
        return unreadable.fault


def _read(content: bytes) -> EInvoice:
    if content.startswith(b"PK\x03\x04"):
        return read_ofd(content=content)
    if b"%PDF-" in content[:1024]:
        attached = attached_xml(content=content)
        if attached is not None:
            return _of_tree(_tree(attached), is_attached=True)
        return read_printed(text=pdf_text(content=content), form=Format.PDF_TEXT)
    return _of_tree(_tree(content), is_attached=False)


def _tree(content: bytes) -> XmlNode:
    tree = read_xml(content=content)
    if isinstance(tree, XmlFault):
        raise Unreadable(ReadFault(f"EINVOICE_{tree.code}", "", "", tree.line, tree.parameters))
    return tree


def _of_tree(root: XmlNode, *, is_attached: bool) -> EInvoice:
    if root.name in _CII:
        return read_cii(root=root, form=Format.FACTUR_X if is_attached else Format.CII)
    if root.name in _UBL and any(
        child.name in {"CustomizationID", "UBLVersionID", "LegalMonetaryTotal"} for child in root.children
    ):
        return read_ubl(root=root)
    return read_chinese(root=root)
