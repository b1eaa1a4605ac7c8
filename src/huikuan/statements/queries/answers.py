"""Reads: answers with their objections, what happened, and debts acknowledged: the basis of the limitation clock."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from huikuan.documents.queries import open_document
from huikuan.documents.rules import Purpose
from huikuan.kernel.actor import Actor
from huikuan.statements.access import runs_for, statement_for
from huikuan.statements.models import Acknowledgement, Dispatch, Happening, Objection, Reply, Statement, StatementRun
from huikuan.statements.rules.states import State


@dataclass(frozen=True, slots=True)
class ObjectionRow:
    """What a customer objects to; `receivable_id` None for the balance as a whole."""

    receivable_id: int | None
    reason: str
    amount_minor: int
    text: str
    document_id: int | None
    dispute_id: int | None


@dataclass(frozen=True, slots=True)
class ReplyRow:
    """An answer with its objections."""

    id: int
    channel: str
    result: str
    replied_on: date
    name: str
    role: str
    factor: str
    seal: str
    their_closing_minor: int | None
    note: str
    document_id: int | None
    answered_sha256: str
    said_hash: str
    acknowledged_minor: int
    at: datetime
    who: str
    objections: tuple[ObjectionRow, ...]


@dataclass(frozen=True, slots=True)
class HappeningRow:
    """What happened to a statement."""

    event: str
    state: str
    at: datetime
    who: str
    note: str


@dataclass(frozen=True, slots=True)
class AcknowledgementRow:
    """A debt acknowledged: from `on` the limitation period of its items runs anew; minor units by receivable."""

    id: int
    statement_id: int
    company_id: int
    customer_id: int
    currency: str
    on: date
    minor: int
    strength: str
    document_id: int
    items: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class RunRow:
    """A run and how far it has come: statements written, and issued of them."""

    id: int
    company_id: int
    company_name: str
    since: date
    through: date
    state: str
    customers: int
    written: int
    issued: int
    made_by: str
    made_at: datetime
    ended_at: datetime | None

    @property
    def per_cent(self) -> int:
        """How far it is, of writing and setting together."""
        if self.state != "OPEN":
            return 100
        whole = max(self.customers, self.written, 1)
        return min(99, self.issued * 100 // whole)

    def seconds_left(self, *, now: datetime) -> int | None:
        """How long the rest takes at the pace so far; None before there is a pace."""
        gone = (now - self.made_at).total_seconds()
        return (
            int(gone * (self.customers - self.issued) / self.issued) if self.issued and self.state == "OPEN" else None
        )


def replies_of(*, statement_id: int) -> tuple[ReplyRow, ...]:
    """The answers to a statement that was looked up for its reader, newest first; two queries."""
    rows = list(Reply.objects.filter(statement_id=statement_id).order_by("-pk"))
    objections: dict[int, list[ObjectionRow]] = {}
    for one in Objection.objects.filter(reply__in=rows).order_by("pk"):
        told = ObjectionRow(one.receivable_id, one.reason, one.amount_minor, one.text, one.document_id, one.dispute_id)
        objections.setdefault(one.reply_id, []).append(told)
    return tuple(
        ReplyRow(
            id=row.pk,
            channel=row.channel,
            result=row.result,
            replied_on=row.replied_on,
            name=row.name,
            role=row.role,
            factor=row.factor,
            seal=row.seal,
            their_closing_minor=row.their_closing_minor,
            note=row.note,
            document_id=row.document_id,
            answered_sha256=row.answered_sha256,
            said_hash=row.said_hash,
            acknowledged_minor=row.acknowledged_minor,
            at=row.at,
            who=row.who_name,
            objections=tuple(objections.get(row.pk, ())),
        )
        for row in rows
    )


def copy_of_reply(*, actor: Actor, statement_id: int, document_id: int) -> tuple[str, str, bytes]:
    """A file that came with an answer: name, type, bytes. Raises NotPermitted, FileDamaged."""
    row = statement_for(actor=actor, statement_id=statement_id)
    kept, content = open_document(document_id=document_id, purpose=Purpose.REPLY, owner_id=row.pk)
    return kept.name, kept.content_type, content


def happenings_of(*, statement_id: int) -> tuple[HappeningRow, ...]:
    """What happened to a statement that was looked up for its reader, newest first."""
    rows = Happening.objects.filter(statement_id=statement_id).order_by("-pk")
    return tuple(HappeningRow(row.event, row.state, row.at, row.who_name, row.note) for row in rows)


def waybills_of(*, statement_id: int) -> tuple[str, ...]:
    """The waybills of a statement that was looked up for its reader."""
    rows = Dispatch.objects.filter(statement_id=statement_id).exclude(waybill="")
    return tuple(rows.order_by("pk").values_list("waybill", flat=True))


def acknowledgements_of(*, customer_ids: Iterable[int]) -> tuple[AcknowledgementRow, ...]:
    """Every debt these customers acknowledged, by day: events of the limitation clock, each with its paper; two queries."""
    rows = Acknowledgement.objects.filter(customer_id__in=list(customer_ids)).order_by("on", "pk")
    return tuple(
        AcknowledgementRow(
            id=row.pk,
            statement_id=row.reply.statement_id,
            company_id=row.company_id,
            customer_id=row.customer_id,
            currency=row.currency,
            on=row.on,
            minor=row.minor,
            strength=row.strength,
            document_id=row.document_id,
            items=tuple((item.receivable_id, item.minor) for item in row.items.all()),
        )
        for row in rows.select_related("reply").prefetch_related("items")
    )


def run_rows(*, actor: Actor) -> tuple[RunRow, ...]:
    """The runs `actor` may see, newest first; two queries."""
    rows = list(runs_for(actor=actor).select_related("company").order_by("-since", "-pk")[:200])
    written: dict[int, list[int]] = {}
    found = Statement.objects.filter(run__in=rows).order_by().values_list("run_id", "state")
    for run_id, state in found:
        counts = written.setdefault(run_id or 0, [0, 0])
        counts[0] += 1
        counts[1] += state != State.DRAFT.value
    return tuple(_run(row, written.get(row.pk, [0, 0])) for row in rows)


def run_row(*, actor: Actor, run_id: int) -> RunRow | None:
    """One run; None if there is none that the actor may see."""
    return next((row for row in run_rows(actor=actor) if row.id == run_id), None)


def _run(row: StatementRun, counts: list[int]) -> RunRow:
    return RunRow(
        id=row.pk,
        company_id=row.company_id,
        company_name=row.company.name,
        since=row.since,
        through=row.through,
        state=row.state,
        customers=row.customers,
        written=counts[0],
        issued=counts[1],
        made_by=row.made_by,
        made_at=row.made_at,
        ended_at=row.ended_at,
    )
