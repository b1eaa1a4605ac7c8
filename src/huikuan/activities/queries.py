"""Reads of contact records as frozen rows, filtered by what the actor may see."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, Max, OuterRef, Q, QuerySet
from django.utils import timezone

from huikuan.activities.access import activities_for
from huikuan.activities.complaint_rules import ComplaintBlocker, complaint_blocker
from huikuan.activities.models import Activity, ActivitySubject
from huikuan.activities.rules import ANSWERED, ActivityKind, Conversation, Outcome, Subject, SubjectKind
from huikuan.kernel.actor import Actor
from huikuan.kernel.paging import PAGE_SIZE, Page, page_bounds
from huikuan.kernel.refusal import NotPermitted


@dataclass(frozen=True, slots=True)
class ActivityRow:
    """One entry of a time line."""

    id: int
    customer_id: int
    company_id: int | None
    kind: str
    at: datetime
    who_id: int | None
    who_name: str
    text: str
    outcome: str
    next_action: str
    next_date: date | None
    subjects: tuple[Subject, ...]
    conversation: Conversation | None = None
    met: str = ""
    """The name of the person who was reached."""


@dataclass(frozen=True, slots=True)
class FiledContact:
    """A contact about an item with a file attached; `on` is its day in the company's zone."""

    receivable_id: int
    activity_id: int
    kind: ActivityKind
    outcome: Outcome
    on: date


def timeline(
    *, actor: Actor, customer_id: int | None = None, number: int = 1, size: int = PAGE_SIZE
) -> Page[ActivityRow]:
    """One page of contacts, newest first, of one customer or of all visible ones; three queries."""
    rows = activities_for(actor=actor)
    if customer_id is not None:
        rows = rows.filter(customer_id=customer_id)
    start, end = page_bounds(number=number, size=size)
    shown = _rows(rows.order_by("-at", "-pk")[start:end])
    return Page(rows=shown, number=max(number, 1), size=end - start, count=rows.count(), totals={})


def activities_about(*, actor: Actor, subject: Subject) -> tuple[ActivityRow, ...]:
    """Contacts about one invoice, receivable, receipt or message, newest first."""
    rows = activities_for(actor=actor).filter(subjects__kind=subject.kind.value, subjects__object_id=subject.id)
    return _rows(rows.order_by("-at", "-pk"))


def next_steps(*, actor: Actor, until: date) -> tuple[ActivityRow, ...]:
    """The next step of every visible customer that has one due by `until`, earliest first.

    A later contact settles what was agreed before if it names a next step itself or the customer answered; a note, a
    letter sent or a call that reached nobody settles nothing.
    """
    settles = Q(next_date__isnull=False) | Q(outcome__in=[outcome.value for outcome in ANSWERED])
    after = Q(at__gt=OuterRef("at")) | Q(at=OuterRef("at"), pk__gt=OuterRef("pk"))
    later = Activity.objects.filter(settles, after, customer=OuterRef("customer"))
    found = activities_for(actor=actor).filter(~Exists(later), next_date__lte=until)
    return _rows(found.order_by("next_date", "pk"))


def last_contact_days(*, actor: Actor, customer_ids: Iterable[int]) -> dict[int, datetime]:
    """When each customer was last in touch with us, notes not counted; one query."""
    rows = activities_for(actor=actor).filter(customer_id__in=list(customer_ids)).exclude(kind=ActivityKind.NOTE.value)
    return dict(rows.values_list("customer_id").annotate(last=Max("at")).order_by("customer_id"))


def open_complaints(*, customer_ids: Iterable[int], today: date) -> dict[int, ComplaintBlocker]:
    """The newest complaint of each customer that no later one settled; one query, for callers that filtered by access."""
    rows = Activity.objects.filter(customer_id__in=list(customer_ids), kind=ActivityKind.COMPLAINT.value)
    columns = ("customer_id", "pk", "at", "text", "outcome")
    found: dict[int, ComplaintBlocker] = {}
    for customer_id, pk, at, text, outcome in rows.order_by("at", "pk").values_list(*columns):
        if outcome == Outcome.SETTLED.value:
            found.pop(customer_id, None)
            continue
        found[customer_id] = complaint_blocker(
            activity_id=pk,
            customer_id=customer_id,
            text=text,
            since=at.astimezone(timezone.get_default_timezone()).date(),
            today=today,
        )
    return found


def filed_about(*, receivable_ids: Collection[int]) -> tuple[FiledContact, ...]:
    """Contacts about these items to which a photograph, a recording or another file is attached; one query.

    Not those that a message of ours left: it proves itself. For rooms above, which have checked who asks.
    """
    beside = ActivitySubject.objects.filter(activity=OuterRef("activity"))
    rows = ActivitySubject.objects.filter(
        Exists(beside.filter(kind=SubjectKind.DOCUMENT.value)),
        ~Exists(beside.filter(kind=SubjectKind.MESSAGE.value)),
        kind=SubjectKind.RECEIVABLE.value,
        object_id__in=receivable_ids,
    )
    columns = ("object_id", "activity_id", "activity__kind", "activity__outcome", "activity__at")
    zone = timezone.get_default_timezone()
    return tuple(
        FiledContact(receivable_id, pk, ActivityKind(kind), Outcome(outcome), at.astimezone(zone).date())
        for receivable_id, pk, kind, outcome, at in rows.order_by("pk").values_list(*columns)
    )


def activity_row(*, actor: Actor, activity_id: int) -> ActivityRow:
    """One contact. Raises NotPermitted ACTIVITY_NOT_VISIBLE, also for one there is none of."""
    found = _rows(activities_for(actor=actor).filter(pk=activity_id))
    if not found:
        raise NotPermitted("ACTIVITY_NOT_VISIBLE", activity=activity_id)
    return found[0]


def _rows(rows: QuerySet[Activity]) -> tuple[ActivityRow, ...]:
    return tuple(
        ActivityRow(
            id=row.pk,
            customer_id=row.customer_id,
            company_id=row.company_id,
            kind=row.kind,
            at=row.at,
            who_id=row.who_id,
            who_name=row.who_name,
            text=row.text,
            outcome=row.outcome,
            next_action=row.next_action,
            next_date=row.next_date,
            subjects=tuple(Subject(SubjectKind(part.kind), part.object_id) for part in row.subjects.all()),
            conversation=_conversation(row),
            met=row.conversation.contact.name if hasattr(row, "conversation") and row.conversation.contact else "",
        )
        for row in rows.select_related("conversation__contact").prefetch_related("subjects")
    )


def _conversation(row: Activity) -> Conversation | None:
    if not hasattr(row, "conversation"):
        return None
    kept = row.conversation
    return Conversation(kept.contact_id, kept.role, kept.opening, kept.bargaining, kept.action, kept.consequence)
