"""What the API takes and gives of tax invoices."""

from __future__ import annotations

from datetime import date

from huikuan.api.answers import Row
from huikuan.api.contents import Content
from huikuan.api.fields import Id, Text100
from huikuan.api.inputs import Input


class TaxInvoiceIn(Input):
    """The file of an invoice in base64 and how it is called."""

    company_id: Id
    file_name: Text100
    content_base64: Content


class FindingOut(Row):
    """What a check found: stable code, ERROR, WARNING or NOTE, and the sentence."""

    code: str
    severity: str
    message: str


class TaxInvoiceOut(Row):
    """A tax invoice, minor units; of a red one they are negative. `invoice_id` is its receivable's document or credit note."""

    id: int
    company_id: int
    customer_id: int | None
    number: str
    kind: str
    is_red: bool
    issue_date: date | None
    currency: str
    net_minor: int
    tax_minor: int
    gross_minor: int
    red_minor: int
    state: str
    way: str
    invoice_id: int | None
    findings: list[FindingOut]


class TaxInvoiceTaken(Row):
    """What came of a file: ACCEPTED, or DUPLICATE where the invoice was there already."""

    outcome: str
    invoice: TaxInvoiceOut
