"""Reads what speaks for and against malice from the rows of other rooms, for many customers in a constant number of queries."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import F, Max, QuerySet
from django.utils import timezone

from huikuan.activities.access import activities_for
from huikuan.activities.rules import ANSWERED, ActivityKind, Outcome
from huikuan.bills.access import parts_for
from huikuan.bills.rules.life import State as BillState
from huikuan.bills.rules.watching import name_key
from huikuan.causes.access import causes_for
from huikuan.causes.rules.causes import Cause, is_ours
from huikuan.causes.rules.causes import State as CauseState
from huikuan.conduct.access import signs_for
from huikuan.conduct.rules.weighing import (
    COUNTERS,
    ConductPolicy,
    Found,
    Ground,
    Nature,
    Proposal,
    Trace,
    proposal_of,
    unreached_in_a_row,
)
from huikuan.disputes.access import disputes_for
from huikuan.disputes.rules import State as DisputeState
from huikuan.kernel.actor import Actor
from huikuan.kernel.text_amounts import format_amount
from huikuan.ledger.queries import reversals_of
from huikuan.ledger.rules import PostingKind
from huikuan.promises.access import promises_for
from huikuan.promises.rules import State as PromiseState
from huikuan.receipts.access import receipts_for
from huikuan.receivables.access import receivables_for

Grounds = dict[int, dict[Ground, list[Trace]]]
_PROMISES = {
    PromiseState.BROKEN.value: Ground.PROMISES_BROKEN,
    PromiseState.PARTLY_KEPT.value: Ground.PROMISES_KEPT_IN_PART,
    PromiseState.KEPT.value: Ground.PROMISES_KEPT,
}
_SETTLED = DisputeState.SETTLED.value
_LATE = (DisputeState.OPEN.value, DisputeState.REJECTED.value, DisputeState.WITHDRAWN.value)
_IN_PERSON = (ActivityKind.CALL, ActivityKind.VISIT, ActivityKind.MEETING, ActivityKind.CHAT)
_DISHONOURED = [one.value for one in (BillState.DISHONOURED, BillState.IN_RECOURSE, BillState.RECOVERED)]
_MOST_PAID = 50
"""So many items paid on time are named at most; more of them add nothing."""


def proposals_of(
    *, actor: Actor, customer_ids: Collection[int], today: date, policy: ConductPolicy, with_plan: Collection[int] = ()
) -> dict[int, Proposal]:
    """What the rules propose for each customer, from rows of other rooms that `actor` may see; nine queries for any number.

    `with_plan` are the customers with a running plan to pay; the room of the plans stands above and says so.
    """
    since = today - timedelta(days=policy.look_back_days)
    found: Grounds = {pk: {} for pk in sorted(set(customer_ids))}
    _told(found, actor, since)
    _spoken_for(found, actor, since, today, with_plan)
    return _weighed(found, policy)


def malice_proposed(
    *,
    actor: Actor,
    today: date,
    policy: ConductPolicy,
    but: Collection[int] = (),
    with_plan: Callable[[], Collection[int]] = frozenset,
) -> dict[int, Proposal]:
    """The customers `actor` sees, without those of `but`, of whom malice is proposed, most points first.

    One query where nobody gave a sign; what speaks for them, and who has a plan, is asked only of those whose signs reach the
    threshold.
    """
    since = today - timedelta(days=policy.look_back_days)
    found: Grounds = {pk: {} for pk in _suspects(actor, since) if pk not in but}
    if not found:
        return {}
    _told(found, actor, since)
    found = {pk: found[pk] for pk, one in _weighed(found, policy).items() if one.nature is Nature.MALICIOUS}
    if found:
        _spoken_for(found, actor, since, today, with_plan())
    malicious = [(pk, one) for pk, one in _weighed(found, policy).items() if one.nature is Nature.MALICIOUS]
    return dict(sorted(malicious, key=lambda pair: (-pair[1].points, pair[0])))


def _told(found: Grounds, actor: Actor, since: date) -> None:
    """What customers did: every sign, and what speaks for them in the same rows."""
    _promises(found, actor, since)
    _contacts(found, actor, since)
    _disputes(found, actor, since)
    _bounced(found, actor, since)
    _signs(found, actor, since)


def _spoken_for(found: Grounds, actor: Actor, since: date, today: date, with_plan: Collection[int]) -> None:
    """What speaks for customers without anything they said."""
    _causes(found, actor)
    _paid_on_time(found, actor, since, today)
    for pk in set(with_plan) & set(found):
        _add(found, pk, Ground.RUNNING_PLAN, Trace("plan", pk, today))


def _suspects(actor: Actor, since: date) -> list[int]:
    """The customers of whom any row may be a sign; one query."""
    moment = datetime.combine(since, time(), tzinfo=timezone.get_default_timezone())
    broken = [state for state, ground in _PROMISES.items() if ground not in COUNTERS]
    rows: list[QuerySet[Any]] = [
        promises_for(actor=actor).filter(state__in=broken, ended_on__gte=since),
        activities_for(actor=actor).filter(outcome=Outcome.NOT_REACHED.value, at__gte=moment),
        disputes_for(actor=actor).filter(state__in=_LATE, opened_on__gte=since),
        receipts_for(actor=actor).filter(reversed_minor__gt=0, last_moved_on__gte=since, customer_id__isnull=False),
        signs_for(actor=actor).filter(happened_on__gte=since),
    ]
    first, *others = (some.order_by().values_list("customer_id", flat=True) for some in rows)
    return sorted(first.union(*others))


def _weighed(found: Grounds, policy: ConductPolicy) -> dict[int, Proposal]:
    return {pk: proposal_of(found=_founds(grounds), policy=policy) for pk, grounds in found.items()}


def _founds(grounds: Mapping[Ground, Iterable[Trace]]) -> list[Found]:
    return [Found(ground, tuple(traces)) for ground, traces in grounds.items()]


def _add(found: Grounds, customer_id: int | None, ground: Ground, trace: Trace) -> None:
    found[customer_id or 0].setdefault(ground, []).append(trace)


def _promises(found: Grounds, actor: Actor, since: date) -> None:
    rows = promises_for(actor=actor).filter(customer_id__in=list(found), state__in=_PROMISES, ended_on__gte=since)
    columns = ("customer_id", "state", "pk", "day", "amount_minor", "currency")
    for customer_id, state, pk, day, minor, currency in rows.order_by("day", "pk").values_list(*columns):
        said = f"{currency} {format_amount(minor=minor, currency=currency)}"
        _add(found, customer_id, _PROMISES[state], Trace("promise", pk, day, said))


def _contacts(found: Grounds, actor: Actor, since: date) -> None:
    """Only the last contacts in a row count in which nobody was reached; every answer begins a new row."""
    zone = timezone.get_default_timezone()
    moment = datetime.combine(since, time(), tzinfo=zone)
    kept = [Outcome.NOT_REACHED.value, *(one.value for one in ANSWERED)]
    rows = activities_for(actor=actor).filter(customer_id__in=list(found), at__gte=moment, outcome__in=kept)
    rows = rows.filter(kind__in=[kind.value for kind in _IN_PERSON])
    contacts: dict[int, list[tuple[Trace, bool]]] = {}
    for customer_id, pk, at, outcome, text in rows.order_by("at", "pk").values_list(
        "customer_id", "pk", "at", "outcome", "text"
    ):
        trace = Trace("contact", pk, at.astimezone(zone).date(), text[:80])
        contacts.setdefault(customer_id, []).append((trace, outcome != Outcome.NOT_REACHED.value))
    for customer_id, row in contacts.items():
        if unreached := unreached_in_a_row(contacts=row):
            found[customer_id][Ground.NOT_REACHED] = list(unreached)


def _disputes(found: Grounds, actor: Actor, since: date) -> None:
    """Raised after every due date it is about: a sign unless it is accepted; accepted or settled: a counter-sign."""
    accepted = (DisputeState.ACCEPTED.value, _SETTLED)
    rows = disputes_for(actor=actor).filter(
        customer_id__in=list(found), opened_on__gte=since, state__in=[*_LATE, *accepted]
    )
    dated = rows.annotate(last_due=Max("items__receivable__due_date"))
    columns = ("customer_id", "pk", "state", "opened_on", "text", "last_due")
    for customer_id, pk, state, opened_on, text, due in dated.order_by("opened_on", "pk").values_list(*columns):
        trace = Trace("dispute", pk, opened_on, text[:80])
        if state in accepted:
            _add(found, customer_id, Ground.DISPUTES_ACCEPTED, trace)
        elif due is not None and opened_on > due:
            _add(found, customer_id, Ground.LATE_DISPUTES, trace)


def _bounced(found: Grounds, actor: Actor, since: date) -> None:
    """Money the bank took back, and dishonoured bills that the customer drew or accepted himself, each receipt once.

    A bill of somebody else that he passed on is no sign of his: he did not promise to pay it out of his own account.
    """
    gone = receipts_for(actor=actor).filter(customer_id__in=list(found), reversed_minor__gt=0, last_moved_on__gte=since)
    owners: dict[int, int | None] = dict(gone.values_list("pk", "customer_id"))
    days = dict(reversals_of(kind=PostingKind.RECEIPT, receipt_ids=owners, reason="BOUNCED"))
    bills = parts_for(actor=actor).filter(receipt__customer_id__in=list(found), dishonoured_on__gte=since)
    columns = ("receipt_id", "dishonoured_on", "receipt__customer_id", "receipt__customer__name")
    paper = ("bill__drawer", "bill__acceptor_key")
    for receipt_id, day, owners[receipt_id], name, drawer, acceptor in bills.filter(state__in=_DISHONOURED).values_list(
        *columns, *paper
    ):
        if name_key(name=name) in (name_key(name=drawer), acceptor):
            days.setdefault(receipt_id, day)
    for receipt_id, day in sorted(days.items()):
        if day >= since:
            _add(found, owners[receipt_id], Ground.BOUNCED, Trace("receipt", receipt_id, day))


def _causes(found: Grounds, actor: Actor) -> None:
    rows = causes_for(actor=actor).filter(customer_id__in=list(found), state=CauseState.IN_FORCE.value)
    for customer_id, pk, cause, since, text in rows.order_by("pk").values_list(
        "customer_id", "pk", "cause", "since", "text"
    ):
        trace = Trace("cause", pk, since, text[:80])
        if is_ours(cause=Cause(cause)):
            _add(found, customer_id, Ground.OUR_SIDE, trace)
        elif cause == Cause.PROCESS_BLOCKED.value:
            _add(found, customer_id, Ground.PROCESS_BLOCKED, trace)


def _signs(found: Grounds, actor: Actor, since: date) -> None:
    rows = signs_for(actor=actor).filter(customer_id__in=list(found), happened_on__gte=since)
    for customer_id, pk, ground, day, text in rows.order_by("happened_on", "pk").values_list(
        "customer_id", "pk", "ground", "happened_on", "text"
    ):
        _add(found, customer_id, Ground(ground), Trace("sign", pk, day, text[:80]))


def _paid_on_time(found: Grounds, actor: Actor, since: date, today: date) -> None:
    rows = receivables_for(actor=actor).filter(
        customer_id__in=list(found),
        outstanding_minor=0,
        allocated_minor=F("original_minor"),
        due_date__gte=since,
        due_date__lte=today,
        last_moved_on__lte=F("due_date"),
    )
    for customer_id, pk, day, number in rows.order_by("due_date", "pk").values_list(
        "customer_id", "pk", "last_moved_on", "invoice__number"
    ):
        if len(found[customer_id].get(Ground.PAID_ON_TIME, ())) < _MOST_PAID:
            _add(found, customer_id, Ground.PAID_ON_TIME, Trace("item", pk, day, number))
