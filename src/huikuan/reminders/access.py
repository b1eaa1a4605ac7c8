"""The only door to runs and their rows for the upper floors: the verb to remind, the customer's visibility."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, QuerySet

from huikuan.accounts.administration import others_who_can
from huikuan.customers.access import customers_for, of_visible, sees_everything
from huikuan.kernel.actor import Actor, ActorKind, Verb, refuse_without_verb
from huikuan.kernel.refusal import NotPermitted, Refused
from huikuan.outbox.ports import MessageRow
from huikuan.outbox.queries import message_row
from huikuan.reminders.models import PostedLetter, Run, RunRow
from huikuan.reminders.rules.runs import WAITING

LONGEST_REASON = 300

LONGEST_OWN_PAUSE = timedelta(days=14)
"""So long a salesperson keeps letters from his own customer while he talks to him; for longer somebody who may remind."""

LONGEST_PAUSE = timedelta(days=366)
"""Who is never to be written to is marked so; a pause ends."""


@dataclass(frozen=True, slots=True)
class SecondPerson:
    """Who may approve what a person made: somebody else, and only where nobody else can, he himself with a reason."""

    is_alone: bool
    names: tuple[str, ...]
    """Whom to ask, at most five."""


def second_person(*, actor: Actor, verb: Verb) -> SecondPerson:
    """Whether anybody but `actor` can approve what needs `verb` (S29). One query.

    People who were invited and have not come in yet count: they can. So do people with other companies' rows only.
    """
    names = others_who_can(verb=verb, than=actor.user_id or 0)
    return SecondPerson(is_alone=not names and actor.kind is ActorKind.PERSON, names=names)


def reason_alone(*, actor: Actor, verb: Verb, maker_id: int | None, reason: str) -> str:
    """The reason to keep with an approval by the maker himself; empty where another person approves.

    Call it inside the act, as who else is there is checked with it (S31). Raises Refused PERSON_NEEDED (a job), SAME_PERSON
    (another person could approve), REASON_NEEDED.
    """
    if actor.user_id is None:
        raise Refused("PERSON_NEEDED")
    if actor.user_id != maker_id:
        return ""
    if not second_person(actor=actor, verb=verb).is_alone:
        raise Refused("SAME_PERSON")
    if not reason.strip():
        raise Refused("REASON_NEEDED")
    return reason.strip()[:LONGEST_REASON]


def pausing_verb(*, actor: Actor) -> Verb:
    """The verb a pause asks of this actor: to remind, or to record contacts with the customers he sees."""
    return Verb.REMIND if actor.may(Verb.REMIND) else Verb.RECORD_ACTIVITY


def last_pause_day(*, actor: Actor, today: date) -> date:
    """The last day through which `actor` may pause reminders today."""
    return today + (LONGEST_PAUSE if actor.may(Verb.REMIND) else LONGEST_OWN_PAUSE)


def may_end_pause(*, actor: Actor, maker_id: int | None) -> bool:
    """Whether `actor` may end a pause of `maker_id` (a user's id) where he sees the customer: any, or his own."""
    if actor.may(Verb.REMIND):
        return True
    return actor.may(Verb.RECORD_ACTIVITY) and actor.user_id is not None and actor.user_id == maker_id


def run_rows_for(*, actor: Actor) -> QuerySet[RunRow]:
    """The rows about customers and own companies that `actor` may see (TRUST Z1)."""
    return of_visible(actor=actor, rows=RunRow.objects.all())


def posted_letters_for(*, actor: Actor) -> QuerySet[PostedLetter]:
    """The printed letters to customers and of own companies that `actor` may see."""
    return of_visible(actor=actor, rows=PostedLetter.objects.all())


def runs_beyond(*, actor: Actor, run_ids: Collection[int]) -> set[int]:
    """Of these runs, those that hold a row which `actor` may not see; two queries."""

    def counted(rows: QuerySet[RunRow]) -> dict[int, int]:
        of_runs = rows.filter(run_id__in=run_ids).order_by("run_id")
        return dict(of_runs.values_list("run_id").annotate(rows=Count("pk")))

    visible = counted(run_rows_for(actor=actor))
    return {run_id for run_id, count in counted(RunRow.objects.all()).items() if visible.get(run_id, 0) < count}


def run_waiting_for(*, actor: Actor, today: date) -> int | None:
    """The newest run of `today` that waits and that `actor` may move, as he sees all its letters; at most three queries."""
    waiting = Run.objects.filter(day=today, state__in=[state.value for state in WAITING]).order_by("-pk")
    ids = list(waiting.values_list("pk", flat=True))
    beyond = runs_beyond(actor=actor, run_ids=ids)
    return next((pk for pk in ids if pk not in beyond), None)


def locked_run(*, run_id: int) -> Run:
    """A run, locked until the act ends. Raises Refused RUN_UNKNOWN."""
    run = Run.objects.select_for_update().filter(pk=run_id).first()
    if run is None:
        raise Refused("RUN_UNKNOWN", run=run_id)
    return run


def run_to_move(*, actor: Actor, run_id: int) -> Run:
    """A locked run whose every row the actor may see: what moves a run moves all its letters.

    Raises Refused RUN_UNKNOWN, RUN_BEYOND.
    """
    run = locked_run(run_id=run_id)
    if runs_beyond(actor=actor, run_ids=[run_id]):
        raise Refused("RUN_BEYOND", run=run_id)
    return run


def message_for(*, actor: Actor, message_id: int, need: Verb = Verb.VIEW) -> MessageRow:
    """One message, if the actor may see its customer and own company and holds the verb.

    Raises NotPermitted, with MESSAGE_UNKNOWN for an unknown id and for a message that is not to be seen alike.
    """
    refuse_without_verb(actor=actor, verb=need)
    row = message_row(message_id=message_id)
    if row is None or not _is_visible(actor, row):
        raise NotPermitted("MESSAGE_UNKNOWN", message=message_id)
    return row


def _is_visible(actor: Actor, row: MessageRow) -> bool:
    if actor.company_ids is not None and row.company_id not in (None, *actor.company_ids):
        return False
    if row.customer_id is None:
        return sees_everything(actor=actor)
    return customers_for(actor=actor).filter(pk=row.customer_id).exists()
