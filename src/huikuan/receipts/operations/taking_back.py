"""What takes money back out of the books: a whole receipt, or a part of one whose paper was not honoured (TRUST P4)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from huikuan.audit.operations import Json, OpenAct
from huikuan.kernel.refusal import Changed, Refused
from huikuan.ledger.operations import first_open_day, post, refuse_day, reversal_of
from huikuan.ledger.queries import PostingRow, posting_row, postings_about
from huikuan.ledger.rules import Account, EntryDraft, PostingDraft, PostingKind, first_day_with
from huikuan.receipts.models import AllocationReason, MatchOutcome, PassedMoney, Receipt
from huikuan.receipts.operations.undoing import forget_payers_of, shorts_of
from huikuan.receipts.parts import locked_receipts, move_parts, moved_later
from huikuan.receipts.rules import PAPER_METHODS, PASSED_METHODS, BounceReason, ReceiptMethod
from huikuan.receivables.parts import locked_receivables
from huikuan.receivables.parts import move_parts as move_receivables

if TYPE_CHECKING:
    from huikuan.receivables.models import Receivable

DISHONOURED = "DISHONOURED"
"""The reason of what is taken back because a bill was not paid."""
_USES = (PostingKind.ALLOCATE.value, PostingKind.SHORT_PAYMENT.value, PostingKind.WRITE_OFF.value)


def take_back(*, act: OpenAct, receipt_id: int, on: date | None, reason: str) -> dict[str, Json]:
    """Take the whole receipt back inside an open act; without `on`, from the first day since which it has been unused.

    `{"reopened": [receivable ids], "posting_id"}`. Raises Refused REFUNDED_ALREADY, MONEY_MOVED_ON (cash that is at the bank,
    a deposit, money passed on), DATED_BEFORE_ORIGIN, DATED_AHEAD, Changed ALREADY_REVERSED.
    """
    about = postings_about(receipt_ids=[receipt_id])
    uses = [row for row in about if row.is_live and row.kind in _USES]
    allocations = sorted(
        uses, key=lambda row: row.kind == PostingKind.WRITE_OFF.value
    )  # open again before it is written off again
    touched = {e.receivable_id for posting in allocations for e in posting.entries if e.receivable_id is not None}
    receivables = locked_receivables(ids=touched)
    row = locked_receipts(ids=[receipt_id])[receipt_id]
    if on is None:
        on = _whole_since(row, allocations)
    else:
        refuse_day(act=act, company_id=row.company_id, day=on, origin=row.received_on)
    _refuse_moved_on(row, about)
    _refuse_gone(row)
    if postings_about(receipt_ids=[receipt_id]) != about:
        raise Changed("CHANGED", receipt=row.number)
    named = [one for one in reversed(about) if one.is_live and one.kind == PostingKind.IDENTIFY.value]
    money = [one for one in about if one.kind == PostingKind.RECEIPT.value and not one.is_reversed]
    drafts = _reversals(act, on, reason, ([*allocations, *named], money))
    move_receivables(receivables=receivables, drafts=drafts)
    move_parts(receipts={row.pk: row}, drafts=drafts)
    MatchOutcome.objects.filter(receipt=row).delete()
    posted = post(act=act, company_id=row.company_id, drafts=drafts)
    if reason != BounceReason.BOUNCED.value:
        forget_payers_of(act=act, receipt_ids=[receipt_id])
    return {"reopened": sorted(touched), "posting_id": posted[-1]}


def _refuse_gone(row: Receipt) -> None:
    if row.reversed_minor:
        raise Changed("ALREADY_REVERSED", posting=row.number)
    if row.refunded_minor:
        raise Refused("REFUNDED_ALREADY", receipt=row.number)


def _reversals(
    act: OpenAct, on: date, reason: str, about: tuple[Sequence[PostingRow], Sequence[PostingRow]]
) -> list[PostingDraft]:
    """Of its uses, then of the money; what was posted for a later day, as for an invoice issued after it came, goes on that day."""
    uses, money = about
    return [
        reversal_of(
            act=act,
            posting=one,
            effective_date=max(on, one.effective_date),
            reason=reason,
            also_of_reversal=is_money,
        )
        for postings, is_money in ((uses, False), (money, True))
        for one in postings
    ]


def give_back(
    *, act: OpenAct, receipt_id: int, minor: int, side: Account, on: date, first: Sequence[int] = ()
) -> dict[str, Json]:
    """A part of a receipt is lost, inside an open act: what it had paid is open again to the fen, `side` is credited (P4).

    What is unapplied goes first, then the allocations of the postings in `first`, then the latest; a part of an allocation
    stays. Effective `on`, or the day of an allocation dated later. `{"reopened": [receivable ids], "posting_id"}`.
    Raises Refused MORE_THAN_UNAPPLIED (paid back or kept as a deposit meanwhile), DATED_BEFORE_ORIGIN, DATED_AHEAD.
    """
    about = postings_about(receipt_ids=[receipt_id])
    uses = [row for row in about if row.is_live and row.kind == PostingKind.ALLOCATE.value]
    items = {e.receivable_id for row in uses for e in row.entries if e.receivable_id is not None}
    receivables = locked_receivables(ids=items)
    row = locked_receipts(ids=[receipt_id])[receipt_id]
    refuse_day(act=act, company_id=row.company_id, day=on, origin=row.received_on)
    if postings_about(receipt_ids=[receipt_id]) != about:
        raise Changed("CHANGED", receipt=row.number)
    back = _chosen(uses, max(0, minor - row.unapplied_minor), first)
    if back and back[-1][1] < back[-1][0].minor_on(account=Account.UNAPPLIED):
        back[-1] = _split(act, (row, receivables), *back[-1])
    gone = [one for one, _ in back]
    on = max([on, *(one.effective_date for one in gone)])
    drafts = [
        reversal_of(act=act, posting=one, effective_date=on, reason=DISHONOURED)
        for one in (*gone, *shorts_of(allocations=gone, about=about))
    ]
    drafts.append(_lost(row, minor, side, on))
    move_receivables(receivables=receivables, drafts=drafts)
    move_parts(receipts={row.pk: row}, drafts=drafts)
    posted = post(act=act, company_id=row.company_id, drafts=drafts)
    reopened = {e.receivable_id for one in gone for e in one.entries if e.receivable_id is not None}
    return {"reopened": sorted(reopened), "posting_id": posted[-1]}


def refuse_paper(*, receipt_id: int) -> None:
    """Raise Refused for what goes back by an act of its own.

    PAPER_GOES_BY_ITSELF for a bill or voucher, part by part; PASSED_GOES_TOGETHER for money passed on to us: with its origin.
    """
    special = Receipt.objects.filter(pk=receipt_id, method__in=[one.value for one in PAPER_METHODS | PASSED_METHODS])
    found = special.values_list("number", "method").first()
    if found is not None:
        number, method = found
        raise Refused("PAPER_GOES_BY_ITSELF" if method in PAPER_METHODS else "PASSED_GOES_TOGETHER", receipt=number)


def _chosen(uses: Sequence[PostingRow], minor: int, first: Sequence[int]) -> list[tuple[PostingRow, int]]:
    """The allocations that give `minor` up, those named first, then the latest, and how much of each."""
    found: list[tuple[PostingRow, int]] = []
    for one in sorted(uses, key=lambda one: (one.id not in first, -one.effective_date.toordinal(), -one.number)):
        taken = min(minor, one.minor_on(account=Account.UNAPPLIED))
        if taken:
            found.append((one, taken))
            minor -= taken
    return found


def _split(
    act: OpenAct, held: tuple[Receipt, dict[int, Receivable]], one: PostingRow, taken: int
) -> tuple[PostingRow, int]:
    """Two allocations in the place of one, on its own day, so that no past day changes; that of `taken` is given back."""
    row, receivables = held
    day = max(one.effective_date, first_open_day(company_id=row.company_id))
    rest = one.minor_on(account=Account.UNAPPLIED) - taken
    drafts = [
        reversal_of(act=act, posting=one, effective_date=day, reason=DISHONOURED),
        _share(one, rest, day),
        _share(one, taken, day),
    ]
    move_receivables(receivables=receivables, drafts=drafts)
    move_parts(receipts={row.pk: row}, drafts=drafts)
    posted = post(act=act, company_id=row.company_id, drafts=drafts)
    _keep_reasons(row, one.id, posted[1:])
    part = posting_row(posting_id=posted[2])
    if part is None:
        raise Refused("NOT_AN_ALLOCATION", postings=posted[2])
    return part, taken


def _share(one: PostingRow, minor: int, on: date) -> PostingDraft:
    signs = {Account.UNAPPLIED.value: 1, Account.RECEIVABLE.value: -1}
    entries = tuple(
        EntryDraft(
            Account(e.account), signs[e.account] * minor, e.currency, e.customer_id, e.receivable_id, e.receipt_id
        )
        for e in one.entries
    )
    return PostingDraft(PostingKind.ALLOCATE, on, entries, reason=one.reason, note=one.note)


def _lost(row: Receipt, minor: int, side: Account, on: date) -> PostingDraft:
    entries = (
        EntryDraft(Account.UNAPPLIED, minor, row.currency, row.customer_id, None, row.pk),
        EntryDraft(side, -minor, row.currency, row.customer_id, None, row.pk),
    )
    return PostingDraft(PostingKind.DISHONOUR, on, entries, reason=DISHONOURED)


def _keep_reasons(row: Receipt, old_id: int, posting_ids: Sequence[int]) -> None:
    """Both parts stand for the reason of the allocation that was split."""
    why = AllocationReason.objects.filter(posting_id=old_id).first()
    if why is None:
        return
    said = {
        "is_automatic": why.is_automatic,
        "policy_version": why.policy_version,
        "confidence_permille": why.confidence_permille,
        "reasons": why.reasons,
    }
    AllocationReason.objects.bulk_create(
        AllocationReason(posting_id=posting_id, receipt=row, **said) for posting_id in posting_ids
    )


def _refuse_moved_on(row: Receipt, about: Sequence[PostingRow]) -> None:
    """Cash that is at the bank by now, a deposit, or money passed on is first put back to where it was."""
    side = {ReceiptMethod.CASH: Account.CASH_HELD}.get(ReceiptMethod(row.method))
    held = sum(one.minor_on(account=side) for one in about) if side and row.taken_by_id else row.amount_minor
    is_passed_on = PassedMoney.objects.filter(receipt=row, undone_act=None).exists()
    if is_passed_on or row.deposit_minor or held != row.amount_minor:
        raise Refused("MONEY_MOVED_ON", receipt=row.number)


def _whole_since(row: Receipt, allocations: Sequence[PostingRow]) -> date:
    """The first day that may be posted on since which a locked receipt, but for live allocations, has been unused."""
    came = max(row.received_on, first_open_day(company_id=row.company_id))
    later = Counter(moved_later(receipts={row.pk: row}, since={row.pk: came})[row.pk])
    for posting in allocations:
        later[posting.effective_date] += posting.minor_on(account=Account.UNAPPLIED)
    return first_day_with(minor=row.amount_minor, left=row.amount_minor, later=later, not_before=came)
