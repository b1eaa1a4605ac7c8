"""Causes of late debts: the list, debts without one, the report, a new one for a customer, mended, taken back, the policy."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any, TypeVar

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from huikuan.accounts.queries import people
from huikuan.activities.queries import timeline
from huikuan.causes.access import cause_for
from huikuan.causes.operations.recording import (
    Mended,
    PolicyDraft,
    mark_mended,
    record_cause,
    save_policy,
    withdraw_cause,
)
from huikuan.causes.queries.causes import CauseFilter, cause_page
from huikuan.causes.queries.requiring import MissingRow, cause_report, missing_causes, policy_in_force
from huikuan.causes.rules.causes import Cause, CauseDraft, Mend
from huikuan.causes.rules.reporting import By
from huikuan.causes.rules.requiring import SHIPPED_AMOUNTS, CausePolicy
from huikuan.customers.access import customer_for
from huikuan.customers.queries import row_of
from huikuan.documents.queries import open_document
from huikuan.documents.rules import Purpose
from huikuan.kernel.actor import Verb
from huikuan.kernel.paging import Page, page_bounds
from huikuan.settlements.queries import planned_items
from huikuan.web.acts import Done, act, key_of
from huikuan.web.downloads import download
from huikuan.web.forms.causes import CauseForm, CausePolicyForm, MendForm
from huikuan.web.numbers import number_in
from huikuan.web.pages import causes as pages
from huikuan.web.pages import lists
from huikuan.web.pages.lists import Listed
from huikuan.web.pages.open_items import chosen_group
from huikuan.web.requests import PageRequest, page
from huikuan.web.tables.state import ListState
from huikuan.wording import causes as words

Row = TypeVar("Row")
REPORTED = timedelta(days=365)


@page()
def cause_list(request: PageRequest) -> HttpResponse:
    """The causes in force, the newest in front."""
    state = lists.state_of(request=request, kind=pages.LIST)
    read = _reader(request, state)
    listed = Listed(pages.LIST, state, read)

    def rest() -> dict[str, Any]:
        return {
            "tabs": lists.tabs(state=state, name="which", titles=pages.WHICH, default="IN_FORCE"),
            "missing": len(_missing(request)),
        }

    return lists.answer(
        request=request,
        listed=listed,
        folder="causes",
        beside={"shown": _opened(request, state.row), "form": MendForm()},
        rest=rest,
    )


@page()
def missing_list(request: PageRequest) -> HttpResponse:
    """Debts above the policy's amount or age of which nobody said why they are not paid."""
    state = lists.state_of(request=request, kind=pages.MISSING)
    why = lists.chosen(state=state, name="why", codes=list(pages.WHY), default="")
    rows = pages.missing_shown(rows=_missing(request), search=state.filters.get("q", ""), why=why, sort=state.sort)
    sums = [(row.currency, row.missing.overdue_minor) for row in rows]
    read = _pages_of(rows, sums)
    if lists.asked_file(request=request):
        return lists.file_of(request=request, kind=pages.MISSING, state=state, read=read)
    shown = {
        "state": state,
        "table": lists.table_page(kind=pages.MISSING, state=state, read=read),
        "tabs": lists.tabs(state=state, name="why", titles=pages.WHY, default=""),
        "policy": policy_in_force(),
    }
    return render(request, "web/causes/missing.html", shown)


@page()
def report(request: PageRequest) -> HttpResponse:
    """Causes recorded in a time, by cause, salesperson, product or month."""
    state = lists.state_of(request=request, kind=pages.REPORT)
    by = By(lists.chosen(state=state, name="by", codes=[one.value for one in By], default="CAUSE"))
    since = _day(state.filters.get("from"), request.today - REPORTED)
    through = _day(state.filters.get("to"), request.today)
    kind = pages.report_kind(by=by)
    rows = cause_report(actor=request.actor, by=by, since=since, through=through)
    read = _pages_of(rows, [(row.currency, row.open_minor) for row in rows])
    if lists.asked_file(request=request):
        return lists.file_of(request=request, kind=kind, state=state, read=read)
    shown = {
        "state": state,
        "table": lists.table_page(kind=kind, state=state, read=read),
        "tabs": lists.tabs(state=state, name="by", titles=words.REPORT_BY, default="CAUSE"),
        "since": since,
        "through": through,
    }
    return render(request, "web/causes/report.html", shown)


@page(need=Verb.RECORD_ACTIVITY, methods=("GET", "POST"), takes_file=True)
def add_cause(request: PageRequest, customer_id: int) -> HttpResponse:
    """Record why items of a customer are not paid."""
    customer = row_of(customer=customer_for(actor=request.actor, customer_id=customer_id, need=Verb.RECORD_ACTIVITY))
    group = chosen_group(request=request, customer_id=customer_id)
    late = [str(item.id) for item in group.items if (item.days_overdue or 0) > 0]
    form = CauseForm(
        request.POST or None,
        request.FILES or None,
        items=group.items,
        people=people().values(),
        contacts=timeline(actor=request.actor, customer_id=customer_id, size=10).rows,
        initial={"items": late, "owner": str(customer.salesperson_id or request.actor.user_id)},
    )

    def call() -> Mapping[str, Any]:
        draft = _draft(form.cleaned_data, customer.id, (group.company_id, group.currency))
        return record_cause(**_who(request), today=request.today, draft=draft)

    def again() -> HttpResponse:
        return render(request, "web/causes/add.html", {"customer": customer, "form": form, "group": group})

    def done(result: Mapping[str, Any]) -> Done:
        return Done(_("Recorded."), f"{reverse('causes')}?which=ALL&row={result['cause_id']}")

    return again() if request.method == "GET" else act(request=request, form=form, call=call, done=done, again=again)


@page(need=Verb.RECORD_ACTIVITY, methods=("POST",))
def mend(request: PageRequest, cause_id: int) -> HttpResponse:
    """Say that what was ours is mended, or is not after all."""
    is_done = request.POST.get("event") != "REOPEN"

    def call(note: str) -> Mapping[str, Any]:
        return mark_mended(**_who(request), today=request.today, cause_id=cause_id, mended=Mended(is_done, note))

    said = (
        _("Mended. Its items are asked for again.") if is_done else _("Its items are not asked for until it is mended.")
    )
    return _acted(request, cause_id, call, said)


@page(need=Verb.RECORD_ACTIVITY, methods=("POST",))
def withdraw(request: PageRequest, cause_id: int) -> HttpResponse:
    """Take a cause back."""

    def call(note: str) -> Mapping[str, Any]:
        return withdraw_cause(**_who(request), today=request.today, cause_id=cause_id, note=note)

    return _acted(request, cause_id, call, _("Taken back."))


@page()
def file(request: PageRequest, cause_id: int, document_id: int) -> HttpResponse:
    """Hand out a file of evidence; never shown inside our pages (TRUST S25)."""
    cause_for(actor=request.actor, cause_id=cause_id)
    kept, content = open_document(document_id=document_id, purpose=Purpose.CAUSE, owner_id=cause_id)
    return download(name=kept.name, kind=kept.content_type, content=content)


@page(need=Verb.EDIT_POLICY, methods=("GET", "POST"))
def policy(request: PageRequest) -> HttpResponse:
    """From which amount or age a cause is required."""
    now = policy_in_force()
    currencies = sorted({*SHIPPED_AMOUNTS, *now.amounts, *(company.currency for company in request.companies)})
    initial = {f"amount_{currency}": minor for currency, minor in now.amounts.items()}
    initial |= {"days": now.days, "grace_days": now.grace_days}
    form = CausePolicyForm(request.POST or None, currencies=currencies, initial=initial)

    def call() -> Mapping[str, Any]:
        typed = form.cleaned_data
        changed = CausePolicy(0, form.amounts(), typed["days"], typed["grace_days"])
        seen = number_in(text=request.POST.get("seen", "")) or 0
        return save_policy(**_who(request), draft=PolicyDraft(changed, typed["reason"], seen))

    def again() -> HttpResponse:
        return render(request, "web/causes/policy.html", {"form": form, "policy": now})

    done = Done(_("Saved."), reverse("missing_causes"))
    return (
        again()
        if request.method == "GET"
        else act(request=request, form=form, call=call, done=lambda _: done, again=again)
    )


def _acted(request: PageRequest, cause_id: int, call: Any, said: str) -> HttpResponse:
    cause_for(actor=request.actor, cause_id=cause_id, need=Verb.RECORD_ACTIVITY)
    form = MendForm(request.POST)

    def again() -> HttpResponse:
        shown = pages.cause_shown(actor=request.actor, cause_id=cause_id, today=request.today)
        return render(request, "web/causes/page.html", {"shown": shown, "form": form})

    done = Done(said, f"{reverse('causes')}?which=ALL&row={cause_id}")
    return act(
        request=request,
        form=form,
        call=lambda: call(form.cleaned_data["note"]),
        done=lambda _: done,
        again=again,
    )


def _draft(typed: Mapping[str, Any], customer_id: int, group: tuple[int, str]) -> CauseDraft:
    sent, who = typed["file"], typed["mend_who"]
    is_ours = bool(typed["mend_what"] or who or typed["mend_until"])
    until = typed["mend_until"] or date.min
    return CauseDraft(
        customer_id,
        *group,
        Cause(typed["cause"]),
        typed["text"],
        receivable_ids=tuple(int(pk) for pk in typed["items"]),
        owner_id=int(typed["owner"]),
        files=((sent.name, sent.read()),) if sent else (),
        activity_ids=tuple(int(pk) for pk in typed["contacts"]),
        mend=Mend(typed["mend_what"], int(who or typed["owner"]), until) if is_ours else None,
    )


def _reader(request: PageRequest, state: ListState) -> lists.Reader[pages.CauseLine]:
    which = lists.chosen(state=state, name="which", codes=list(pages.WHICH), default="IN_FORCE")
    narrowed = CauseFilter(
        state="IN_FORCE" if which == "IN_FORCE" else "",
        search=state.filters.get("q", ""),
        customer_id=lists.number_of(state=state, name="customer"),
        cause=state.filters.get("cause", ""),
        to_mend=which == "TO_MEND",
    )

    def read(number: int, size: int) -> Page[pages.CauseLine]:
        found = cause_page(actor=request.actor, narrowed=narrowed, sort=state.sort, number=number, size=size)
        rows = tuple(pages.CauseLine(row, request.today) for row in found.rows)
        return Page(rows, found.number, found.size, found.count, found.totals)

    return read


def _missing(request: PageRequest) -> tuple[MissingRow, ...]:
    planned = planned_items(today=request.today)
    return missing_causes(actor=request.actor, today=request.today, planned=planned)


def _pages_of(rows: Sequence[Row], amounts: Sequence[tuple[str, int]]) -> lists.Reader[Row]:
    totals: dict[str, int] = {}
    for currency, minor in amounts:
        totals[currency] = totals.get(currency, 0) + minor

    def read(number: int, size: int) -> Page[Row]:
        start, end = page_bounds(number=number, size=size)
        return Page(tuple(rows[start:end]), max(number, 1), end - start, len(rows), totals)

    return read


def _opened(request: PageRequest, row_id: int | None) -> pages.CauseShown | None:
    if row_id is None:
        return None
    return pages.cause_shown(actor=request.actor, cause_id=row_id, today=request.today)


def _day(text: str | None, otherwise: date) -> date:
    try:
        return date.fromisoformat(text or "")
    except ValueError:
        return otherwise


def _who(request: PageRequest) -> dict[str, Any]:
    return {"actor": request.actor, "now": request.now, "key": key_of(request=request)}
