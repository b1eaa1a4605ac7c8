"""Own texts of the ladder's letters: saved as versions, in use once another person has approved them (S1, S29)."""

from __future__ import annotations

from datetime import datetime

from huikuan.audit.operations import Intent, Json, OpenAct, perform
from huikuan.kernel.actor import Actor, Verb, refuse_without_verb
from huikuan.kernel.refusal import Refused
from huikuan.reminders.operations.approving import approve_text
from huikuan.reminders.rules.letter_words import LANGUAGES
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
    detail = {"letter_id": letter_id, "reason": reason.strip()}
    intent = Intent("approve_ladder_letter", actor, now, key, None, detail)
    return approve_text(intent=intent, texts=LetterVersion.objects.all(), letter_id=letter_id, reason=reason)
