"""Stop reminders for a while, with a reason and a last day (FEATURES idea 11)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.db.models import QuerySet

from huikuan.audit.operations import Intent, Json, OpenAct, perform
from huikuan.audit.rules import plain
from huikuan.customers.access import customer_for
from huikuan.kernel.actor import Actor, Verb
from huikuan.kernel.refusal import Changed, NotPermitted, Refused
from huikuan.receivables.access import receivable_for
from huikuan.reminders.access import LONGEST_PAUSE, last_pause_day, may_end_pause, pausing_verb
from huikuan.reminders.models import Pause


@dataclass(frozen=True, slots=True)
class PauseDraft:
    """No reminders to a customer, or for one of his items, through `through` inclusive."""

    customer_id: int
    through: date
    reason: str
    receivable_id: int | None = None


def pause_reminders(*, actor: Actor, now: datetime, today: date, key: str, pause: PauseDraft) -> dict[str, Json]:
    """Pause reminders; `{"pause_id"}`. Messages already queued are looked at again before they go, and stay behind.

    Who may not remind but records contacts pauses his own customers for a fortnight at most.
    Raises NotPermitted, Refused REASON_NEEDED, PAUSE_IN_PAST, PAUSE_TOO_LONG, RECEIVABLE_UNKNOWN.
    """
    customer_for(actor=actor, customer_id=pause.customer_id, need=pausing_verb(actor=actor))
    if not pause.reason.strip():
        raise Refused("REASON_NEEDED")
    if pause.through < today:
        raise Refused("PAUSE_IN_PAST", day=pause.through.isoformat())
    if pause.through > (latest := last_pause_day(actor=actor, today=today)):
        raise Refused("PAUSE_TOO_LONG", day=latest.isoformat())
    if pause.receivable_id is not None:
        item = receivable_for(actor=actor, receivable_id=pause.receivable_id)
        if item.customer_id != pause.customer_id:
            raise Refused("RECEIVABLE_UNKNOWN", receivable=pause.receivable_id)
    intent = Intent("pause_reminders", actor, now, key, None, plain(value=asdict(pause)))

    def work(act: OpenAct) -> dict[str, Json]:
        row = Pause.objects.create(
            customer_id=pause.customer_id,
            receivable_id=pause.receivable_id,
            through=pause.through,
            reason=pause.reason.strip(),
            created_at=act.now,
            created_by=actor.name,
            act_id=act.id,
        )
        return {"pause_id": row.pk}

    return perform(intent=intent, work=work)


def end_pause(*, actor: Actor, now: datetime, key: str, pause_id: int) -> dict[str, Json]:
    """End a pause before its last day; `{"pause_id"}`. Who may not remind ends only what he made himself.

    Raises NotPermitted, Refused PAUSE_UNKNOWN, Changed PAUSE_ENDED.
    """
    row = Pause.objects.select_related("act").filter(pk=pause_id).first()
    if row is None:
        raise Refused("PAUSE_UNKNOWN", pause=pause_id)
    customer_for(actor=actor, customer_id=row.customer_id, need=pausing_verb(actor=actor))
    if not may_end_pause(actor=actor, maker_id=row.act.actor_user_id):
        raise NotPermitted("VERB_MISSING", verb=Verb.REMIND.value)
    intent = Intent("end_pause", actor, now, key, None, {"pause_id": pause_id})

    def work(act: OpenAct) -> dict[str, Json]:
        if not Pause.objects.filter(pk=pause_id, ended_at=None).update(ended_at=act.now):
            raise Changed("PAUSE_ENDED", pause=pause_id)
        return {"pause_id": pause_id}

    return perform(intent=intent, work=work)


def pause_items(
    *, act: OpenAct, today: date, customer_id: int, receivable_ids: Collection[int | None], reason: str
) -> None:
    """Keep items from automatic reminders for the longest time a pause may have, inside another room's act; None is all.

    That room has checked the customer, the items and who acts, and ends them with `end_pauses_made_in`.
    """
    Pause.objects.bulk_create(
        Pause(
            customer_id=customer_id,
            receivable_id=pk,
            through=today + LONGEST_PAUSE,
            reason=reason,
            created_at=act.now,
            created_by=act.actor.name,
            act_id=act.id,
        )
        for pk in sorted(receivable_ids, key=lambda pk: pk or 0)
    )


def end_pauses_made_in(*, act: OpenAct, act_ids: Collection[int]) -> None:
    """End the pauses that were made in earlier acts of another room."""
    Pause.objects.filter(act_id__in=act_ids, ended_at=None).update(ended_at=act.now)


def ending_pauses_made_in(*, act_ids: Collection[int], today: date) -> int:
    """How many pauses that were made in acts of another room end within half the longest time."""
    return _ending(act_ids, today).count()


def prolong_pauses_made_in(*, act_ids: Collection[int], today: date) -> None:
    """Let pauses that were made in acts of another room go on for the longest time from today, inside its act."""
    _ending(act_ids, today).update(through=today + LONGEST_PAUSE)


def _ending(act_ids: Collection[int], today: date) -> QuerySet[Pause]:
    return Pause.objects.filter(act_id__in=act_ids, ended_at=None, through__lt=today + LONGEST_PAUSE / 2)
