"""Own texts of the ladder's letters: saved as versions, in use once another person has approved them (S1, S29)."""

from __future__ import annotations

from datetime import datetime

from huikuan.audit.operations import Intent, Json, OpenAct, perform
from huikuan.kernel.actor import Actor, Verb, refuse_without_verb
from huikuan.kernel.refusal import Changed, Refused
from huikuan.reminders.access import reason_alone
from huikuan.reminders.rules.letter_words import LANGUAGES
from huikuan.reminders.rules.wording_check import needs_second_person
from huikuan.sanctions.letters import LadderText
from huikuan.sanctions.models import LetterVersion
from huikuan.sanctions.rules.letters import LETTERS, ladder_letter_faults


def save_ladder_letter(*, actor: Actor, now: datetime, key: str, text: LadderText) -> dict[str, Json]:
    """Save a text as the next version; it waits for approval by another person; `{"letter_id", "number"}`.

    Raises NotPermitted, Refused PERSON_NEEDED, LETTER_UNKNOWN, LANGUAGE_UNKNOWN, or the first fault of
    `rules.letters.ladder_letter_faults`.
    """
    refuse_without_verb(actor=actor, verb=Verb.EDIT_POLICY)
    author_id = actor.user_id
    if author_id is None:
        raise Refused("PERSON_NEEDED")
    if text.letter not in LETTERS:
        raise Refused("LETTER_UNKNOWN", letter=text.letter)
    if text.language not in LANGUAGES:
        raise Refused("LANGUAGE_UNKNOWN", language=text.language)
    subject, body = text.subject.strip(), text.body.replace("\r\n", "\n")
    faults = ladder_letter_faults(letter=text.letter, subject=subject, body=body)
    if faults:
        raise Refused(faults[0].code, **faults[0].parameters)
    same = {"letter": text.letter, "language": text.language}
    intent = Intent("save_ladder_letter", actor, now, key, None, {**same, "subject": subject, "body": body})

    def work(act: OpenAct) -> dict[str, Json]:
        numbers = LetterVersion.objects.filter(**same).order_by("-number").values_list("number", flat=True)
        row = LetterVersion.objects.create(
            **same,
            number=(numbers.first() or 0) + 1,
            subject=subject,
            body=body,
            author_id=author_id,
            author_name=actor.name,
            at=act.now,
            act_id=act.id,
        )
        return {"letter_id": row.pk, "number": row.number}

    return perform(intent=intent, work=work)


def approve_ladder_letter(
    *, actor: Actor, now: datetime, key: str, letter_id: int, reason: str = ""
) -> dict[str, Json]:
    """Put a saved text into use; by another person than its author, or where nobody else can by him with a `reason` (S29).

    `{"letter_id"}`. Raises NotPermitted, Refused PERSON_NEEDED, SAME_PERSON, REASON_NEEDED, LETTER_UNKNOWN,
    WORDING_NEEDS_SECOND_PERSON, Changed LETTER_APPROVED.
    """
    refuse_without_verb(actor=actor, verb=Verb.EDIT_POLICY)
    detail = {"letter_id": letter_id, "reason": reason.strip()}
    intent = Intent("approve_ladder_letter", actor, now, key, None, detail)

    def work(act: OpenAct) -> dict[str, Json]:
        row = LetterVersion.objects.filter(pk=letter_id).first()
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
        if not LetterVersion.objects.filter(pk=letter_id, approver=None).update(**changes):
            raise Changed("LETTER_APPROVED", letter=letter_id)
        return {"letter_id": letter_id}

    return perform(intent=intent, work=work)
