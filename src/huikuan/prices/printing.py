"""The printed sheet of a confirmation."""

from __future__ import annotations

from huikuan.accounts.queries import company
from huikuan.customers.queries import customers_by_id
from huikuan.documents.pdf import render_pdf
from huikuan.kernel.actor import Actor
from huikuan.kernel.refusal import NotPermitted
from huikuan.prices.queries.confirmations import confirmation_row, price_lines
from huikuan.prices.rules.sheet import Party, Sheet, sheet_data


def confirmation_pdf(*, actor: Actor, confirmation_id: int) -> bytes:
    """The confirmation as PDF in its customer's language, dated by its first day. Raises NotPermitted, FontMissing."""
    row = confirmation_row(actor=actor, confirmation_id=confirmation_id)
    if row is None:
        raise NotPermitted("PRICES_NOT_VISIBLE", confirmation=confirmation_id)
    own = company(company_id=row.company_id)
    buyer = customers_by_id(ids=[row.customer_id])[row.customer_id]
    sheet = Sheet(
        number=row.number,
        language=row.language,
        currency=row.currency,
        valid_from=row.valid_from,
        valid_through=row.valid_through,
        due_rule=row.due_rule,
        term_text=row.term_text,
        note=row.note,
        lines=price_lines(confirmation_id=row.id),
        supplier=Party(own.name, own.tax_code, own.address, own.phone),
        buyer=Party(buyer.name, buyer.tax_code, buyer.address),
    )
    return render_pdf(template="price_confirmation", data=sheet_data(sheet=sheet), on=row.valid_from)
