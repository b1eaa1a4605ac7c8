"""Pauses of interest: written inside an act of another room, or by a person (bankruptcy, an agreement)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict, dataclass
from datetime import date, datetime

from huikuan.audit.operations import Intent, Json, OpenAct, perform
from huikuan.audit.rules import plain
from huikuan.customers.access import customer_for
from huikuan.interest.access import pauses_for
from huikuan.interest.models import Pause
from huikuan.interest.rules.accruing import PauseReason
from huikuan.kernel.actor import SYSTEM, Actor, Verb, refuse_other_company
from huikuan.kernel.refusal import Changed, NotPermitted, Refused
from huikuan.receivables.access import receivables_for


@dataclass(frozen=True, slots=True)
class PauseDraft:
    """No interest from a day through another one (None: until further notice) on items, or on everything without any."""

    company_id: int
    customer_id: int
    from_day: date
    reason: PauseReason
    note: str
    through_day: date | None = None
    receivable_ids: tuple[int, ...] = ()


def stop_interest(*, actor: Actor, now: datetime, key: str, draft: PauseDraft) -> dict[str, Json]:
    """Let no interest run for some days; `{"pause_ids"}`. Claims already made stay; those proposed are proposed again.

    Needs CHARGE_INTEREST. Raises NotPermitted, Refused as `pause_interest`.
    """
    customer_for(actor=actor, customer_id=draft.customer_id, need=Verb.CHARGE_INTEREST)
    refuse_other_company(actor=actor, company_id=draft.company_id)
    intent = Intent("stop_interest", actor, now, key, draft.company_id, plain(value=asdict(draft)))
    return perform(intent=intent, work=lambda act: {"pause_ids": pause_interest(act=act, draft=draft)})


def void_stop(*, actor: Actor, now: datetime, key: str, pause_id: int) -> dict[str, Json]:
    """Take a pause back as if it had never been; `{"pause_id"}`. Needs CHARGE_INTEREST. Raises NotPermitted, Changed PAUSE_CHANGED."""
    row = pauses_for(actor=actor).filter(pk=pause_id).first()
    if row is None or not actor.may(Verb.CHARGE_INTEREST):
        raise NotPermitted("PAUSE_NOT_VISIBLE", pause=pause_id)

    def work(act: OpenAct) -> dict[str, Json]:
        void_pause(act=act, pause_ids=[pause_id])
        return {"pause_id": pause_id}

    return perform(
        intent=Intent("void_interest_pause", actor, now, key, row.company_id, {"pause": pause_id}), work=work
    )


def pause_interest(*, act: OpenAct, draft: PauseDraft) -> list[int]:
    """Write a pause for each item, or one for all, inside an open act; their ids. The caller has checked who asks.

    Interest stops on the day a petition in bankruptcy is accepted (破产法 46): that day is `from_day`. Raises Refused
    PAUSE_ORDER, REASON_NEEDED, INTEREST_ITEMS (another customer's or company's).
    """
    if draft.through_day is not None and draft.through_day < draft.from_day:
        raise Refused("PAUSE_ORDER")
    if not draft.note.strip():
        raise Refused("REASON_NEEDED")
    items = sorted(set(draft.receivable_ids))
    own = receivables_for(actor=SYSTEM).filter(pk__in=items, company_id=draft.company_id, customer_id=draft.customer_id)
    if len(list(own.order_by("pk").select_for_update().values_list("pk", flat=True))) != len(items):
        raise Refused("INTEREST_ITEMS", most=len(items))
    wanted: list[int | None] = list(items) or [None]
    rows = [
        Pause(
            company_id=draft.company_id,
            customer_id=draft.customer_id,
            receivable_id=receivable_id,
            from_day=draft.from_day,
            through_day=draft.through_day,
            reason=draft.reason.value,
            note=draft.note.strip()[:300],
            who_name=act.actor.name,
            at=act.now,
            act_id=act.id,
        )
        for receivable_id in wanted
    ]
    return [row.pk for row in Pause.objects.bulk_create(rows, batch_size=500)]


def end_pause(*, act: OpenAct, pause_ids: Collection[int], last_day: date) -> None:
    """Let pauses hold through `last_day` only, inside an open act. Raises Refused PAUSE_ORDER, Changed PAUSE_CHANGED."""
    rows = Pause.objects.filter(pk__in=list(pause_ids), voided_by=0)
    if rows.filter(from_day__gt=last_day).exists():
        raise Refused("PAUSE_ORDER")
    if rows.update(through_day=last_day) != len(set(pause_ids)):
        raise Changed("PAUSE_CHANGED")


def void_pause(*, act: OpenAct, pause_ids: Collection[int]) -> None:
    """Take pauses back as if they had never been, inside an open act: a broken settlement gives nothing up. Changed PAUSE_CHANGED."""
    if Pause.objects.filter(pk__in=list(pause_ids), voided_by=0).update(voided_by=act.id) != len(set(pause_ids)):
        raise Changed("PAUSE_CHANGED")


def release_pauses_made_in(*, act: OpenAct, act_ids: Collection[int], last_day: date | None) -> None:
    """Let pauses that hold and were made in earlier acts of another room hold through `last_day` only, inside its act.

    None takes them back as if they had never been. What a person took back already stays as it is.
    """
    rows = Pause.objects.filter(act_id__in=act_ids, voided_by=0)
    if last_day is None:
        rows.update(voided_by=act.id)
    else:
        rows.filter(through_day=None, from_day__lte=last_day).update(through_day=last_day)
