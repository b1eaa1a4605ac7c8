"""Acts on ordered bundles: ordered on the page, made by the worker, tried again, fetched."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import asdict, replace
from datetime import date, datetime

from django.db.models import Q, QuerySet

from huikuan.accounts.queries import actor_of
from huikuan.audit.operations import Intent, Json, OpenAct, perform
from huikuan.audit.rules import plain
from huikuan.customers.access import customer_for
from huikuan.documents.files import FileDamaged, write_file
from huikuan.evidence.access import ordered_for
from huikuan.evidence.models import OrderedBundle
from huikuan.evidence.operations.bundling import MOST_ITEMS, BundleOrder, Maker, make_bundle
from huikuan.evidence.rules.ordering import GIVEN_UP_AFTER, TRANSITIONS, OrderEvent, OrderState, Stage
from huikuan.kernel.actor import SYSTEM, Actor, Verb, refuse_other_company
from huikuan.kernel.refusal import Changed, Refused
from huikuan.receivables.access import receivables_for

log = logging.getLogger("huikuan.evidence")


def order_bundle(*, actor: Actor, now: datetime, today: date, key: str, order: BundleOrder) -> dict[str, Json]:
    """Order a bundle that the worker makes as of today, in the name of who orders it; `{"ordered_id"}`.

    Raises NotPermitted (without HANDLE_CASE, or not to be seen), Refused EVIDENCE_ITEMS.
    """
    customer_for(actor=actor, customer_id=order.customer_id, need=Verb.HANDLE_CASE)
    refuse_other_company(actor=actor, company_id=order.company_id)
    wanted = sorted(set(order.receivable_ids))
    theirs = receivables_for(actor=actor).filter(customer_id=order.customer_id, company_id=order.company_id)
    if not 1 <= len(wanted) <= MOST_ITEMS or theirs.filter(pk__in=wanted).count() != len(wanted):
        raise Refused("EVIDENCE_ITEMS")

    def work(act: OpenAct) -> dict[str, Json]:
        row = OrderedBundle.objects.create(
            company_id=order.company_id,
            customer_id=order.customer_id,
            language=order.language,
            receivable_ids=wanted,
            as_of=today,
            state=OrderState.WAITING.value,
            ordered_by_id=actor.user_id,
            ordered_by_name=actor.name,
            ordered_at=now,
            act_id=act.id,
        )
        return {"ordered_id": row.pk}

    detail = {**plain(value=asdict(order)), "as_of": today.isoformat()}
    return perform(intent=Intent("order_evidence_bundle", actor, now, key, order.company_id, detail), work=work)


def make_ordered(*, clock: Callable[[], datetime], maker: Maker, stopped: Callable[[], bool] = lambda: False) -> int:
    """Make the bundles that wait, one after the other, each in the name of who ordered it; how many are ready now.

    Two workers make none twice: each claims its bundle. What cannot be made is kept as failed with the reason.
    """
    ready = 0
    while not stopped() and (row := _claimed(clock())) is not None:
        ready += _made(row, clock, maker)
    return ready


def retry_bundle(*, actor: Actor, now: datetime, key: str, ordered_id: int) -> dict[str, Json]:
    """Have a bundle that could not be made tried again; `{"ordered_id"}`. Raises NotPermitted, Changed EVIDENCE_BUNDLE_CHANGED."""
    row = ordered_for(actor=actor, ordered_id=ordered_id)

    def work(_act: OpenAct) -> dict[str, Json]:
        after = TRANSITIONS[OrderState.FAILED, OrderEvent.RETRY]
        changed = OrderedBundle.objects.filter(pk=ordered_id, state=OrderState.FAILED.value).update(
            state=after.value, stage="", fault="", fault_parameters={}, ended_at=None
        )
        if not changed:
            raise Changed("EVIDENCE_BUNDLE_CHANGED", bundle=ordered_id)
        return {"ordered_id": ordered_id}

    detail: dict[str, Json] = {"ordered_id": ordered_id}
    return perform(intent=Intent("retry_evidence_bundle", actor, now, key, row.company_id, detail), work=work)


def fetch_bundle(*, actor: Actor, now: datetime, key: str, ordered_id: int) -> dict[str, Json]:
    """Note who fetched a bundle that is ready, as it leaves the house with it; `{"ordered_id"}`. It may be fetched again.

    Raises NotPermitted, Refused EVIDENCE_BUNDLE_NOT_READY.
    """
    row = ordered_for(actor=actor, ordered_id=ordered_id)
    if row.state != OrderState.READY.value:
        raise Refused("EVIDENCE_BUNDLE_NOT_READY")

    def work(_act: OpenAct) -> dict[str, Json]:
        OrderedBundle.objects.filter(pk=ordered_id, fetched_at=None).update(fetched_at=now)
        return {"ordered_id": ordered_id}

    detail: dict[str, Json] = {"ordered_id": ordered_id, "sha256": row.archive_sha256}
    return perform(intent=Intent("fetch_evidence_bundle", actor, now, key, row.company_id, detail), work=work)


def _claimed(now: datetime) -> OrderedBundle | None:
    """The next bundle to make, taken by this caller alone; also one whose maker did not come back."""
    gone = Q(state=OrderState.MAKING.value, begun_at__lt=now - GIVEN_UP_AFTER)
    for row in OrderedBundle.objects.filter(Q(state=OrderState.WAITING.value) | gone).order_by("pk"):
        after = TRANSITIONS[OrderState(row.state), OrderEvent.BEGIN]
        same = OrderedBundle.objects.filter(pk=row.pk, state=row.state, tries=row.tries)
        if same.update(state=after.value, tries=row.tries + 1, begun_at=now, stage=Stage.GATHERING.value):
            row.tries += 1
            return row
    return None


def _made(row: OrderedBundle, clock: Callable[[], datetime], maker: Maker) -> bool:
    """Make one bundle; whether it is ready."""
    mine = OrderedBundle.objects.filter(pk=row.pk, state=OrderState.MAKING.value, tries=row.tries)
    order = BundleOrder(row.customer_id, row.company_id, tuple(row.receivable_ids), row.language)
    key = f"ordered-bundle:{row.pk}:{row.tries}"
    try:
        actor = SYSTEM if row.ordered_by_id is None else actor_of(user_id=row.ordered_by_id)
        if actor is None:
            raise Refused("EVIDENCE_ORDERER_GONE")
        made = make_bundle(
            actor=actor,
            now=clock(),
            today=row.as_of,
            key=key,
            order=order,
            maker=replace(maker, told=lambda stage: mine.update(stage=stage.value)),
        )
        sha256 = write_file(content=made.archive)
    except Refused as refusal:
        _failed(mine, clock(), refusal.code, refusal.parameters)
    except FileDamaged as fault:
        _failed(mine, clock(), "EVIDENCE_FILE_DAMAGED", {"file": str(fault)})
    except Exception:
        log.exception("bundle %s could not be made", row.pk)
        _failed(mine, clock(), "EVIDENCE_NOT_MADE", {})
    else:
        ready = TRANSITIONS[OrderState.MAKING, OrderEvent.END].value
        kept = {"bundle_id": made.bundle_id, "archive_sha256": sha256, "archive_bytes": len(made.archive)}
        return bool(mine.update(state=ready, stage="", ended_at=clock(), **kept))
    return False


def _failed(mine: QuerySet[OrderedBundle], now: datetime, code: str, parameters: Mapping[str, str | int]) -> None:
    failed = TRANSITIONS[OrderState.MAKING, OrderEvent.FAIL].value
    mine.update(state=failed, stage="", ended_at=now, fault=code[:60], fault_parameters=dict(parameters))
