"""A saved text of a letter is put into use, by another person than its author (S29); for the letters of rooms above too."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from huikuan.audit.operations import Intent, Json, OpenAct, perform
from huikuan.kernel.actor import Verb, refuse_without_verb
from huikuan.kernel.refusal import Changed, Refused
from huikuan.reminders.access import reason_alone
from huikuan.reminders.rules.wording_check import needs_second_person


def approve_text(*, intent: Intent, texts: QuerySet[Any], letter_id: int, reason: str) -> dict[str, Json]:
    """Put one of `texts` into use; by another person than its author, or where nobody else can by him with a `reason`.

    A text with words that need a second look (`rules.wording_check`) its author never may. `{"letter_id"}`. Raises
    NotPermitted, Refused PERSON_NEEDED, SAME_PERSON, REASON_NEEDED, LETTER_UNKNOWN, WORDING_NEEDS_SECOND_PERSON, Changed
    LETTER_APPROVED.
    """
    actor = intent.actor
    refuse_without_verb(actor=actor, verb=Verb.EDIT_POLICY)

    def work(act: OpenAct) -> dict[str, Json]:
        row = texts.filter(pk=letter_id).first()
        if row is None:
            raise Refused("LETTER_UNKNOWN", letter=letter_id)
        if row.author_id == actor.user_id and needs_second_person(text=f"{row.subject}\n{row.body}"):
            raise Refused("WORDING_NEEDS_SECOND_PERSON")
        alone = reason_alone(actor=actor, verb=Verb.EDIT_POLICY, maker_id=row.author_id, reason=reason)
        changes = {
            "approver_id": actor.user_id,
            "approver_name": actor.name,
            "approved_at": act.now,
            "alone_because": alone,
        }
        if not texts.filter(pk=letter_id, approver_id=None).update(**changes):
            raise Changed("LETTER_APPROVED", letter=letter_id)
        return {"letter_id": letter_id}

    return perform(intent=intent, work=work)
