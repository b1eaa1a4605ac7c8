"""Money that belongs elsewhere is passed on: to another own company, or into another currency; both sides in one act.

A customer pays one own company for the debts of another (集团内代收), or in another currency than he owes. What is passed on
leaves the receipt and comes as a receipt of its own on the other side, which may pay items there at once. In the books of another
own company that is an act of its own beneath the first, so that the audit trail of each company tells what happened to it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date, datetime

from huikuan.accounts.access import company_for
from huikuan.audit.operations import Intent, Json, OpenAct, perform
from huikuan.audit.rules import plain
from huikuan.customers.access import customer_for
from huikuan.kernel.actor import Actor, Verb, refuse_without_verb
from huikuan.kernel.currencies import exponent_of
from huikuan.kernel.money import DOCUMENT_MAX_MINOR, Money
from huikuan.kernel.refusal import Changed, NotPermitted, Refused
from huikuan.ledger.operations import first_open_day, post, take_numbers
from huikuan.ledger.queries import postings_about
from huikuan.ledger.rules import POSTING_SERIES, first_day_with
from huikuan.receipts.access import receipt_for, receipts_for
from huikuan.receipts.models import PassedMoney, Receipt
from huikuan.receipts.operations.allocating import AllocationDraft, Explanation, Share, allocate
from huikuan.receipts.operations.elsewhere import move_money_back
from huikuan.receipts.operations.money import RECEIPT_SERIES, ReceiptDraft, book_money
from huikuan.receipts.operations.taking_back import take_back
from huikuan.receipts.parts import locked_receipts, move_parts, moved_later
from huikuan.receipts.passing_rules import Border, passed_on, worth_fault
from huikuan.receipts.rules import PAPER_METHODS, PASSED_ON, ReceiptMethod
from huikuan.receivables.access import refuse_hidden_receivables
from huikuan.receivables.parts import locked_receivables

UNDONE = "UNDONE"


@dataclass(frozen=True, slots=True)
class Passing:
    """How much of a receipt (minor units of its currency) is whose: worth `worth_minor` of `currency` at `company_id`.

    In another currency at the stated `rate_micros`: millionths of a unit of it for one unit of the receipt's. `customer_id` None
    leaves the payer as known; `shares` are items of that company that it pays at once.
    """

    company_id: int
    currency: str
    amount_minor: int
    worth_minor: int
    rate_micros: int | None = None
    customer_id: int | None = None
    shares: tuple[Share, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class PassingDraft:
    """What becomes of one receipt: parts passed on, all or nothing, and items of its own company that the rest pays."""

    receipt_id: int
    passings: tuple[Passing, ...]
    own_shares: tuple[Share, ...] = ()
    explanation: Explanation = field(default_factory=Explanation)

    @property
    def item_ids(self) -> list[int]:
        """The items that are paid at once, on whichever side."""
        shares = (*self.own_shares, *(share for passing in self.passings for share in passing.shares))
        return [one.receivable_id for one in shares]


@dataclass(frozen=True, slots=True)
class _Side:
    """What a passing needs on both sides: its place among those of the act, the receipt it is taken from, its border, the first
    day both books take it."""

    place: int
    receipt: Receipt
    border: Border
    on: date
    explanation: Explanation


def pass_on(*, actor: Actor, now: datetime, key: str, draft: PassingDraft) -> dict[str, Json]:
    """Pass parts of a receipt on; `{"passed_ids", "receipt_ids", "posting_ids"}`.

    Effective on the day the money came,
    or the first day on which both books are open and so much of it is unapplied. Raises NotPermitted (an own company, the
    receipt, a customer or an item that the actor does not see), Refused NOTHING_CROSSED, BORDERS_CROSSED_AT_ONCE,
    WORTH_DIFFERS, RATE_MISSING, RATE_DIFFERS, CURRENCY_UNKNOWN, AMOUNT_OUT_OF_BOUNDS, NOT_PASSABLE (paper, cash with a
    colleague), MORE_THAN_UNAPPLIED, and as `allocate_receipts`.
    """
    row = receipt_for(actor=actor, receipt_id=draft.receipt_id, need=Verb.ALLOCATE)
    company_for(actor=actor, company_id=row.company_id, need=Verb.ALLOCATE)
    for passing in draft.passings:
        _refuse_unfit(actor, row, passing)
    refuse_hidden_receivables(actor=actor, ids=draft.item_ids)
    intent = Intent("pass_on_receipt", actor, now, key, row.company_id, plain(value=asdict(draft)))
    return perform(intent=intent, work=lambda act: _passed(act, draft))


def take_back_passed(*, actor: Actor, now: datetime, key: str, passed_id: int, effective_date: date) -> dict[str, Json]:
    """Undo a passing on both sides: what the money paid there is open again, the receipt has it back; `{"receipt_id", …}`.

    Raises NotPermitted unless the actor sees both sides; Changed PASSED_BACK_ALREADY; Refused REFUNDED_ALREADY,
    MONEY_MOVED_ON (passed on further, or kept as a deposit), DATED_BEFORE_ORIGIN, DATED_AHEAD, PERIOD_CLOSED.
    """
    refuse_without_verb(actor=actor, verb=Verb.ALLOCATE)
    seen = receipts_for(actor=actor).values("pk")
    rows = PassedMoney.objects.filter(receipt__in=seen, target__in=seen)
    passed = rows.filter(pk=passed_id).select_related("receipt", "target").first()
    if passed is None:
        raise NotPermitted("PASSED_MONEY_NOT_VISIBLE", passed=passed_id)
    detail = {"passed_id": passed_id, "effective_date": effective_date.isoformat()}
    intent = Intent("take_back_passed", actor, now, key, passed.receipt.company_id, detail)

    def work(act: OpenAct) -> Mapping[str, Json]:
        if not PassedMoney.objects.filter(pk=passed_id, undone_act=None).update(undone_act_id=act.id):
            raise Changed("PASSED_BACK_ALREADY", receipt=passed.receipt.number)
        uses = postings_about(receipt_ids=[passed.target_id])
        locked_receivables(ids={e.receivable_id for one in uses for e in one.entries if e.receivable_id is not None})
        locked_receipts(ids=[passed.receipt_id, passed.target_id])
        _hold_series([passed.receipt.company_id, passed.target.company_id])
        back = _beneath(
            act,
            passed.receipt,
            (0, passed.target.company_id),
            lambda inner: take_back(act=inner, receipt_id=passed.target_id, on=effective_date, reason=UNDONE),
        )
        move_money_back(act=act, posting_id=passed.posting_id, on=effective_date, line_receipt_id=passed.receipt_id)
        return {"receipt_id": passed.receipt_id, "reopened": back["reopened"]}

    return perform(intent=intent, work=work)


def _refuse_unfit(actor: Actor, row: Receipt, passing: Passing) -> None:
    """What can be told before anything is locked: whom it goes to, over which border, and at what rate."""
    company_for(actor=actor, company_id=passing.company_id, need=Verb.ALLOCATE)
    if passing.customer_id is not None:
        customer_for(actor=actor, customer_id=passing.customer_id, need=Verb.ALLOCATE)
    if exponent_of(currency=passing.currency) is None:
        raise Refused("CURRENCY_UNKNOWN", currency=passing.currency)
    for minor in (passing.amount_minor, passing.worth_minor):
        if not 1 <= minor <= DOCUMENT_MAX_MINOR:
            raise Refused("AMOUNT_OUT_OF_BOUNDS", amount=minor)
    border = Border(row.company_id, row.currency, passing.company_id, passing.currency)
    money, worth = Money(passing.amount_minor, row.currency), Money(passing.worth_minor, passing.currency)
    fault = border.fault or worth_fault(money=money, worth=worth, rate_micros=passing.rate_micros)
    if fault is not None:
        raise Refused(fault, receipt=row.number)
    if ReceiptMethod(row.method) in PAPER_METHODS | {ReceiptMethod.SET_OFF} or row.taken_by_id is not None:
        raise Refused("NOT_PASSABLE", receipt=row.number)


def _passed(act: OpenAct, draft: PassingDraft) -> dict[str, Json]:
    """Lock items, the receipt, then the series of every company concerned, each in its order; then post side by side."""
    locked_receivables(ids=draft.item_ids)
    row = locked_receipts(ids=[draft.receipt_id])[draft.receipt_id]
    _hold_series([row.company_id, *(one.company_id for one in draft.passings)])
    done: dict[str, list[int]] = {"passed_ids": [], "receipt_ids": [], "posting_ids": []}
    for place, passing in enumerate(draft.passings):
        border = Border(row.company_id, row.currency, passing.company_id, passing.currency)
        passed, postings = _one(act, passing, _Side(place, row, border, _first_day(row, passing), draft.explanation))
        done["passed_ids"].append(passed.pk)
        done["receipt_ids"].append(passed.target_id)
        done["posting_ids"] += postings
    if row.reversed_minor == row.amount_minor:
        Receipt.objects.filter(pk=row.pk).update(not_a_receipt_reason=PASSED_ON)
    if draft.own_shares:
        own = AllocationDraft(row.pk, draft.own_shares, explanation=draft.explanation)
        done["posting_ids"] += allocate(act=act, company_id=row.company_id, allocations=[own])["posting_ids"]
    return {**done}


def _one(act: OpenAct, passing: Passing, side: _Side) -> tuple[PassedMoney, list[int]]:
    row = side.receipt
    away = passed_on(
        method=side.border.method,
        receipt_id=row.pk,
        customer_id=row.customer_id,
        money=Money(passing.amount_minor, row.currency),
        on=side.on,
        note=passing.note[:300],
    )
    move_parts(receipts={row.pk: row}, drafts=[away])
    (posting_id,) = post(act=act, company_id=row.company_id, drafts=[away])
    came = _beneath(act, row, (side.place, passing.company_id), lambda inner: _come(inner, passing, side))
    passed = PassedMoney.objects.create(
        receipt=row,
        target_id=came["receipt_id"],
        posting_id=posting_id,
        amount_minor=passing.amount_minor,
        worth_minor=passing.worth_minor,
        rate_micros=passing.rate_micros,
        act_id=act.id,
    )
    return passed, [posting_id, *came["posting_ids"]]


def _come(act: OpenAct, passing: Passing, side: _Side) -> dict[str, Json]:
    """The money on the other side, and what it pays there."""
    (target,) = book_money(act=act, company_id=passing.company_id, drafts=[_money(passing, side)])
    if not passing.shares:
        return {"receipt_id": target.pk, "posting_ids": []}
    draft = AllocationDraft(target.pk, passing.shares, explanation=side.explanation)
    done = allocate(act=act, company_id=passing.company_id, allocations=[draft])
    return {"receipt_id": target.pk, "posting_ids": done["posting_ids"]}


def _beneath(
    act: OpenAct, row: Receipt, to: tuple[int, int], work: Callable[[OpenAct], Mapping[str, Json]]
) -> Mapping[str, Json]:
    """Work in the books of a company: another one's than the receipt's gets an act of its own, in the same transaction.

    `to` are the place among the passings of the act and the company.
    """
    place, company_id = to
    if company_id == row.company_id:
        return work(act)
    detail = {"act_id": act.id, "receipt_id": row.pk}
    key = f"beneath:{act.id}:{place}"
    return perform(intent=Intent("keep_passed_money", act.actor, act.now, key, company_id, detail), work=work)


def _money(passing: Passing, side: _Side) -> ReceiptDraft:
    row = side.receipt
    return ReceiptDraft(
        received_on=side.on,
        currency=passing.currency,
        amount_minor=passing.worth_minor,
        method=side.border.method,
        customer_id=passing.customer_id or row.customer_id,
        payer_name=row.payer_name,
        payer_account=row.payer_account,
        reference=row.reference,
    )


def _first_day(row: Receipt, passing: Passing) -> date:
    """The first day both books take on which so much of a locked receipt is unapplied, and has been since."""
    open_days = (first_open_day(company_id=one) for one in sorted({row.company_id, passing.company_id}))
    came = max(row.received_on, *open_days)
    later = moved_later(receipts={row.pk: row}, since={row.pk: came})[row.pk]
    if passing.amount_minor > row.unapplied_minor:
        over = passing.amount_minor - row.unapplied_minor
        raise Refused("MORE_THAN_UNAPPLIED", receipt=row.number, over=over, currency=row.currency)
    return first_day_with(minor=passing.amount_minor, left=row.unapplied_minor, later=later, not_before=came)


def _hold_series(company_ids: Iterable[int]) -> None:
    """Lock the series of several companies in one order, so that two acts between the same two never wait for each other."""
    for company_id in sorted(set(company_ids)):
        for code in (RECEIPT_SERIES, POSTING_SERIES):
            take_numbers(company_id=company_id, code=code, count=0)
