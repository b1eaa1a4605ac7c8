"""What the matching inbox shows: money that waits, the proposals with what speaks for and against each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from huikuan.customers.queries import CustomerRow, customers_by_id
from huikuan.kernel.actor import Actor
from huikuan.kernel.money import Money
from huikuan.kernel.paging import Page
from huikuan.receipts.queries import MatchRow, ReceiptFilter, ReceiptRow, Which, match_of, receipt_page
from huikuan.receivables.queries import ReceivableRow, receivable_rows
from huikuan.web.tables.columns import Chip, Column, Kind, Text, Titled
from huikuan.web.tables.table import ListKind
from huikuan.wording.sentences import sentence

WHICH: dict[str, Text] = {
    Which.PROPOSED.value: _("To confirm"),
    Which.UNIDENTIFIED.value: _("Payer unknown"),
    Which.UNAPPLIED.value: _("All that waits"),
}
SURE_PERMILLE, LIKELY_PERMILLE = 900, 600


@dataclass(frozen=True, slots=True)
class MatchLine:
    """Money that waits, and the best proposal for it in one line."""

    receipt: ReceiptRow
    customer: CustomerRow | None
    why: str
    confidence_permille: int | None


@dataclass(frozen=True, slots=True)
class ShareShown:
    """So much for this item; `rest` stays open on it."""

    item: ReceivableRow
    amount: Money
    rest: Money


@dataclass(frozen=True, slots=True)
class Proposal:
    """One explanation of the money; `place` names it when it is confirmed."""

    place: int
    customer: CustomerRow | None
    shares: tuple[ShareShown, ...]
    confidence: Chip
    reasons: tuple[str, ...]
    against: tuple[str, ...]
    left: Money
    is_current: bool
    """Whether every item is still open by the amount; else the run looks again first."""


def _payer(row: MatchLine) -> Titled:
    return Titled(row.receipt.payer_name or "–", row.receipt.reference, row.why)


LIST: ListKind[MatchLine] = ListKind(
    title=_("Matching"),
    columns=(
        Column("payer", _("Payer"), _payer),
        Column("received", _("Received"), lambda row: row.receipt.received_on, Kind.DAY, "received", on_phone=False),
        Column(
            "unapplied",
            _("To allocate"),
            lambda row: Money(row.receipt.parts.unapplied, row.receipt.currency),
            Kind.MONEY,
            "unapplied",
        ),
        Column("customer", _("Proposed for"), lambda row: row.customer.name if row.customer else None, on_phone=False),
        Column("why", _("Why"), lambda row: row.why or None, on_phone=False),
        Column("confidence", _("Confidence"), lambda row: _sure(row.confidence_permille), Kind.CHIP, on_phone=False),
    ),
    filters=("which", "q"),
    sorts=("received", "-received", "unapplied", "-unapplied"),
    default_sort="-unapplied",
    id_of=lambda row: row.receipt.id,
    total_title=_("To allocate"),
)


def match_lines(*, actor: Actor, narrowed: ReceiptFilter, sort: str, number: int, size: int) -> Page[MatchLine]:
    """A page of money that waits, each with its best proposal."""
    page = receipt_page(actor=actor, narrowed=narrowed, sort=sort, number=number, size=size)
    found = match_of(actor=actor, receipt_ids=[row.id for row in page.rows])
    best = {pk: match.candidates[0] for pk, match in found.items() if match.candidates}
    ids = {candidate["customer_id"] for candidate in best.values()} | {row.customer_id for row in page.rows}
    customers = customers_by_id(ids=[pk for pk in ids if pk is not None])
    lines = tuple(_line(row, best.get(row.id), customers) for row in page.rows)
    return Page(lines, page.number, page.size, page.count, page.totals)


def proposals(*, actor: Actor, receipt: ReceiptRow, today: date) -> tuple[Proposal, ...]:
    """The proposals for one receipt, best first."""
    match = match_of(actor=actor, receipt_ids=[receipt.id]).get(receipt.id)
    if match is None:
        return ()
    ids = [pk for candidate in match.candidates for pk, _minor in candidate["shares"]]
    items = {row.id: row for row in receivable_rows(actor=actor, ids=ids, as_of=today)}
    customers = customers_by_id(ids={candidate["customer_id"] for candidate in match.candidates})
    return tuple(_proposals(match, receipt, items, customers))


def _proposals(
    match: MatchRow, receipt: ReceiptRow, items: Mapping[int, ReceivableRow], customers: Mapping[int, CustomerRow]
) -> Iterable[Proposal]:
    for place, candidate in enumerate(match.candidates):
        shares = tuple(_share(items[pk], minor) for pk, minor in candidate["shares"] if pk in items)
        used = sum(share.amount.minor for share in shares)
        yield Proposal(
            place=place,
            customer=customers.get(candidate["customer_id"]),
            shares=shares,
            confidence=_sure(candidate["confidence_permille"]) or Chip("–"),
            reasons=_worded(candidate["reasons"]),
            against=_worded(candidate["against"]),
            left=Money(receipt.parts.unapplied - used, receipt.currency),
            is_current=len(shares) == len(candidate["shares"])
            and used <= receipt.parts.unapplied
            and all(share.rest.minor >= 0 for share in shares),
        )


def _line(receipt: ReceiptRow, candidate: Mapping[str, Any] | None, customers: Mapping[int, CustomerRow]) -> MatchLine:
    if candidate is None:
        return MatchLine(receipt, customers.get(receipt.customer_id or 0), "", None)
    words = _worded([*candidate["reasons"], *candidate["against"]])
    return MatchLine(
        receipt, customers.get(candidate["customer_id"]), " · ".join(words), candidate["confidence_permille"]
    )


def _share(item: ReceivableRow, minor: int) -> ShareShown:
    return ShareShown(item, Money(minor, item.currency), Money(item.parts.outstanding - minor, item.currency))


def _worded(reasons: Iterable[Mapping[str, Any]]) -> tuple[str, ...]:
    return tuple(sentence(code=reason["code"], parameters=reason["params"]) for reason in reasons)


def _sure(permille: int | None) -> Chip | None:
    if permille is None:
        return None
    tone = "done" if permille >= SURE_PERMILLE else "soon" if permille >= LIKELY_PERMILLE else "plain"
    return Chip(f"{permille // 10} %", tone)
