"""What the pages of account opening show: the list, one application with what may be done to it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

from huikuan.customers.access import customer_for
from huikuan.kernel.actor import Actor, Verb
from huikuan.openings.queries import OpeningRow, OpeningView, opening_view, openings_of_customer, standing_of
from huikuan.openings.rules import OpeningState, checker_fault
from huikuan.web.clock import day_of
from huikuan.web.tables.columns import Chip, Column, Kind, Text, Titled
from huikuan.web.tables.table import ListKind
from huikuan.wording.openings import (
    CUSTOMER_KINDS,
    OPENING_DOCUMENTS,
    OPENING_EVENTS,
    OPENING_STATES,
    STANDINGS,
    VERDICTS,
)

TONES = {"SUBMITTED": "soon", "CHECKED": "soon", "APPROVED": "done", "REJECTED": "risk", "EXPIRED": "risk"}
STANDING_TONES = {"MISSING": "risk", "WAITING": "soon", "APPROVED": "done", "REJECTED": "risk", "EXPIRED": "risk"}
WHICH: dict[str, Text] = {"ALL": _("All"), **OPENING_STATES}


@dataclass(frozen=True, slots=True)
class PaperLine:
    """One document of the checklist in words."""

    code: str
    title: Text
    state: Chip
    files: tuple[tuple[int, str], ...]
    waived_because: str
    waived_by: str
    is_missing: bool


@dataclass(frozen=True, slots=True)
class EventLine:
    """One step for the time line component."""

    day: date
    title: Text
    text: str
    by: str
    at: object
    tone: str = ""
    address: str = ""
    amount: None = None


@dataclass(frozen=True, slots=True)
class OpeningPage:
    """One application with what this person may do to it."""

    found: OpeningView
    row: OpeningRow
    state: Chip
    kind: Text
    papers: tuple[PaperLine, ...]
    verdict: Text
    events: tuple[EventLine, ...]
    may_supply: bool
    may_submit: bool
    may_withdraw: bool
    may_check: bool
    waits_for: Text


@dataclass(frozen=True, slots=True)
class OpeningsPart:
    """A customer's standing and his applications, for his page."""

    customer_id: int
    standing: Chip
    rows: tuple[tuple[OpeningRow, Chip], ...]
    may_apply: bool

    @property
    def row(self) -> OpeningRow | None:
        """The newest approval, in force or over."""
        return next((row for row, _chip in self.rows if row.valid_through is not None), None)


def chip_of(*, state: OpeningState) -> Chip:
    """A state in a word."""
    return Chip(OPENING_STATES[state.value], TONES.get(state.value, "plain"))


LIST: ListKind[OpeningRow] = ListKind(
    title=_("Account openings"),
    columns=(
        Column("customer", _("Customer"), lambda row: Titled(row.customer_name, row.customer_code)),
        Column("state", _("State"), lambda row: chip_of(state=row.state), Kind.CHIP),
        Column("kind", _("Kind"), lambda row: str(CUSTOMER_KINDS[row.kind.value]), on_phone=False, beside_panel=False),
        Column("reason", _("Reason"), lambda row: row.reason, on_phone=False, beside_panel=False),
        Column("applicant", _("Applied by"), lambda row: row.applicant, on_phone=False),
        Column(
            "applied",
            _("On"),
            lambda row: day_of(moment=row.applied_at),
            Kind.DAY,
            on_phone=False,
        ),
        Column("valid", _("Valid through"), lambda row: row.valid_through, Kind.DAY, beside_panel=False),
    ),
    filters=("state", "q"),
    sorts=("-id",),
    default_sort="-id",
    id_of=lambda row: row.id,
)


def opening_page(*, actor: Actor, opening_id: int, today: date) -> OpeningPage:
    """One application. Raises NotPermitted OPENING_NOT_VISIBLE."""
    found = opening_view(actor=actor, opening_id=opening_id, today=today)
    row = found.row
    runs = row.state in (OpeningState.DRAFT, OpeningState.SUBMITTED, OpeningState.CHECKED)
    edits = actor.may(Verb.EDIT_FILE)
    fault = checker_fault(checker_id=actor.user_id, salesperson_id=found.salesperson_id, applicant_id=row.applicant_id)
    return OpeningPage(
        found=found,
        row=row,
        state=chip_of(state=row.state),
        kind=CUSTOMER_KINDS[row.kind.value],
        papers=_papers(found),
        verdict=VERDICTS[found.check.verdict] if found.check else "",
        events=_events(found),
        may_supply=edits and runs,
        may_submit=edits and row.state is OpeningState.DRAFT and not found.missing,
        may_withdraw=edits and row.state in (OpeningState.DRAFT, OpeningState.SUBMITTED),
        may_check=row.state is OpeningState.SUBMITTED and actor.may(Verb.FIELD_CHECK) and fault is None,
        waits_for=_waits_for(row.state, has_missing=bool(found.missing)),
    )


def openings_part(*, actor: Actor, customer_id: int, today: date) -> OpeningsPart:
    """Whether a customer is opened, and his applications. Raises NotPermitted CUSTOMER_NOT_VISIBLE."""
    customer_for(actor=actor, customer_id=customer_id)
    standing = standing_of(customer_ids=[customer_id], on=today)[customer_id].value
    rows = openings_of_customer(actor=actor, customer_id=customer_id, today=today)
    runs = any(row.state in (OpeningState.DRAFT, OpeningState.SUBMITTED, OpeningState.CHECKED) for row in rows)
    return OpeningsPart(
        customer_id=customer_id,
        standing=Chip(STANDINGS[standing], STANDING_TONES.get(standing, "plain")),
        rows=tuple((row, chip_of(state=row.state)) for row in rows[:5]),
        may_apply=actor.may(Verb.EDIT_FILE) and not runs,
    )


def _papers(found: OpeningView) -> tuple[PaperLine, ...]:
    lines = []
    for one in found.checklist:
        if one.files:
            state = Chip(_("There"), "done")
        elif one.waived_because:
            state = Chip(_("Waived"), "soon")
        else:
            state = Chip(_("Missing"), "risk") if one.is_required else Chip(_("Not required"))
        files = tuple((file.id, file.name) for file in one.files)
        title = OPENING_DOCUMENTS[one.code.value]
        lines.append(PaperLine(one.code.value, title, state, files, one.waived_because, one.waived_by, one.is_missing))
    return tuple(lines)


def _events(found: OpeningView) -> tuple[EventLine, ...]:
    lines = []
    for step in found.steps:
        note = str(VERDICTS.get(step.note, step.note)) if step.event == "CHECK" else step.note
        day = day_of(moment=step.at)
        lines.append(EventLine(day, OPENING_EVENTS.get(step.event, step.event), note, step.who, step.at))
    return tuple(lines)


def _waits_for(state: OpeningState, *, has_missing: bool) -> Text:
    if state is OpeningState.DRAFT:
        return _("Upload what is missing, then hand it in.") if has_missing else _("Complete: it can be handed in.")
    if state is OpeningState.SUBMITTED:
        return _("A manager who neither applied nor sells to this customer visits him.")
    if state is OpeningState.CHECKED:
        return _("The credit manager or the finance director decides, in his approvals.")
    return ""
