"""Own letter texts: saved as versions, in use once another person has approved them (S1, S29)."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime

from huikuan.audit.operations import Intent, Json, OpenAct, perform
from huikuan.audit.rules import plain
from huikuan.kernel.actor import Actor, Verb, refuse_without_verb
from huikuan.kernel.refusal import Refused
from huikuan.reminders.models import LetterVersion
from huikuan.reminders.operations.approving import approve_text
from huikuan.reminders.rules.letter_words import LANGUAGES
from huikuan.reminders.rules.letters import LetterKind, letter_faults
from huikuan.reminders.rules.policy import Tone


@dataclass(frozen=True, slots=True)
class LetterDraft:
    """A text for letters of one kind, tone and language."""

    kind: LetterKind
    tone: Tone
    language: str
    subject: str
    body: str


def save_letter(*, actor: Actor, now: datetime, key: str, letter: LetterDraft) -> dict[str, Json]:
    """Save a text as the next version; it waits for approval by another person; `{"letter_id", "number"}`.

    Raises NotPermitted, Refused PERSON_NEEDED, LANGUAGE_UNKNOWN, or the first fault of `rules.letters.letter_faults`.
    """
    refuse_without_verb(actor=actor, verb=Verb.EDIT_POLICY)
    author_id = _person(actor)
    if letter.language not in LANGUAGES:
        raise Refused("LANGUAGE_UNKNOWN", language=letter.language)
    faults = letter_faults(kind=letter.kind, subject=letter.subject, body=letter.body)
    if faults:
        raise Refused(faults[0].code, **faults[0].parameters)
    intent = Intent("save_letter", actor, now, key, None, plain(value=asdict(letter)))

    def work(act: OpenAct) -> dict[str, Json]:
        same = {"kind": letter.kind.value, "tone": letter.tone.value, "language": letter.language}
        newest = LetterVersion.objects.filter(**same).order_by("-number").values_list("number", flat=True).first() or 0
        row = LetterVersion.objects.create(
            **same,
            number=newest + 1,
            subject=letter.subject.strip(),
            body=letter.body.replace("\r\n", "\n"),
            author_id=author_id,
            author_name=actor.name,
            created_at=act.now,
            act_id=act.id,
        )
        return {"letter_id": row.pk, "number": row.number}

    return perform(intent=intent, work=work)


def approve_letter(*, actor: Actor, now: datetime, key: str, letter_id: int, reason: str = "") -> dict[str, Json]:
    """Put a saved text into use; by a person other than its author (S29); `{"letter_id"}`.

    Where nobody else can approve, the author himself may, with a `reason` that stays in the act and with the text.
    A text with words that need a second look (`rules.wording_check`) he never may.
    Raises NotPermitted, Refused PERSON_NEEDED, SAME_PERSON, REASON_NEEDED, LETTER_UNKNOWN, WORDING_NEEDS_SECOND_PERSON, Changed
    LETTER_APPROVED.
    """
    detail = {"letter_id": letter_id} | ({"reason": reason.strip()} if reason.strip() else {})
    intent = Intent("approve_letter", actor, now, key, None, detail)
    return approve_text(intent=intent, texts=LetterVersion.objects.all(), letter_id=letter_id, reason=reason)


def _person(actor: Actor) -> int:
    if actor.user_id is None:
        raise Refused("PERSON_NEEDED")
    return actor.user_id
