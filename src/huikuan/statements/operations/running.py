"""Acts that make statements: the run of a month, portion by portion, resumable; one for a customer on demand; a newer version."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError
from django.db.models import QuerySet

from huikuan.accounts.access import company_for
from huikuan.audit.operations import Intent, Json, OpenAct, perform
from huikuan.customers.access import customer_for
from huikuan.kernel.actor import Actor, Verb
from huikuan.kernel.refusal import Changed, Refused
from huikuan.ledger.customer_accounts import Window, customers_with_account, last_number
from huikuan.statements.access import run_for, statement_for
from huikuan.statements.models import Statement, StatementRun
from huikuan.statements.operations.issuing import issue_statements
from huikuan.statements.operations.moving import moved
from huikuan.statements.operations.writing import Order, written
from huikuan.statements.queries.versions import policies, policy_in_force
from huikuan.statements.rules.policy import Period, Policy
from huikuan.statements.rules.sheet_words import BOTH
from huikuan.statements.rules.states import Event, State, StatementKind, number_text
from huikuan.statements.rules.texts import LANGUAGES

PORTION = 500
"""So many customers are written in one act."""


@dataclass(frozen=True, slots=True)
class OnDemand:
    """One statement: whose, of which own company, in which currency, over which days, in which language and kind."""

    company_id: int
    customer_id: int
    currency: str
    period: Period
    kind: StatementKind = StatementKind.STATEMENT
    language: str = ""
    deemed_contract: str = ""


def begin_run(
    *, actor: Actor, now: datetime, key: str, company_id: int, period: Period, today: date
) -> dict[str, Json]:
    """Begin the statements of every customer with a balance or a movement in the period; `{"run_id", "customers"}`.

    What is posted from now on is not in them. Raises NotPermitted, Refused STATEMENT_RUN_THERE, STATEMENT_NOBODY,
    STATEMENT_PERIOD_AHEAD.
    """
    company_for(actor=actor, company_id=company_id, need=Verb.SEND_STATEMENT)
    _refuse_ahead(period, today)
    detail = {"since": period.since.isoformat(), "through": period.through.isoformat(), "today": today.isoformat()}
    intent = Intent("begin_statements", actor, now, key, company_id, detail)

    def work(act: OpenAct) -> dict[str, Json]:
        through_number = last_number(company_id=company_id)
        window = Window(company_id, period.through, through_number)
        customers = len(customers_with_account(window=window, since=period.since))
        if not customers:
            raise Refused("STATEMENT_NOBODY")
        row = StatementRun.objects.create(
            company_id=company_id,
            since=period.since,
            through=period.through,
            dated_on=today,
            through_number=through_number,
            policy_number=policy_in_force().number,
            customers=customers,
            state="OPEN",
            made_by=actor.name,
            made_at=now,
            act_id=act.id,
        )
        return {"run_id": row.pk, "customers": customers}

    try:
        return perform(intent=intent, work=work)
    except IntegrityError as error:
        raise Refused("STATEMENT_RUN_THERE", since=period.since.isoformat()) from error


def carry_on(
    *,
    actor: Actor,
    clock: Callable[[], datetime],
    run_id: int,
    most: int = 100_000,
    stopped: Callable[[], bool] = lambda: False,
) -> int:
    """Write and issue up to `most` statements of a run that is open; how many were issued. A stopped run goes on from there.

    Two at once write nothing twice. Raises NotPermitted, FontMissing.
    """
    run = run_for(actor=actor, run_id=run_id, need=Verb.SEND_STATEMENT)
    while run.state == "OPEN" and _drafts(run_id).count() < most and not stopped():
        if not _write_portion(actor, clock(), run):
            break
        run.refresh_from_db()
    ids = list(_drafts(run_id).order_by("pk").values_list("pk", flat=True)[:most])
    issued = issue_statements(
        actor=actor, clock=clock, statement_ids=ids, stopped=lambda: stopped() or _is_ended(run_id)
    )
    _end_if_done(actor, clock(), run)
    return issued


def cancel_run(*, actor: Actor, now: datetime, key: str, run_id: int) -> dict[str, Json]:
    """Stop a run: what is issued stays, its drafts are withdrawn and keep their numbers; `{"withdrawn"}`. Raises Changed."""
    run = run_for(actor=actor, run_id=run_id, need=Verb.SEND_STATEMENT)
    intent = Intent("cancel_statements", actor, now, key, run.company_id, {"run": run_id})

    def work(act: OpenAct) -> dict[str, Json]:
        if not _open(run_id).update(state="CANCELLED", ended_at=now):
            raise Changed("STATEMENT_RUN_CHANGED")
        drafts = list(_drafts(run_id).order_by("pk"))
        for row in drafts:
            moved(act=act, row=row, event=Event.WITHDRAW)
        return {"withdrawn": len(drafts)}

    return perform(intent=intent, work=work)


def make_statement(*, actor: Actor, now: datetime, key: str, order: OnDemand, today: date) -> dict[str, Json]:
    """Write and issue one statement on demand; `{"statement_id"}`.

    Raises NotPermitted, Refused STATEMENT_THERE (make a newer version of it), STATEMENT_NOBODY, STATEMENT_PERIOD_AHEAD,
    STATEMENT_LANGUAGE, STATEMENT_NO_SILENCE_CLAUSE, FontMissing (the draft stays and is issued later).
    """
    company_for(actor=actor, company_id=order.company_id, need=Verb.SEND_STATEMENT)
    customer_for(actor=actor, customer_id=order.customer_id, need=Verb.SEND_STATEMENT)
    _refuse_ahead(order.period, today)
    if order.language not in ("", BOTH, *LANGUAGES):
        raise Refused("STATEMENT_LANGUAGE")
    return _made(actor, now, key, order, today, None)


def replace_statement(*, actor: Actor, now: datetime, key: str, statement_id: int, today: date) -> dict[str, Json]:
    """Replace a statement that is not confirmed by a newer version from the books as they are; `{"statement_id"}`.

    Raises NotPermitted, Changed STATEMENT_CHANGED, FontMissing.
    """
    old = statement_for(actor=actor, statement_id=statement_id, need=Verb.SEND_STATEMENT)
    order = OnDemand(
        old.company_id,
        old.customer_id,
        old.currency,
        Period(old.since, old.through),
        StatementKind(old.kind),
        old.language,
    )
    return _made(actor, now, key, order, today, old)


def withdraw_statement(*, actor: Actor, now: datetime, key: str, statement_id: int, reason: str) -> dict[str, Json]:
    """Take a statement that is not confirmed out of use, with a reason; `{"statement_id"}`.

    Raises NotPermitted, Changed, Refused STATEMENT_REASON_MISSING.
    """
    row = statement_for(actor=actor, statement_id=statement_id, need=Verb.SEND_STATEMENT)
    if not reason.strip():
        raise Refused("STATEMENT_REASON_MISSING")
    detail = {"statement": statement_id, "reason": reason}
    intent = Intent("withdraw_statement", actor, now, key, row.company_id, detail)

    def work(act: OpenAct) -> dict[str, Json]:
        moved(act=act, row=row, event=Event.WITHDRAW, note=reason)
        return {"statement_id": statement_id}

    return perform(intent=intent, work=work)


def policy_of(*, number: int) -> Policy:
    """A version of the policy by its number; what the product ships where there is none."""
    return next((row.policy for row in policies() if row.policy.number == number), Policy())


def _made(
    actor: Actor, now: datetime, key: str, order: OnDemand, today: date, old: Statement | None
) -> dict[str, Json]:
    detail = {
        "customer": order.customer_id,
        "currency": order.currency,
        "since": order.period.since.isoformat(),
        "through": order.period.through.isoformat(),
        "kind": order.kind.value,
        "replaces": old.pk if old else None,
        "today": today.isoformat(),
    }
    intent = Intent("write_statement", actor, now, key, order.company_id, detail)
    done = perform(intent=intent, work=lambda act: _write_one(act, order, today, old))
    issue_statements(actor=actor, clock=lambda: now, statement_ids=[int(done["statement_id"])])
    return done


def _write_one(act: OpenAct, order: OnDemand, today: date, old: Statement | None) -> dict[str, Json]:
    if old is not None:
        moved(act=act, row=old, event=Event.REPLACE)
    wanted = Order(
        company_id=order.company_id,
        period=order.period,
        dated_on=today,
        through_number=last_number(company_id=order.company_id),
        policy=policy_in_force(),
        kind=order.kind,
        currency=order.currency,
        language=order.language,
        deemed_contract=order.deemed_contract.strip(),
        replaces=old,
    )
    ids = written(act=act, order=wanted, customer_ids=[order.customer_id])
    if ids:
        return {"statement_id": ids[0]}
    there = Statement.objects.filter(
        company_id=order.company_id,
        customer_id=order.customer_id,
        currency=order.currency,
        since=order.period.since,
        through=order.period.through,
        kind=order.kind.value,
    ).exclude(state__in=[State.WITHDRAWN.value, State.REPLACED.value])
    row = there.first()
    if row is None:
        raise Refused("STATEMENT_NOBODY")
    raise Refused("STATEMENT_THERE", number=number_text(number=row.number))


def _write_portion(actor: Actor, now: datetime, run: StatementRun) -> bool:
    """Write the drafts of the next customers; whether there were any left."""
    window = Window(run.company_id, run.through, run.through_number)
    left = [pk for pk in customers_with_account(window=window, since=run.since) if pk > run.after_customer][:PORTION]
    if not left:
        return False
    detail = {"run": run.pk, "after": run.after_customer, "through": left[-1]}
    intent = Intent(
        "write_statements", actor, now, f"statements-run:{run.pk}:{run.after_customer}", run.company_id, detail
    )

    def work(act: OpenAct) -> dict[str, Json]:
        if not _open(run.pk).filter(after_customer=run.after_customer).update(after_customer=left[-1]):
            raise Changed("STATEMENT_RUN_CHANGED")
        order = Order(
            company_id=run.company_id,
            period=Period(run.since, run.through),
            dated_on=run.dated_on,
            through_number=run.through_number,
            policy=policy_of(number=run.policy_number),
            run_id=run.pk,
        )
        return {"written": len(written(act=act, order=order, customer_ids=left))}

    perform(intent=intent, work=work)
    return True


def _end_if_done(actor: Actor, now: datetime, run: StatementRun) -> None:
    run.refresh_from_db()
    window = Window(run.company_id, run.through, run.through_number)
    last = max(customers_with_account(window=window, since=run.since), default=0)
    if run.state != "OPEN" or run.after_customer < last or _drafts(run.pk).exists():
        return
    intent = Intent("end_statements", actor, now, f"statements-run:{run.pk}:end", run.company_id, {"run": run.pk})

    def work(act: OpenAct) -> dict[str, Json]:
        _open(run.pk).update(state="DONE", ended_at=act.now)
        return {"run_id": run.pk}

    perform(intent=intent, work=work)


def _open(run_id: int) -> QuerySet[StatementRun]:
    return StatementRun.objects.filter(pk=run_id, state="OPEN")


def _drafts(run_id: int) -> QuerySet[Statement]:
    return Statement.objects.filter(run_id=run_id, state=State.DRAFT.value)


def _is_ended(run_id: int) -> bool:
    return not _open(run_id).exists()


def _refuse_ahead(period: Period, today: date) -> None:
    if period.through > today or period.since > period.through:
        raise Refused("STATEMENT_PERIOD_AHEAD", through=period.through.isoformat())
