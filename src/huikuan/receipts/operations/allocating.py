"""Acts that use money for receivables (核销) and take that back; over-allocation is impossible, also concurrently."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING

from huikuan.audit.operations import Intent, Json, OpenAct, perform
from huikuan.audit.rules import plain
from huikuan.customers.operations import learn_payers
from huikuan.kernel.actor import Actor, refuse_other_company
from huikuan.kernel.refusal import Refused
from huikuan.ledger.operations import first_open_day, post, reversal_of
from huikuan.ledger.queries import postings_about
from huikuan.ledger.rules import PostingDraft, PostingKind
from huikuan.receipts.models import AllocationReason, MatchOutcome, Receipt
from huikuan.receipts.operations.days import AllocationDays
from huikuan.receipts.operations.money import identify
from huikuan.receipts.operations.strangers import Strangers
from huikuan.receipts.operations.undoing import shorts_of, take_back_more
from huikuan.receipts.parts import locked_receipts
from huikuan.receipts.parts import move_parts as move_receipts
from huikuan.receipts.rules import THIRD_PARTY, allocation
from huikuan.receivables.free_discounts import refuse_free_discounts
from huikuan.receivables.operations import Reduction, reduction_posting
from huikuan.receivables.parts import locked_receivables, move_parts
from huikuan.receivables.rules import ShortPaymentReason

if TYPE_CHECKING:
    from huikuan.receivables.models import Receivable


@dataclass(frozen=True, slots=True)
class Share:
    """So much of the receipt for this receivable, minor units; `short_minor` of it is accepted as not to be paid."""

    receivable_id: int
    amount_minor: int
    short_minor: int = 0
    short_reason: str = ""


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why: by a person, or by the matcher with its policy version, confidence (per mille) and reasons."""

    is_automatic: bool = False
    policy_version: str = ""
    confidence_permille: int | None = None
    reasons: tuple[Mapping[str, Json], ...] = ()


@dataclass(frozen=True, slots=True)
class AllocationDraft:
    """One receipt used for one or more receivables of the same company and currency.

    Another customer's debt needs a mandate of the payer (代付, TRUST R7): `paying.mandating.let_another_pay`.
    """

    receipt_id: int
    shares: tuple[Share, ...]
    explanation: Explanation = field(default_factory=Explanation)


def allocate_receipts(
    *, actor: Actor, now: datetime, key: str, company_id: int, allocations: Sequence[AllocationDraft]
) -> dict[str, Json]:
    """Use receipts for receivables in one act, all or nothing; `{"posting_ids": […]}`.

    An unidentified receipt becomes the debtor's. Effective on the day the money came, or if that is later the issue date,
    the first open day, or the day since which so much has been open and unapplied: what was undone is used again after it.
    Raises NotPermitted, Refused MORE_THAN_OPEN, MORE_THAN_UNAPPLIED, CURRENCIES_DIFFER, COMPANIES_DIFFER, THIRD_PARTY_UNAUTHORISED,
    AMOUNT_OUT_OF_BOUNDS, REASON_UNKNOWN, DISCOUNT_STOPPED (a discount given freely while a sanction stops them).
    """
    refuse_other_company(actor=actor, company_id=company_id)
    detail = {"allocations": [plain(value=asdict(draft)) for draft in allocations]}
    intent = Intent("allocate_receipts", actor, now, key, company_id, detail)
    return perform(intent=intent, work=lambda act: allocate(act=act, company_id=company_id, allocations=allocations))


def allocate(*, act: OpenAct, company_id: int, allocations: Sequence[AllocationDraft]) -> dict[str, Json]:
    """The allocation inside an open act: lock receivables, then receipts, in id order; then post. See `allocate_receipts`."""
    pairs = [(draft.receipt_id, share.receivable_id) for draft in allocations for share in draft.shares]
    receivables = locked_receivables(ids=[receivable_id for _, receivable_id in pairs])
    receipts = locked_receipts(ids=[draft.receipt_id for draft in allocations])
    refuse_free_discounts(rows=_discounted(allocations, receivables))
    not_before = first_open_day(company_id=company_id)
    days = AllocationDays(receipts=receipts, receivables=receivables, pairs=pairs, not_before=not_before)
    before: list[PostingDraft] = []
    applied: list[PostingDraft] = []
    explained: list[tuple[Receipt, Explanation]] = []
    shortened: list[PostingDraft] = []
    strangers = Strangers(company_id)
    for draft in allocations:
        receipt = receipts[draft.receipt_id]
        for share in draft.shares:
            row = receivables[share.receivable_id]
            _refuse_mismatch(company_id, receipt, row, share)
            if receipt.customer_id is None:
                before += identify(row=receipt, customer_id=row.customer_id, not_before=not_before)
            ground = strangers.ground_of(receipt=receipt, row=row)
            on = days.take(receipt=receipt, row=row, minor=share.amount_minor, short_minor=share.short_minor)
            applied.append(_allocation((receipt, row), share.amount_minor, on, ground))
            explained.append((receipt, draft.explanation))
            if share.short_minor:
                shortened.append(_short(row, share, receipt.pk, on))
    move_parts(receivables=receivables, drafts=applied + shortened)
    move_receipts(receipts=receipts, drafts=before + applied)
    postings = post(act=act, company_id=company_id, drafts=before + applied + shortened)
    _explain(postings[len(before) : len(before) + len(applied)], explained)
    _learn(act, [receipts[draft.receipt_id] for draft in allocations if draft.receipt_id not in strangers.receipt_ids])
    # What a person confirmed stays proposed beneath the allocation, so that taking it back shows the proposal again.
    automatic = [draft.receipt_id for draft in allocations if draft.explanation.is_automatic]
    MatchOutcome.objects.filter(receipt__in=automatic, receipt__unapplied_minor=0).delete()
    return {"posting_ids": postings[len(before) :]}


def reverse_allocations(
    *, actor: Actor, now: datetime, key: str, posting_ids: Sequence[int], effective_date: date
) -> dict[str, Json]:
    """Undo allocations by reversing postings: the receivables are open again, the money unapplied; `{"posting_ids"}`.

    A short payment accepted with an allocation is taken back with it, if it still stands. A receipt that the same act had
    identified goes back to the customer it had before, once nothing of it is used.
    Raises Refused NOT_AN_ALLOCATION, COMPANIES_DIFFER, DATED_BEFORE_ORIGIN, DATED_AHEAD, Changed ALREADY_REVERSED.
    """
    rows = postings_about(posting_ids=posting_ids)
    if len(rows) != len(set(posting_ids)) or any(row.kind != PostingKind.ALLOCATE.value for row in rows):
        raise Refused("NOT_AN_ALLOCATION", postings=",".join(map(str, posting_ids)))
    if len({row.company_id for row in rows}) != 1:
        raise Refused("COMPANIES_DIFFER")
    refuse_other_company(actor=actor, company_id=rows[0].company_id)
    detail = {"posting_ids": sorted(posting_ids), "effective_date": effective_date.isoformat()}
    intent = Intent("reverse_allocations", actor, now, key, rows[0].company_id, detail)

    def work(act: OpenAct) -> Mapping[str, Json]:
        entries = [entry for row in rows for entry in row.entries]
        receivables = locked_receivables(ids=[e.receivable_id for e in entries if e.receivable_id is not None])
        receipts = locked_receipts(ids=[e.receipt_id for e in entries if e.receipt_id is not None])
        about = postings_about(receipt_ids=receipts)
        short = shorts_of(allocations=rows, about=about)
        drafts = [
            reversal_of(act=act, posting=row, effective_date=effective_date, reason="UNDONE") for row in (*rows, *short)
        ]
        move_parts(receivables=receivables, drafts=drafts)
        move_receipts(receipts=receipts, drafts=drafts)
        more = take_back_more(act=act, receipts=receipts, undone=rows, about=about, effective_date=effective_date)
        posted = post(act=act, company_id=rows[0].company_id, drafts=drafts + more)
        return {"posting_ids": posted[: len(rows)]}

    return perform(intent=intent, work=work)


def _discounted(allocations: Sequence[AllocationDraft], rows: Mapping[int, Receivable]) -> list[Receivable]:
    """The items of which something is given up as a discount for paying early."""
    freely = ShortPaymentReason.EARLY_PAYMENT_DISCOUNT.value
    shares = (share for draft in allocations for share in draft.shares)
    return [rows[share.receivable_id] for share in shares if share.short_minor and share.short_reason == freely]


def _refuse_mismatch(company_id: int, receipt: Receipt, row: Receivable, share: Share) -> None:
    if share.amount_minor < 1 or share.short_minor < 0:
        raise Refused("AMOUNT_OUT_OF_BOUNDS", amount=share.amount_minor)
    if {receipt.company_id, row.company_id} != {company_id}:
        raise Refused("COMPANIES_DIFFER", receipt=receipt.number, receivable=row.pk)
    if receipt.currency != row.currency:
        raise Refused("CURRENCIES_DIFFER", receipt=receipt.currency, receivable=row.currency)
    if share.short_minor and share.short_reason not in ShortPaymentReason.__members__:
        raise Refused("REASON_UNKNOWN", reason=share.short_reason)


def _allocation(sides: tuple[Receipt, Receivable], minor: int, on: date, ground: str) -> PostingDraft:
    receipt, row = sides
    payer_id = receipt.customer_id or row.customer_id
    draft = allocation(
        receipt_id=receipt.pk,
        receivable_id=row.pk,
        customer_ids=(payer_id, row.customer_id),
        currency=row.currency,
        minor=minor,
        on=on,
    )
    if payer_id == row.customer_id:
        return draft
    return PostingDraft(draft.kind, draft.effective_date, draft.entries, reason=THIRD_PARTY, note=ground[:300])


def _short(row: Receivable, share: Share, receipt_id: int, on: date) -> PostingDraft:
    reduction = Reduction(row.pk, share.short_minor, on, share.short_reason)
    return reduction_posting(row=row, kind=PostingKind.SHORT_PAYMENT, reduction=reduction, receipt_id=receipt_id)


def _explain(postings: Sequence[int], explained: Sequence[tuple[Receipt, Explanation]]) -> None:
    AllocationReason.objects.bulk_create(
        [
            AllocationReason(
                posting_id=posting_id,
                receipt=receipt,
                is_automatic=why.is_automatic,
                policy_version=why.policy_version,
                confidence_permille=why.confidence_permille,
                reasons=[dict(reason) for reason in why.reasons],
            )
            for posting_id, (receipt, why) in zip(postings, explained, strict=True)
        ],
        batch_size=500,
    )


def _learn(act: OpenAct, used: Sequence[Receipt]) -> None:
    """Remember who paid for whom; undoing the allocation forgets it again. A third party's payment teaches nothing."""
    learn_payers(
        act=act,
        payers=[
            (receipt.customer_id, receipt.payer_name, receipt.payer_account, f"receipt {receipt.pk}")
            for receipt in used
            if receipt.customer_id is not None and receipt.bank_account_id is not None
        ],
    )
