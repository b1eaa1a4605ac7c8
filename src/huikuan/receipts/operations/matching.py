"""The matching run (自动核销): sure matches are posted, the rest is proposed; a second run posts nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from huikuan.audit.operations import Intent, Json, perform
from huikuan.audit.rules import digest, plain
from huikuan.customers.queries import payers
from huikuan.kernel.actor import Actor, refuse_other_company
from huikuan.kernel.collector import collector_at_rest
from huikuan.kernel.forked import spare_cores
from huikuan.kernel.refusal import Refused
from huikuan.receipts.matching.engine import match_lines
from huikuan.receipts.matching.index import MatchIndex
from huikuan.receipts.matching.policy import MatchPolicy
from huikuan.receipts.matching.reasons import ReasonCode
from huikuan.receipts.matching.records import (
    Candidate,
    Decision,
    DifferenceKind,
    Line,
    OpenItem,
    Outcome,
    Payer,
    Reason,
)
from huikuan.receipts.models import AllocationReason, MatchOutcome, Receipt
from huikuan.receipts.operations.allocating import AllocationDraft, Explanation, Share, allocate
from huikuan.receipts.operations.discounting import granted
from huikuan.receipts.operations.splits import splits_of
from huikuan.receivables.queries.items import open_to_match

CHUNK = 400
Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class MatchingDone:
    """What a run did with the receipts it looked at; `refused` ones changed under its hands and wait for the next run."""

    looked: int
    applied: int
    proposed: int
    unknown: int
    refused: int
    applied_minor: dict[str, int]


def run_matching(*, actor: Actor, now: datetime, company_id: int, policy: MatchPolicy | None = None) -> MatchingDone:
    """Match all unapplied receipts of one own company to its open items; post the sure ones, keep the others proposed.

    What was just applied may leave another receipt with one candidate, so it looks again until nothing more is sure:
    the next run over the same books posts nothing. The key of each chunk is the hash of its allocations: a run that was
    killed is simply run again. Raises NotPermitted COMPANY_NOT_VISIBLE.
    """
    refuse_other_company(actor=actor, company_id=company_id)
    looked, applied, refused = 0, 0, 0
    sums: dict[str, int] = {}
    waiting: Sequence[Outcome] = ()
    policy = policy or MatchPolicy()
    while lines := {line.id: line for line in _lines(company_id)}:
        looked = looked or len(lines)
        outcomes = _matched(company_id, list(lines.values()), policy)
        sure = _sure(outcomes, company_id)
        agreed = granted(company_id=company_id, outcomes=sure, lines=lines, today=now.date())
        new = _apply_in_chunks(actor, now, company_id, [_draft(one, agreed) for one in sure])
        for line in (lines[line_id] for line_id in new):
            sums[line.currency] = sums.get(line.currency, 0) + line.amount_minor
        applied, refused = applied + len(new), len(sure) - len(new)
        waiting = [one for one in outcomes if one.line_id not in new]
        if not new:
            break
    payers = list(_payers()) if waiting else []
    splits = splits_of(company_id=company_id, lines=lines, outcomes=waiting, payers=payers, policy=policy)
    _keep(waiting, now, splits)
    unknown = sum(not one.candidates and int(one.line_id) not in splits for one in waiting)
    return MatchingDone(looked, applied, len(waiting) - unknown, unknown, refused, sums)


def _matched(company_id: int, lines: Sequence[Line], policy: MatchPolicy) -> Sequence[Outcome]:
    with collector_at_rest():
        items = [OpenItem(*row) for row in open_to_match(company_id=company_id)]
        index = MatchIndex.build(items=items, payers=list(_payers()))
        return match_lines(index=index, lines=lines, policy=policy, spare_cores=spare_cores())


def _sure(outcomes: Sequence[Outcome], company_id: int) -> list[Outcome]:
    undone = _undone_pairs(company_id)
    return [one for one in outcomes if one.decision is Decision.APPLIED and not _pairs(one) & undone]


def _apply_in_chunks(actor: Actor, now: datetime, company_id: int, sure: Sequence[AllocationDraft]) -> set[int]:
    """Ids of the receipts that were applied; a chunk that meets a change is repeated one receipt at a time."""
    applied: set[int] = set()
    for start in range(0, len(sure), CHUNK):
        chunk = sure[start : start + CHUNK]
        if _applied(actor, now, company_id, chunk):
            applied.update(one.receipt_id for one in chunk)
        else:
            applied.update(one.receipt_id for one in chunk if _applied(actor, now, company_id, [one]))
    return applied


def _applied(actor: Actor, now: datetime, company_id: int, drafts: Sequence[AllocationDraft]) -> bool:
    content = [plain(value=[one.receipt_id, [_content(share) for share in one.shares]]) for one in drafts]
    detail = {"policy_version": drafts[0].explanation.policy_version, "allocations": content}
    key = f"match:{digest(value=detail)}"
    intent = Intent("apply_matches", actor, now, key, company_id, detail)

    try:
        perform(intent=intent, work=lambda act: allocate(act=act, company_id=company_id, allocations=drafts))
    except Refused:
        return False
    return True


def _content(share: Share) -> list[Json]:
    paid: list[Json] = [share.receivable_id, share.amount_minor]
    return [*paid, share.short_minor, share.short_reason] if share.short_minor else paid


def _draft(outcome: Outcome, agreed: Mapping[Pair, str]) -> AllocationDraft:
    best, receipt_id = outcome.candidates[0], int(outcome.line_id)
    contracts = {item_id: contract for (pk, item_id), contract in agreed.items() if pk == receipt_id}
    said = [Reason(ReasonCode.DISCOUNT_AGREED, (("contract", one),)) for one in dict.fromkeys(contracts.values())]
    return AllocationDraft(
        receipt_id=receipt_id,
        shares=tuple(_share(best, int(item_id), minor, contracts) for item_id, minor in best.shares),
        explanation=Explanation(
            is_automatic=True,
            policy_version=outcome.policy_version,
            confidence_permille=best.confidence_permille,
            reasons=tuple(_reason(reason.code, reason.params) for reason in (*best.reasons, *said)),
        ),
    )


def _share(best: Candidate, item_id: int, minor: int, contracts: Mapping[int, str]) -> Share:
    """The share, with what is given up of the item by itself and its reason: by the policy, or by a contract in force."""
    given_up = next((one for one in best.differences if int(one.item_id) == item_id), None)
    if given_up is None or not (given_up.booked or item_id in contracts):
        return Share(item_id, minor)
    kind = DifferenceKind.EARLY_PAYMENT_DISCOUNT if item_id in contracts else given_up.kind
    return Share(item_id, minor, given_up.minor, kind.value)


def _keep(outcomes: Sequence[Outcome], now: datetime, splits: Mapping[int, Json]) -> None:
    """Replace what the matcher said before of receipts that are not applied, in their order: other runs may do the same."""
    rows = [
        MatchOutcome(
            receipt_id=int(one.line_id),
            decision=(Decision.PROPOSED if one.candidates or int(one.line_id) in splits else Decision.NONE).value,
            policy_version=one.policy_version,
            candidates=[_candidate(candidate) for candidate in one.candidates],
            splits=splits.get(int(one.line_id), []),
            looked_at=now,
        )
        for one in sorted(outcomes, key=lambda one: int(one.line_id))
    ]
    said = ["decision", "policy_version", "candidates", "splits", "looked_at"]
    with transaction.atomic():
        MatchOutcome.objects.bulk_create(
            rows, batch_size=500, update_conflicts=True, unique_fields=["receipt"], update_fields=said
        )


def _candidate(candidate: Candidate) -> dict[str, Json]:
    return {
        "customer_id": candidate.customer_id,
        "shares": [[item_id, minor] for item_id, minor in candidate.shares],
        "confidence_permille": candidate.confidence_permille,
        "reasons": [_reason(reason.code, reason.params) for reason in candidate.reasons],
        "against": [_reason(reason.code, reason.params) for reason in candidate.against],
        "differences": [
            {"item_id": one.item_id, "minor": one.minor, "kind": one.kind.value, "booked": one.booked}
            for one in candidate.differences
        ],
    }


def _reason(code: str, params: tuple[tuple[str, str | int], ...]) -> dict[str, Json]:
    return {"code": str(code), "params": dict(params)}


def _pairs(outcome: Outcome) -> set[Pair]:
    return {(int(outcome.line_id), int(item_id)) for item_id, _ in outcome.candidates[0].shares}


def _undone_pairs(company_id: int) -> set[Pair]:
    """(receipt, receivable) of automatic allocations that a person took back: they never apply by themselves again."""
    rows = AllocationReason.objects.filter(
        is_automatic=True, posting__company_id=company_id, posting__reversed_by__isnull=False
    )
    pairs = rows.values_list("receipt_id", "posting__entries__receivable_id")
    return {(receipt_id, receivable_id) for receipt_id, receivable_id in pairs if receivable_id is not None}


def _lines(company_id: int) -> Iterator[Line]:
    rows = Receipt.objects.filter(company_id=company_id, unapplied_minor__gt=0, bank_account__isnull=False)
    told = ("payer_name", "payer_account", "reference", "customer_id")
    columns = ("pk", "received_on", "unapplied_minor", "currency", *told)
    for row in rows.order_by("received_on", "pk").values_list(*columns).iterator(chunk_size=10_000):
        yield Line(*row)


def _payers() -> Iterator[Payer]:
    for row in payers():
        yield Payer(row.customer_id, row.name, row.aliases, row.accounts)
