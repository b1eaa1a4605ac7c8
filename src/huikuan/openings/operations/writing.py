"""What several acts write: a file or waiver of an application, a step of its life, a change of its state."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256

from huikuan.audit.operations import Json, OpenAct
from huikuan.documents.operations import DocumentDraft, store
from huikuan.documents.rules import Purpose
from huikuan.kernel.refusal import Changed
from huikuan.openings.models import Opening, OpeningDocument, OpeningStep
from huikuan.openings.rules import RUNNING, TRANSITIONS, DocumentCode, OpeningEvent, OpeningState


@dataclass(frozen=True, slots=True)
class Paper:
    """A file as it was handed in."""

    name: str
    content: bytes

    @property
    def detail(self) -> dict[str, Json]:
        """What the trail keeps of it."""
        return {"name": self.name[:120], "sha256": sha256(self.content).hexdigest()}


def running_opening(*, opening_id: int) -> Opening:
    """The application, locked, while documents may still be added. Raises Changed OPENING_DECIDED."""
    row = (
        Opening.objects.select_for_update().filter(pk=opening_id, state__in=[state.value for state in RUNNING]).first()
    )
    if row is None:
        raise Changed("OPENING_DECIDED")
    return row


def keep_paper(*, act: OpenAct, opening_id: int, code: DocumentCode, paper: Paper, is_of_check: bool = False) -> int:
    """Keep a file of an application; the id of its document. The same file again changes nothing."""
    draft = DocumentDraft(paper.name, paper.content, Purpose.OPENING, opening_id)
    document_id = store(act=act, document=draft)
    OpeningDocument.objects.get_or_create(
        opening_id=opening_id,
        code=code.value,
        document_id=document_id,
        defaults={"is_of_check": is_of_check, "who_name": act.actor.name, "at": act.now, "act_id": act.id},
    )
    return document_id


def waive_paper(*, act: OpenAct, opening_id: int, code: DocumentCode, because: str) -> None:
    """Write down that a document is done without."""
    OpeningDocument.objects.create(
        opening_id=opening_id,
        code=code.value,
        waived_because=because,
        who_name=act.actor.name,
        at=act.now,
        act_id=act.id,
    )


def move_opening(
    *, act: OpenAct, opening_id: int, state: OpeningState, event: OpeningEvent, note: str = "", **values: Json
) -> OpeningState:
    """One conditional change of state with its step of history; the new state. Raises Changed OPENING_CHANGED."""
    after = TRANSITIONS.get((state, event))
    moved = after and Opening.objects.filter(pk=opening_id, state=state.value).update(state=after.value, **values)
    if not moved or after is None:
        raise Changed("OPENING_CHANGED")
    write_step(act=act, opening_id=opening_id, event=event.value, state=after, note=note)
    return after


def write_step(*, act: OpenAct, opening_id: int, event: str, state: OpeningState, note: str = "") -> None:
    """One step of the history."""
    OpeningStep.objects.create(
        opening_id=opening_id,
        event=event,
        state=state.value,
        note=note,
        who_id=act.actor.user_id,
        who_name=act.actor.name,
        at=act.now,
        act_id=act.id,
    )
