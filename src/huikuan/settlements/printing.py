"""The printed acknowledgement of debt and plan to pay."""

from __future__ import annotations

from huikuan.accounts.queries import company
from huikuan.customers.queries import customers_by_id
from huikuan.documents.pdf import render_pdf
from huikuan.kernel.actor import Actor
from huikuan.kernel.refusal import NotPermitted
from huikuan.settlements.queries import items_of, plan_row, policy_numbered
from huikuan.settlements.records import parts_of
from huikuan.settlements.rules.paper import Agreement, Party, agreement_data


def agreement_pdf(*, actor: Actor, plan_id: int, language: str = "") -> bytes:
    """The agreement to sign, as PDF in its customer's language unless said; the same plan gives the same bytes.

    Raises NotPermitted SETTLEMENT_NOT_VISIBLE (also for an unknown id), FontMissing.
    """
    row = plan_row(actor=actor, plan_id=plan_id)
    if row is None:
        raise NotPermitted("SETTLEMENT_NOT_VISIBLE", plan=plan_id)
    own = company(company_id=row.company_id)
    debtor = customers_by_id(ids=[row.customer_id])[row.customer_id]
    agreement = Agreement(
        number=f"HK-P{row.id:06}",
        language=language or debtor.language,
        currency=row.currency,
        made_on=row.made_on,
        settled_minor=row.settled_minor,
        discount_minor=row.discount_minor,
        interest=row.interest,
        grace_days=policy_numbered(number=row.policy_number).grace_days,
        note=row.text,
        items=tuple(
            (
                f"{one.invoice_number}-{one.sequence}" if one.sequence > 1 else one.invoice_number,
                one.due_date,
                one.amount_minor,
            )
            for one in items_of(plan_id=plan_id)
        ),
        parts=parts_of(plan_ids=[plan_id])[plan_id],
        creditor=Party(own.name, own.tax_code, own.address),
        debtor=Party(debtor.name, debtor.tax_code, debtor.address),
    )
    return render_pdf(template="payment_plan", data=agreement_data(agreement=agreement), on=row.made_on)
