"""The day's work on statements: what was not answered in time lapses, is asked for again, or is proved another way."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta

from django.db.models import QuerySet

from huikuan.accounts.queries import business_calendar, companies
from huikuan.audit.operations import Intent, Json, OpenAct, perform
from huikuan.contracts.queries.silence import silence_clauses
from huikuan.documents.operations import DocumentDraft, also_for, store
from huikuan.documents.rules import Purpose
from huikuan.kernel.actor import Actor, Verb
from huikuan.kernel.refusal import Changed, Refused
from huikuan.statements.access import statement_for
from huikuan.statements.models import Happening, Statement, StatementRun
from huikuan.statements.operations.moving import moved
from huikuan.statements.operations.running import begin_run, carry_on
from huikuan.statements.operations.sending import send_statement
from huikuan.statements.queries.versions import policy_in_force
from huikuan.statements.rules.policy import is_run_due, month_before
from huikuan.statements.rules.silence import agreed_by_silence, days_of
from huikuan.statements.rules.states import WAITING, Event, State, StatementKind


def follow_up(*, actor: Actor, now: datetime, today: date, key: str) -> dict[str, Json]:
    """Let lapse what was to be answered before `today`, and ask again where the policy says so; `{"lapsed", "asked_again"}`.

    Silence to a negative audit request is an answer and lapses nothing; where the contracts of all that is open say so, it
    agrees to a statement that arrived, after their days.
    """
    lapsed, asked = 0, 0
    if _unanswered(today).exists():
        intent = Intent("lapse_statements", actor, now, f"{key}:lapse", None, {"today": today.isoformat()})
        lapsed = int(perform(intent=intent, work=lambda act: _lapse(act, today))["lapsed"])
    if policy_in_force().requests_again:
        for pk in Statement.objects.filter(state=State.NO_REPLY.value).order_by("pk").values_list("pk", flat=True):
            asked += _asked_again(actor, now, today, f"{key}:again:{pk}", pk)
    return {"lapsed": lapsed, "asked_again": asked}


def are_runs_due(*, today: date) -> bool:
    """Whether runs of last month are to be made by themselves, or one that was begun goes on."""
    if StatementRun.objects.filter(state="OPEN").exists():
        return True
    return policy_in_force().makes_runs and is_run_due(today=today, calendar=business_calendar())


def make_due_runs(*, actor: Actor, clock: Callable[[], datetime], today: date, key: str) -> dict[str, Json]:
    """Begin last month's run of each own company where the policy says so, and bring every run to its end; `{"runs", "issued"}`."""
    runs = 0
    if policy_in_force().makes_runs and is_run_due(today=today, calendar=business_calendar()):
        period = month_before(day=today)
        made = set(StatementRun.objects.filter(since=period.since).values_list("company_id", flat=True))
        for company in companies(actor=actor):
            if company.id not in made:
                runs += _begun(actor, clock(), f"{key}:run:{company.id}:{period.since}", company.id, today)
    return {"runs": runs, "issued": carry_on_runs(actor=actor, clock=clock)}


def carry_on_runs(*, actor: Actor, clock: Callable[[], datetime], stopped: Callable[[], bool] = lambda: False) -> int:
    """Bring every run that is open further, until it is done or `stopped`; how many statements were issued."""
    ids = list(StatementRun.objects.filter(state="OPEN").order_by("pk").values_list("pk", flat=True))
    return sum(carry_on(actor=actor, clock=clock, run_id=pk, stopped=stopped) for pk in ids)


def prove_otherwise(
    *, actor: Actor, now: datetime, key: str, statement_id: int, text: str, file: tuple[str, bytes] | None = None
) -> dict[str, Json]:
    """Keep what proves a balance that nobody answered (delivery notes, later cash; CSA 1312); `{"statement_id"}`.

    Raises NotPermitted, Changed, Refused STATEMENT_REASON_MISSING, DOCUMENT_TOO_LARGE.
    """
    row = statement_for(actor=actor, statement_id=statement_id, need=Verb.SEND_STATEMENT)
    if not text.strip():
        raise Refused("STATEMENT_REASON_MISSING")
    detail = {"statement": statement_id, "text": text, "file": file[0] if file else ""}
    intent = Intent("prove_statement", actor, now, key, row.company_id, detail)

    def work(act: OpenAct) -> dict[str, Json]:
        if file is not None:
            store(act=act, document=DocumentDraft(file[0], file[1], Purpose.REPLY, row.pk))
        moved(act=act, row=row, event=Event.PROVE, note=text)
        return {"statement_id": statement_id}

    return perform(intent=intent, work=work)


def _lapse(act: OpenAct, today: date) -> dict[str, Json]:
    due = list(_unanswered(today).order_by("pk"))
    silent = _silent(due, today)
    lapsed = 0
    for row in due:
        agreed = silent.get(row.pk, False)
        if agreed is None:
            continue  # the time of the contract still runs
        moved(act=act, row=row, event=Event.DEEM if agreed else Event.LAPSE)
        if agreed and row.pdf_id is not None:
            also_for(act=act, document_id=row.pdf_id, purpose=Purpose.EVIDENCE, owner_id=row.customer_id)
        lapsed += 1
    return {"lapsed": lapsed}


def _silent(due: Sequence[Statement], today: date) -> dict[int, bool | None]:
    """Of statements that arrived and name contracts: whether their silence is consent by now; see `agreed_by_silence`."""
    named = [row for row in due if row.deemed_contract and row.state == State.DELIVERED.value]
    arrivals = Happening.objects.filter(statement__in=named, event=Event.ARRIVE.value).order_by("-pk")
    # The latest day the arrival may have been anywhere: the customer has the whole of his time.
    arrived = {pk: at.date() + timedelta(days=1) for pk, at in arrivals.values_list("statement_id", "at")}
    found: dict[int, bool | None] = {}
    for row in named:
        known = silence_clauses(company_id=row.company_id, customer_ids=[row.customer_id], on=row.through)
        clauses = {one.number: one.days for one in known.get((row.customer_id, row.currency), ())}
        days = days_of(contracts=row.deemed_contract, clauses=clauses)
        found[row.pk] = agreed_by_silence(arrived_on=arrived.get(row.pk), days=days, today=today)
    return found


def _unanswered(today: date) -> QuerySet[Statement]:
    rows = Statement.objects.filter(reply_by__lt=today, state__in=[state.value for state in WAITING])
    return rows.exclude(kind=StatementKind.AUDIT_NEGATIVE.value)


def _asked_again(actor: Actor, now: datetime, today: date, key: str, statement_id: int) -> int:
    try:
        send_statement(actor=actor, now=now, key=key, statement_id=statement_id, today=today)
    except (Refused, Changed):
        return 0
    return 1


def _begun(actor: Actor, now: datetime, key: str, company_id: int, today: date) -> int:
    try:
        begin_run(actor=actor, now=now, key=key, company_id=company_id, period=month_before(day=today), today=today)
    except Refused:
        return 0
    return 1
