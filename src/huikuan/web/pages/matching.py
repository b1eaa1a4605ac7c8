"""What the matching inbox shows: money that waits, the proposals with what speaks for and against each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from huikuan.customers.queries import CustomerRow, customers_by_id
from huikuan.kernel.actor import Actor
from huikuan.kernel.money import Money
from huikuan.kernel.paging import Page
from huikuan.kernel.text_amounts import format_amount
from huikuan.receipts.queries.matches import MatchRow, match_of
from huikuan.receipts.queries.receipts import ReceiptFilter, ReceiptRow, Which, receipt_page
from huikuan.receipts.rules import PAPER_METHODS, PASSED_METHODS, NotReceiptReason
from huikuan.receivables.queries.items import receivable_rows
from huikuan.receivables.queries.rows import ReceivableRow
from huikuan.web.tables.columns import Chip, Column, Kind, Text, Titled
from huikuan.web.tables.table import ListKind
from huikuan.wording import names
from huikuan.wording.sentences import sentence

WHICH: dict[str, Text] = {
    Which.PROPOSED.value: _("To confirm"),
    Which.UNIDENTIFIED.value: _("Payer unknown"),
    Which.UNAPPLIED.value: _("All that waits"),
}
SURE_PERMILLE, LIKELY_PERMILLE = 900, 600
SHORTFALLS = frozenset({"SHORT_BY"})
"""Reasons that the matcher gives with the others and that are none: what the payment falls short of."""


@dataclass(frozen=True, slots=True)
class MatchLine:
    """Money that waits, and the best proposal for it in one line."""

    receipt: ReceiptRow
    customer: CustomerRow | None
    why: str
    against: str
    confidence_permille: int | None


@dataclass(frozen=True, slots=True)
class ShareShown:
    """So much for this item; `rest` stays open on it."""

    item: ReceivableRow
    amount: Money
    rest: Money


@dataclass(frozen=True, slots=True)
class Proposal:
    """One explanation of the money; `place` names it when it is confirmed, `seen` says which one was looked at."""

    place: int
    seen: str
    customer: CustomerRow | None
    shares: tuple[ShareShown, ...]
    confidence: Chip
    why: str
    against: str
    left: Money
    is_likely: bool
    """Whether one key may confirm it; a guess takes a deliberate press."""
    is_current: bool
    """Whether every item is still open by the amount; else the run looks again first."""
    needs_paper: bool
    """Whether the money is another customer's, so that a paper must be named that lets him pay."""


def _payer(row: MatchLine) -> Titled:
    return Titled(row.receipt.payer_name or "–", row.receipt.reference)


def _why(row: MatchLine) -> Titled | None:
    against = gettext("but: %(reasons)s") % {"reasons": row.against} if row.against else ""
    return Titled(row.why or "–", against) if row.why or against else None


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
        Column(
            "customer",
            _("Proposed for"),
            lambda row: row.customer.name if row.customer else None,
            on_phone=False,
            beside_panel=False,
        ),
        Column("why", _("Why"), _why, on_phone=False, beside_panel=False),
        Column("against", _("Against it"), lambda row: row.against or None, is_shown=False, on_phone=False),
        Column("confidence", _("Confidence"), lambda row: _sure(row.confidence_permille), Kind.CHIP),
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
    best = {pk: match.candidates[:2] for pk, match in found.items()}
    ids = {one["customer_id"] for some in best.values() for one in some} | {row.customer_id for row in page.rows}
    customers = customers_by_id(ids=[pk for pk in ids if pk is not None])
    lines = tuple(_line(row, best.get(row.id, ()), customers) for row in page.rows)
    return Page(lines, page.number, page.size, page.count, page.totals)


def seen_of(*, candidate: Mapping[str, Any]) -> str:
    """What of a proposal a person looked at: a run since may have put another one in its place."""
    shares = sorted((int(pk), int(minor)) for pk, minor in candidate["shares"])
    return sha256(f"{candidate['customer_id']} {shares}".encode()).hexdigest()[:16]


def nobodys(*, receipt: ReceiptRow) -> tuple[tuple[str, Text], ...]:
    """What a bank line may be that is no customer's money; none once money of it was used, or where it is paper."""
    kept = receipt.parts.unapplied == receipt.parts.amount and receipt.method not in PAPER_METHODS | PASSED_METHODS
    return tuple((one.value, names.NOT_RECEIPT_REASONS[one.value]) for one in NotReceiptReason) if kept else ()


def allocated(*, receipt: ReceiptRow, minor: int) -> str:
    """What is said once a proposal was confirmed."""
    amount = format_amount(minor=minor, currency=receipt.currency)
    payer = receipt.payer_name or receipt.reference or str(receipt.number)
    return gettext("%(currency)s %(amount)s of %(payer)s allocated.") % {
        "currency": receipt.currency,
        "amount": amount,
        "payer": payer,
    }


def proposals(*, actor: Actor, receipt: ReceiptRow, match: MatchRow | None, today: date) -> tuple[Proposal, ...]:
    """The proposals for one receipt, best first."""
    if match is None or not receipt.parts.unapplied:
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
            seen=seen_of(candidate=candidate),
            customer=customers.get(candidate["customer_id"]),
            shares=shares,
            confidence=_sure(candidate["confidence_permille"]) or Chip("–"),
            why=" · ".join(_why_of(candidate, receipt.currency)),
            against=" · ".join(_against(match.candidates, place, customers, receipt.currency)),
            left=Money(receipt.parts.unapplied - used, receipt.currency),
            is_likely=candidate["confidence_permille"] >= LIKELY_PERMILLE,
            is_current=len(shares) == len(candidate["shares"])
            and used <= receipt.parts.unapplied
            and all(share.rest.minor >= 0 for share in shares),
            needs_paper=receipt.customer_id not in (None, candidate["customer_id"]),
        )


def _line(
    receipt: ReceiptRow, candidates: Sequence[Mapping[str, Any]], customers: Mapping[int, CustomerRow]
) -> MatchLine:
    if not candidates or sum(minor for _pk, minor in candidates[0]["shares"]) > receipt.parts.unapplied:
        # No proposal, or one that part of the money has been used for since.
        return MatchLine(receipt, customers.get(receipt.customer_id or 0), "", "", None)
    return MatchLine(
        receipt,
        customers.get(candidates[0]["customer_id"]),
        " · ".join(_why_of(candidates[0], receipt.currency)),
        " · ".join(_against(candidates, 0, customers, receipt.currency)),
        candidates[0]["confidence_permille"],
    )


def _why_of(candidate: Mapping[str, Any], currency: str) -> tuple[str, ...]:
    return _worded([one for one in candidate["reasons"] if one["code"] not in SHORTFALLS], currency)


def _shortfalls(candidate: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return [one for one in candidate["reasons"] if one["code"] in SHORTFALLS]


def _against(
    candidates: Sequence[Mapping[str, Any]], place: int, customers: Mapping[int, CustomerRow], currency: str
) -> tuple[str, ...]:
    """What speaks against a proposal: its own reasons, and for the best one that there is a second one."""
    own = _worded([*candidates[place]["against"], *_shortfalls(candidates[place])], currency)
    codes = {one["code"] for one in candidates[place]["reasons"]}
    if "OLDEST_FIRST" in codes:
        own = (*own, gettext("neither a number nor the amount names these items"))
    elif not own and candidates[place]["confidence_permille"] < LIKELY_PERMILLE:
        own = (gettext("the evidence is thin"),)
    if place or len(candidates) < 2:
        return own
    rival = candidates[1]
    customer = customers.get(rival["customer_id"])
    said = {"customer": customer.name if customer else "–", "percent": rival["confidence_permille"] // 10}
    if rival["customer_id"] == candidates[0]["customer_id"]:
        return (*own, gettext("other items of this customer fit as well: %(percent)s %%") % said)
    return (*own, gettext("may also be from %(customer)s: %(percent)s %%") % said)


def _share(item: ReceivableRow, minor: int) -> ShareShown:
    return ShareShown(item, Money(minor, item.currency), Money(item.parts.outstanding - minor, item.currency))


def _worded(reasons: Iterable[Mapping[str, Any]], currency: str) -> tuple[str, ...]:
    """Reasons as sentences; several of one kind become one that names them all."""
    merged: dict[str, list[Mapping[str, Any]]] = {}
    for reason in reasons:
        merged.setdefault(reason["code"], []).append(reason["params"])
    return tuple(
        _close_name(parameters[0]) or sentence(code=code, parameters={**_joined(parameters), "currency": currency})
        for code, parameters in merged.items()
    )


def _close_name(parameters: Mapping[str, Any]) -> str:
    """How close a name is, where the matcher counted whole characters; it counts a lost word as half of one."""
    halves = parameters.get("half_errors")
    if not isinstance(halves, int) or halves < 1 or halves % 2:
        return ""
    said = {"known_as": parameters["known_as"], "count": halves // 2}
    return (
        ngettext(
            "payer's name differs from %(known_as)s in %(count)s character",
            "payer's name differs from %(known_as)s in %(count)s characters",
            halves // 2,
        )
        % said
    )


def _joined(parameters: list[Mapping[str, Any]]) -> dict[str, Any]:
    if len(parameters) == 1:
        return dict(parameters[0])
    return {name: ", ".join(dict.fromkeys(str(one.get(name, "")) for one in parameters)) for name in parameters[0]}


def _sure(permille: int | None) -> Chip | None:
    """How sure the matcher is: a colour, a word and per cent."""
    if permille is None:
        return None
    percent = {"percent": permille // 10}
    if permille >= SURE_PERMILLE:
        return Chip(gettext("%(percent)s %% sure") % percent, "done")
    if permille >= LIKELY_PERMILLE:
        return Chip(gettext("%(percent)s %% likely") % percent, "soon")
    return Chip(gettext("%(percent)s %% a guess") % percent, "plain")
