"""PURE: cash that no bank statement shows, prices below the confirmed ones, payer accounts learned before a refund."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from huikuan.oversight.rules.facts import AccountLearned, Cash, Refunded, Underprice
from huikuan.oversight.rules.flags import Found, Kind, Policy, Row, RowKind


def cash_unmatched(*, cash: Iterable[Cash], policy: Policy, today: date) -> Iterator[Found]:
    """Money entered by hand, more than `cash_days` ago: cash that never reached the bank, or other money still not used."""
    for one in cash:
        days = (today - one.received_on).days
        if days > policy.cash_days and (one.is_cash or one.unapplied_minor):
            yield Found(
                kind=Kind.CASH_UNMATCHED,
                key=f"{Kind.CASH_UNMATCHED}:{one.receipt_id}",
                day=one.received_on,
                people=tuple(person for person in one.people if person.id is not None),
                rows=(Row(RowKind.RECEIPT, one.receipt_id, str(one.number), one.received_on),),
                parameters={
                    "days": days,
                    "number": one.number,
                    "minor": one.amount_minor,
                    "currency": one.currency,
                },
                company_id=one.company_id,
                customer_id=one.customer_id,
                amount_minor=one.amount_minor,
                currency=one.currency,
            )


def prices_below(*, underprices: Iterable[Underprice], policy: Policy) -> Iterator[Found]:
    """An invoice that bills at least `price_effect_minor` less than the customer confirmed."""
    for one in underprices:
        if one.short_minor >= policy.price_effect_minor:
            yield Found(
                kind=Kind.PRICE_BELOW,
                key=f"{Kind.PRICE_BELOW}:{one.invoice_id}:{one.confirmation_id}",
                day=one.day,
                people=(one.person,) if one.person.id is not None else (),
                rows=(
                    Row(RowKind.INVOICE, one.invoice_id, one.number, one.day),
                    Row(RowKind.PRICES, one.confirmation_id, one.confirmation_number),
                ),
                parameters={
                    "number": one.number,
                    "confirmation": one.confirmation_number,
                    "lines": one.lines,
                    "minor": one.short_minor,
                    "currency": one.currency,
                },
                company_id=one.company_id,
                customer_id=one.customer_id,
                amount_minor=one.short_minor,
                currency=one.currency,
            )


def accounts_before_refunds(
    *, accounts: Sequence[AccountLearned], refunds: Iterable[Refunded], policy: Policy
) -> Iterator[Found]:
    """A refund at most `account_days` after a bank account became known as the customer's: the last one before it."""
    for refund in refunds:
        before = [
            one
            for one in accounts
            if one.customer_id == refund.customer_id and 0 <= (refund.day - one.day).days <= policy.account_days
        ]
        if before:
            account = max(before, key=lambda one: (one.day, one.alias_id))
            yield Found(
                kind=Kind.ACCOUNT_BEFORE_REFUND,
                key=f"{Kind.ACCOUNT_BEFORE_REFUND}:{refund.posting_id}",
                day=refund.day,
                people=(refund.person,) if refund.person.id is not None else (),
                rows=(
                    Row(RowKind.RECEIPT, refund.receipt_id, "", refund.day),
                    Row(RowKind.CUSTOMER, refund.customer_id, "", account.day),
                ),
                parameters={
                    "days": (refund.day - account.day).days,
                    "minor": refund.amount_minor,
                    "currency": refund.currency,
                    "account": account.account,
                },
                company_id=refund.company_id,
                customer_id=refund.customer_id,
                amount_minor=refund.amount_minor,
                currency=refund.currency,
            )
