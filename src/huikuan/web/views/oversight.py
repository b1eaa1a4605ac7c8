"""Watching ourselves: the flags with their rows beside them, what people say of one, where the thresholds lie."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from huikuan.kernel.actor import Verb
from huikuan.kernel.paging import Page
from huikuan.kernel.refusal import NotPermitted
from huikuan.limits.queries import base_currency
from huikuan.oversight.operations.judging import judge_flag, set_watch_policy
from huikuan.oversight.operations.watching import watch
from huikuan.oversight.queries import FlagFilter, FlagRow, last_run, policy_in_force, policy_versions
from huikuan.oversight.rules.flags import Event
from huikuan.web.acts import Done, act, key_of
from huikuan.web.forms.oversight import JudgeForm, WatchPolicyForm
from huikuan.web.numbers import number_in
from huikuan.web.pages import lists
from huikuan.web.pages import oversight as pages
from huikuan.web.requests import PageRequest, page
from huikuan.web.tables.state import ListState
from huikuan.wording import oversight as words


@page(need=Verb.VIEW_OVERSIGHT)
def flag_list(request: PageRequest) -> HttpResponse:
    """What the rules found, the newest first; one flag beside the list."""
    return _list(request, JudgeForm())


@page(need=Verb.VIEW_OVERSIGHT, methods=("POST",))
def judge(request: PageRequest, flag_id: int) -> HttpResponse:
    """Say what became of a flag."""
    if pages.flag_shown(actor=request.actor, flag_id=flag_id) is None:
        raise NotPermitted("FLAG_NOT_VISIBLE", flag=flag_id)
    form = JudgeForm(request.POST)

    def call() -> Mapping[str, Any]:
        return judge_flag(
            actor=request.actor,
            now=request.now,
            key=key_of(request=request),
            flag_id=flag_id,
            event=Event(form.cleaned_data["event"]),
            note=form.cleaned_data["note"],
        )

    done = Done(_("Put on record."), f"{reverse('oversight')}?which=ALL&row={flag_id}")
    return act(request=request, form=form, call=call, done=lambda _: done, again=lambda: _list(request, form, flag_id))


@page(need=Verb.VIEW_OVERSIGHT, methods=("POST",))
def look_now(request: PageRequest) -> HttpResponse:
    """Look at the books now, without waiting for the night."""
    form = JudgeForm({"event": "EXPLAIN", "note": "-"})

    def call() -> Mapping[str, Any]:
        return watch(actor=request.actor, now=request.now, key=key_of(request=request), today=request.today)

    def done(result: Mapping[str, Any]) -> Done:
        count = result["new"]
        said = ngettext("%(count)s new flag.", "%(count)s new flags.", count) % {"count": count}
        return Done(said, reverse("oversight"))

    return act(request=request, form=form, call=call, done=done, again=lambda: _list(request, JudgeForm()))


@page(need=Verb.VIEW_OVERSIGHT, methods=("GET", "POST"))
def watch_policy(request: PageRequest) -> HttpResponse:
    """The thresholds of the rules and their versions; whoever makes policy writes the next one."""
    in_force = policy_in_force()
    form = WatchPolicyForm(request.POST or None, policy=in_force.policy, currency=base_currency())

    def call() -> Mapping[str, Any]:
        return set_watch_policy(
            actor=request.actor,
            now=request.now,
            key=key_of(request=request),
            policy=form.policy(),
            reason=form.cleaned_data["reason"],
            seen=number_in(text=request.POST.get("seen", "")) or 0,
        )

    def again() -> HttpResponse:
        shown = {"form": form, "in_force": in_force, "versions": policy_versions()}
        return render(request, "web/oversight/policy.html", {**shown, "may_edit": request.actor.may(Verb.EDIT_POLICY)})

    if request.method == "GET":
        return again()
    done = Done(_("Saved. The next look goes by it."), reverse("watch_policy"))
    return act(request=request, form=form, call=call, done=lambda _: done, again=again)


def _list(request: PageRequest, form: JudgeForm, row_id: int | None = None) -> HttpResponse:
    state = lists.state_of(request=request, kind=pages.LIST)
    which = lists.chosen(state=state, name="which", codes=list(pages.WHICH), default="OPEN")
    read = _reader(request, state, which)
    if lists.asked_file(request=request):
        return lists.file_of(request=request, kind=pages.LIST, state=state, read=read)
    opened = row_id or state.row
    shown: dict[str, Any] = {"state": state, "form": form}
    shown["shown"] = None if opened is None else pages.flag_shown(actor=request.actor, flag_id=opened)
    if lists.only_panel(request=request):
        return render(request, "web/oversight/panel.html", shown)
    shown |= {
        "table": lists.table_page(kind=pages.LIST, state=state, read=read),
        "tabs": lists.tabs(state=state, name="which", titles=pages.WHICH, default="OPEN"),
        "kinds": tuple(words.KINDS.items()),
        "last": last_run(),
    }
    return render(request, "web/oversight/list.html", shown)


def _reader(request: PageRequest, state: ListState, which: str) -> lists.Reader[FlagRow]:
    narrowed = FlagFilter(
        state="" if which == "ALL" else which,
        kind=state.filters.get("kind", ""),
        customer_id=lists.number_of(state=state, name="customer"),
        search=state.filters.get("q", ""),
    )

    def read(number: int, size: int) -> Page[FlagRow]:
        return pages.flag_lines(actor=request.actor, narrowed=narrowed, sort=state.sort, number=number, size=size)

    return read
