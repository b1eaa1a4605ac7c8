"""EN 16931 in its two syntaxes: UBL Invoice and CreditNote, and UN/CEFACT Cross Industry Invoice."""

from __future__ import annotations

from huikuan.integrations.e_invoices.chinese import said, tax_parts, totals
from huikuan.integrations.e_invoices.nodes import (
    Unreadable,
    amount,
    day,
    micros_of,
    minor_of,
    needed,
    nodes,
    rate_of,
    text,
)
from huikuan.integrations.xml_door import XmlNode
from huikuan.invoicing.rules.records import EInvoice, Format, Line, Party, ReadFault, TaxPart
from huikuan.kernel.currencies import exponent_of

CREDIT_NOTES = frozenset({"381", "396", "532", "261"})
"""Codes of UNTDID 1001 that take from what is owed."""


def read_ubl(*, root: XmlNode) -> EInvoice:
    """Return the invoice of a UBL document; the amounts of a credit note are negative. Raises Unreadable."""
    head = _without(root, {"InvoiceLine", "CreditNoteLine"})
    currency = _currency(text(root=head, paths=("DocumentCurrencyCode",)))
    sums = next(iter(nodes(root=head, names=("LegalMonetaryTotal",))), head)
    net, tax, gross, is_stated = totals(
        net=amount(root=sums, paths=("TaxExclusiveAmount",), currency=currency),
        tax=_tax(head, "TaxTotal", "TaxTotal/TaxAmount", currency),
        gross=amount(root=sums, paths=("TaxInclusiveAmount", "PayableAmount"), currency=currency),
    )
    is_credit = root.name == "CreditNote" or text(root=head, paths=("InvoiceTypeCode",)) in CREDIT_NOTES
    sign = -1 if is_credit else 1
    remark = text(root=head, paths=(f"{root.name}/Note",))
    lines = tuple(_ubl_line(node, sign, currency) for node in nodes(root=root, names=("InvoiceLine", "CreditNoteLine")))
    return EInvoice(
        format=Format.UBL,
        number=needed(root=head, paths=(f"{root.name}/ID",)),
        is_red=is_credit or gross < 0,
        issue_date=day(root=head, paths=(f"{root.name}/IssueDate",)),
        due_date=day(root=head, paths=(f"{root.name}/DueDate", "PaymentDueDate")),
        currency=currency,
        seller=_ubl_party(head, "AccountingSupplierParty"),
        buyer=_ubl_party(head, "AccountingCustomerParty"),
        net_minor=sign * net,
        tax_minor=sign * tax,
        gross_minor=sign * gross,
        is_tax_stated=is_stated,
        lines=lines,
        taxes=_ubl_taxes(head, sign, currency) or tax_parts(lines=lines),
        adjustment_minor=sign * net - sum(line.net_minor for line in lines) if lines and _adjusts(head) else 0,
        remark=remark,
        original_number=text(root=head, paths=("BillingReference/InvoiceDocumentReference/ID",)),
        contract_number=text(root=head, paths=("ContractDocumentReference/ID",)) or said(remark=remark)[2],
    )


def read_cii(*, root: XmlNode, form: Format = Format.CII) -> EInvoice:
    """Return the invoice of a Cross Industry Invoice; the amounts of a credit note are negative. Raises Unreadable."""
    head = _without(root, {"IncludedSupplyChainTradeLineItem"})
    currency = _currency(text(root=head, paths=("InvoiceCurrencyCode",)))
    sums = next(iter(nodes(root=head, names=("SpecifiedTradeSettlementHeaderMonetarySummation",))), head)
    net, tax, gross, is_stated = totals(
        net=amount(root=sums, paths=("TaxBasisTotalAmount",), currency=currency),
        tax=_tax(sums, "TaxTotalAmount", "TaxTotalAmount", currency),
        gross=amount(root=sums, paths=("GrandTotalAmount", "DuePayableAmount"), currency=currency),
    )
    is_credit = (
        text(root=head, paths=("ExchangedDocument/TypeCode", "HeaderExchangedDocument/TypeCode")) in CREDIT_NOTES
    )
    sign = -1 if is_credit and gross > 0 else 1
    remark = text(root=head, paths=("IncludedNote/Content",))
    lines = tuple(
        _cii_line(node, sign, currency) for node in nodes(root=root, names=("IncludedSupplyChainTradeLineItem",))
    )
    return EInvoice(
        format=form,
        number=needed(root=head, paths=("ExchangedDocument/ID", "HeaderExchangedDocument/ID")),
        is_red=is_credit or gross < 0,
        issue_date=day(root=head, paths=("IssueDateTime/DateTimeString",)),
        due_date=day(root=head, paths=("DueDateDateTime/DateTimeString",)),
        currency=currency,
        seller=_cii_party(head, "SellerTradeParty"),
        buyer=_cii_party(head, "BuyerTradeParty"),
        net_minor=sign * net,
        tax_minor=sign * tax,
        gross_minor=sign * gross,
        is_tax_stated=is_stated,
        lines=lines,
        taxes=tax_parts(lines=lines),
        adjustment_minor=sign * net - sum(line.net_minor for line in lines) if lines and _adjusts(head) else 0,
        remark=remark,
        original_number=text(root=head, paths=("InvoiceReferencedDocument/IssuerAssignedID",)),
        contract_number=text(root=head, paths=("ContractReferencedDocument/IssuerAssignedID",))
        or said(remark=remark)[2],
    )


def _currency(code: str) -> str:
    if exponent_of(currency=code) is None:
        raise Unreadable(ReadFault("EINVOICE_CURRENCY_UNKNOWN", "DocumentCurrencyCode", code[:20]))
    return code


def _without(root: XmlNode, names: set[str]) -> XmlNode:
    """The document without its lines, so that a field of a line is never taken for one of the head."""
    kept = tuple(_without(child, names) for child in root.children if child.name not in names)
    return XmlNode(root.name, root.text, root.attributes, kept, root.line)


def _adjusts(head: XmlNode) -> bool:
    """Whether the document as a whole has allowances or charges (EN 16931 BG-20, BG-21)."""
    return bool(nodes(root=head, names=("AllowanceCharge", "SpecifiedTradeAllowanceCharge")))


def _tax(root: XmlNode, name: str, path: str, currency: str) -> int | None:
    """The tax total in the document's own currency: a second one may stand beside it in the tax authority's."""
    for node in nodes(root=root, names=(name,)):
        written = next((one for one in (node, *node.children) if one.attributes.get("currencyID") == currency), None)
        if written is not None:
            minor = minor_of(value=written.text, currency=currency)
            if minor is None:
                raise Unreadable(ReadFault("EINVOICE_AMOUNT_UNREADABLE", path, written.text[:80], written.line))
            return minor
    return amount(root=root, paths=(path,), currency=currency)


def _ubl_party(head: XmlNode, role: str) -> Party:
    party = next(iter(nodes(root=head, names=(role,))), XmlNode(role, "", {}, (), 0))
    names = ("PartyLegalEntity/RegistrationName", "PartyName/Name")
    codes = ("PartyTaxScheme/CompanyID", "PartyLegalEntity/CompanyID", "PartyIdentification/ID")
    return Party(text(root=party, paths=names), text(root=party, paths=codes))


def _ubl_taxes(head: XmlNode, sign: int, currency: str) -> tuple[TaxPart, ...]:
    parts = []
    for node in nodes(root=head, names=("TaxSubtotal",)):
        rate = rate_of(value=text(root=node, paths=("TaxCategory/Percent",)) or "0", is_percent=True)
        net = minor_of(value=text(root=node, paths=("TaxableAmount",)), currency=currency)
        tax = minor_of(value=text(root=node, paths=("TaxSubtotal/TaxAmount",)), currency=currency)
        if rate is not None and net is not None and tax is not None:
            parts.append(TaxPart(rate, sign * net, sign * tax))
    return tuple(parts)


def _ubl_line(node: XmlNode, sign: int, currency: str) -> Line:
    quantity = micros_of(value=text(root=node, paths=("InvoicedQuantity", "CreditedQuantity")))
    unit = next((one.attributes.get("unitCode", "") for one in nodes(root=node, names=("InvoicedQuantity",))), "")
    return Line(
        name=text(root=node, paths=("Item/Name", "Item/Description")),
        net_minor=sign * (amount(root=node, paths=(f"{node.name}/LineExtensionAmount",), currency=currency) or 0),
        rate_micros=rate_of(value=text(root=node, paths=("ClassifiedTaxCategory/Percent",)) or "0", is_percent=True),
        quantity_micros=None if not quantity else sign * quantity,
        unit_price=text(root=node, paths=("Price/PriceAmount",)),
        unit=unit,
        item_code=text(root=node, paths=("SellersItemIdentification/ID",)),
    )


def _cii_party(head: XmlNode, role: str) -> Party:
    party = next(iter(nodes(root=head, names=(role,))), XmlNode(role, "", {}, (), 0))
    codes = ("SpecifiedTaxRegistration/ID", "SpecifiedLegalOrganization/ID", f"{role}/GlobalID", f"{role}/ID")
    return Party(text(root=party, paths=(f"{role}/Name",)), text(root=party, paths=codes))


def _cii_line(node: XmlNode, sign: int, currency: str) -> Line:
    quantity = micros_of(value=text(root=node, paths=("BilledQuantity",)))
    unit = next((one.attributes.get("unitCode", "") for one in nodes(root=node, names=("BilledQuantity",))), "")
    return Line(
        name=text(root=node, paths=("SpecifiedTradeProduct/Name",)),
        net_minor=sign * (amount(root=node, paths=("LineTotalAmount",), currency=currency) or 0),
        rate_micros=rate_of(value=text(root=node, paths=("RateApplicablePercent",)) or "0", is_percent=True),
        quantity_micros=None if not quantity else sign * quantity,
        unit_price=text(root=node, paths=("NetPriceProductTradePrice/ChargeAmount",)),
        unit=unit,
        item_code=text(root=node, paths=("SpecifiedTradeProduct/SellerAssignedID",)),
    )
