"""What became of printed letters: given to a courier, delivered or returned with the stub kept, or not posted after all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from huikuan.activities.operations import ActivityDraft, add_activities
from huikuan.activities.rules import ActivityKind, Outcome, Subject, SubjectKind
from huikuan.audit.operations import Intent, Json, OpenAct, perform
from huikuan.documents.operations import DocumentDraft, store
from huikuan.documents.rules import Purpose
from huikuan.kernel.actor import Actor, Verb, refuse_without_verb
from huikuan.kernel.refusal import Changed, NotPermitted, Refused
from huikuan.reminders.access import posted_letters_for
from huikuan.reminders.models import PostedLetter
from huikuan.reminders.rules.posting import TRANSITIONS, PostEvent, PostState, Waybill, waybill_fault

SAID = {
    PostState.HANDED_OVER: _lazy("Letter given to the courier"),
    PostState.DELIVERED: _lazy("Letter delivered"),
    PostState.RETURNED: _lazy("Letter came back"),
    PostState.WITHDRAWN: _lazy("Letter not posted"),
}
"""What the time line says of a letter."""


@dataclass(frozen=True, slots=True)
class Stub:
    """A photo or scan of a courier's stub or of the returned letter."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class PostResult:
    """What became of a letter on its way: DELIVER, RETURN or WITHDRAW, on a day, with the proof there is."""

    letter_id: int
    event: PostEvent
    on: date
    note: str = ""
    stubs: tuple[Stub, ...] = ()


def hand_over_letters(
    *, actor: Actor, now: datetime, today: date, key: str, waybills: Sequence[Waybill]
) -> dict[str, Json]:
    """Note the couriers and numbers of printed letters, all or none; `{"letters"}`.

    Raises NotPermitted POSTED_LETTER_UNKNOWN, Refused COURIER_MISSING, WAYBILL_NUMBER_WRONG, HANDED_ON_WRONG, WAYBILL_TAKEN,
    Changed LETTER_MOVED.
    """
    refuse_without_verb(actor=actor, verb=Verb.REMIND)
    detail: dict[str, Json] = {"letters": [[one.letter_id, one.courier, one.number] for one in waybills]}
    intent = Intent("hand_over_letters", actor, now, key, None, detail)

    def work(act: OpenAct) -> dict[str, Json]:
        for waybill in waybills:
            _hand_over(act, waybill, today)
        return {"letters": len(waybills)}

    return perform(intent=intent, work=work)


def settle_letter(*, actor: Actor, now: datetime, today: date, key: str, result: PostResult) -> dict[str, Json]:
    """Note that a letter was delivered, came back, or was not posted after all; the proof is kept; `{"state"}`.

    Raises NotPermitted POSTED_LETTER_UNKNOWN, Refused HANDED_ON_WRONG, DOCUMENT_TOO_LARGE, Changed LETTER_MOVED.
    """
    refuse_without_verb(actor=actor, verb=Verb.REMIND)
    detail: dict[str, Json] = {"letter_id": result.letter_id, "event": result.event.value, "on": result.on.isoformat()}
    intent = Intent("settle_letter", actor, now, key, None, detail)
    return perform(intent=intent, work=lambda act: {"state": _settle(act, result, today)})


def undo_letter(*, actor: Actor, now: datetime, key: str, letter_id: int, reason: str) -> dict[str, Json]:
    """Take back what was noted last of a letter: the waybill, that it was delivered, came back or was not posted; `{"state"}`.

    The time line keeps both, with the reason. Raises NotPermitted POSTED_LETTER_UNKNOWN, Refused REASON_NEEDED, Changed
    LETTER_MOVED.
    """
    refuse_without_verb(actor=actor, verb=Verb.REMIND)
    if not reason.strip():
        raise Refused("REASON_NEEDED")
    detail: dict[str, Json] = {"letter_id": letter_id, "reason": reason.strip()}
    intent = Intent("undo_letter", actor, now, key, None, detail)
    return perform(intent=intent, work=lambda act: {"state": _undo(act, letter_id, reason.strip())})


def _undo(act: OpenAct, letter_id: int, reason: str) -> str:
    row = _letter(act.actor, letter_id)
    before = PostState(row.state)
    changes: dict[str, Any] = {"ended_on": None}
    if before is PostState.HANDED_OVER:
        changes |= {"courier": "", "waybill_number": "", "handed_on": None}
    after = TRANSITIONS.get((before, PostEvent.UNDO))
    if after is None or not PostedLetter.objects.filter(pk=row.pk, state=before.value).update(
        state=after.value, **changes
    ):
        raise Changed("LETTER_MOVED", letter=row.pk, state=row.state)
    taken_back = _("Taken back: %(said)s") % {"said": SAID[before]}
    said = " · ".join(one for one in (taken_back, row.courier, row.waybill_number, reason) if one)
    add_activities(act=act, drafts=[_noted(act, row, said, (Subject(SubjectKind.MESSAGE, row.message_id),))])
    return after.value


def _noted(act: OpenAct, row: PostedLetter, said: str, subjects: tuple[Subject, ...]) -> ActivityDraft:
    return ActivityDraft(
        customer_id=row.customer_id,
        company_id=row.company_id,
        kind=ActivityKind.LETTER,
        at=act.now,
        text=said,
        outcome=Outcome.NONE,
        subjects=subjects,
    )


def _hand_over(act: OpenAct, waybill: Waybill, today: date) -> None:
    row = _letter(act.actor, waybill.letter_id)
    fault = waybill_fault(
        courier=waybill.courier,
        number=waybill.number,
        handed_on=waybill.handed_on,
        printed_on=row.batch.day,
        today=today,
    )
    if fault:
        raise Refused(fault, letter=row.pk)
    taken = PostedLetter.objects.filter(courier=waybill.courier.strip(), waybill_number=waybill.number)
    if taken.exists():
        raise Refused("WAYBILL_TAKEN", number=waybill.number)
    changes = {
        "courier": waybill.courier.strip(),
        "waybill_number": waybill.number,
        "handed_on": waybill.handed_on,
    }
    _move(row, PostEvent.HAND_OVER, changes)


def _settle(act: OpenAct, result: PostResult, today: date) -> str:
    row = _letter(act.actor, result.letter_id)
    if not (row.handed_on or row.batch.day) <= result.on <= today:
        raise Refused("HANDED_ON_WRONG", letter=row.pk)
    ids = [
        store(act=act, document=DocumentDraft(stub.name, stub.content, Purpose.LETTER, row.customer_id))
        for stub in result.stubs
    ]
    changes = {"ended_on": result.on, "note": result.note.strip()[:200], "stub_ids": [*row.stub_ids, *ids]}
    state = _move(row, result.event, changes)
    subjects = [Subject(SubjectKind.MESSAGE, row.message_id), *(Subject(SubjectKind.DOCUMENT, one) for one in ids)]
    said = " · ".join(
        one for one in (str(SAID[state]), row.courier, row.waybill_number, row.waybill_text, result.note) if one
    )
    add_activities(act=act, drafts=[_noted(act, row, said, tuple(subjects))])
    return state.value


def _letter(actor: Actor, letter_id: int) -> PostedLetter:
    row = posted_letters_for(actor=actor).select_related("batch").filter(pk=letter_id).first()
    if row is None:
        raise NotPermitted("POSTED_LETTER_UNKNOWN", letter=letter_id)
    return row


def _move(row: PostedLetter, event: PostEvent, changes: dict[str, Any]) -> PostState:
    for (before, possible), after in TRANSITIONS.items():
        rows = PostedLetter.objects.filter(pk=row.pk, state=before.value)
        if possible is event and rows.update(state=after.value, **changes):
            return after
    raise Changed("LETTER_MOVED", letter=row.pk, state=row.state)
