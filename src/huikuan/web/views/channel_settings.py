"""The administrator's page of channels: SMS providers and robots are set up, changed, switched off and tried here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from huikuan.accounts.queries import people
from huikuan.guests.rules.letters import CODE_TEMPLATES
from huikuan.jobs.channels import ROBOT_HOSTS, Channels, ChannelsFaulty, channels_of, file_description
from huikuan.jobs.kept_channels import TEST, save_channel, try_channel
from huikuan.kernel.actor import Verb
from huikuan.outbox.bucket_rules import RATES
from huikuan.outbox.operations.keeping import switch_channel
from huikuan.outbox.queries import KeptChannelRow, kept_channels, newest_tried
from huikuan.outbox.rules import ChannelName
from huikuan.reminders.rules.short_texts import SMS_PARAMETERS, template_names
from huikuan.web.acts import Done, act, key_of
from huikuan.web.forms.channel_settings import FORMS, ChannelForm, TryForm
from huikuan.web.numbers import number_in
from huikuan.web.pages.reminders import MESSAGE_STATES
from huikuan.web.requests import PageRequest, page
from huikuan.web.tables.columns import Chip
from huikuan.web.toasts import say
from huikuan.wording import names
from huikuan.wording.outbox import CHANNEL_KINDS

TESTS_SHOWN = 10
FIELDS = {"CHANNEL_NAME_TAKEN": "robot_name", "CHANNEL_NAME_WRONG": "robot_name"}


@page(need=Verb.ADMINISTER)
def channel_settings(request: PageRequest) -> HttpResponse:
    """Every channel there is, where it was set up, what it takes, and the newest tests with the provider's answer."""
    me = people(ids=frozenset({request.person.id})).get(request.person.id)
    return _listed(request, TryForm(initial={"phone": me.phone if me else ""}))


@page(need=Verb.ADMINISTER, methods=("GET", "POST"))
def add_channel(request: PageRequest, kind: str) -> HttpResponse:
    """Set up a provider or robot."""
    form_class = FORMS.get(kind)
    if form_class is None:
        raise Http404
    return _form(request, form_class(request.POST or None), kind, None)


@page(need=Verb.ADMINISTER, methods=("GET", "POST"))
def edit_channel(request: PageRequest, name: str) -> HttpResponse:
    """Change a provider or robot; secrets left empty stay."""
    row = _row(name)
    form_class = FORMS[row.kind]
    form = form_class(request.POST or None, initial=form_class.initial_of(row))
    if "robot_name" in form.fields:
        form.fields["robot_name"].disabled = True
    return _form(request, form, row.kind, row)


@page(need=Verb.ADMINISTER, methods=("POST",))
def switch(request: PageRequest, name: str) -> HttpResponse:
    """Switch a channel off or on, as the button said that was seen."""
    is_on = request.POST.get("on") == "1"
    switch_channel(
        actor=request.actor,
        now=request.now,
        key=key_of(request=request),
        name=_row(name).name,
        is_on=is_on,
        replaces=number_in(text=request.POST.get("seen", "")) or 0,
    )
    said = _("Switched on.") if is_on else _("Switched off; its messages wait.")
    say(request=request, text=said)
    return HttpResponseRedirect(reverse("channel_settings"), status=303)


@page(need=Verb.ADMINISTER, methods=("POST",))
def try_one(request: PageRequest, name: str) -> HttpResponse:
    """Queue a test message."""
    _row(name)
    form = TryForm(request.POST)

    def call() -> Mapping[str, Any]:
        phone = form.cleaned_data["phone"]
        who = {"actor": request.actor, "now": request.now, "today": request.today, "key": key_of(request=request)}
        return try_channel(**who, name=name, phone=phone)  # type: ignore[arg-type]

    done = Done(
        _("The test waits for the worker; what the provider answers stands below."), reverse("channel_settings")
    )
    return act(request=request, form=form, call=call, done=lambda _: done, again=lambda: _listed(request, form))


def _form(request: PageRequest, form: ChannelForm, kind: str, row: KeptChannelRow | None) -> HttpResponse:
    def call() -> Mapping[str, Any]:
        draft = form.draft(name=row.name if row else "")
        return save_channel(actor=request.actor, now=request.now, key=key_of(request=request), draft=draft)

    def again() -> HttpResponse:
        shown = {"form": form, "row": row, "kind": kind, "title": CHANNEL_KINDS[kind]}
        shown["hosts"] = ", ".join(ROBOT_HOSTS.get(form.channel, ()))
        return render(request, "web/channels/edit.html", shown)

    if request.method == "GET":
        return again()
    done = Done(_("Saved. Send yourself a test before you rely on it."), reverse("channel_settings"))
    return act(request=request, form=form, call=call, done=lambda _: done, again=again, fields=FIELDS)


def _listed(request: PageRequest, form: TryForm) -> HttpResponse:
    in_file, problem = _in_file()
    shown = {
        "has_mail": bool(settings.SMTP_URL and settings.EMAIL_FROM),
        "kept": [(row, CHANNEL_KINDS[row.kind], _rate(row.channel)) for row in _rows()],
        "robots": [(one, names.CHANNELS[one.channel.value], ", ".join(one.people)) for one in in_file.robots],
        "provider": in_file.sms_provider,
        "problem": problem,
        "file": settings.CHANNELS_FILE,
        "form": form,
        "kinds": CHANNEL_KINDS.items(),
        "tests": [
            (one, Chip(*MESSAGE_STATES[one.message.state.value]))
            for one in newest_tried(purpose=TEST, most=TESTS_SHOWN)
        ],
        "templates": (*template_names(), *CODE_TEMPLATES),
        "parameters": (*SMS_PARAMETERS, "code"),
    }
    return render(request, "web/channels/settings.html", shown)


def _in_file() -> tuple[Channels, str]:
    try:
        return channels_of(data=file_description()), ""
    except ChannelsFaulty as fault:
        return Channels(), str(fault)


def _rate(channel: ChannelName) -> list[tuple[int, int]]:
    """What a robot takes, as messages in so many seconds; nothing for SMS, whose caps are those of the customer."""
    return [(rate.most, int(rate.window.total_seconds())) for rate in RATES.get(channel, ())]


def _rows() -> tuple[KeptChannelRow, ...]:
    return kept_channels(secret=settings.SECRET_KEY)


def _row(name: str) -> KeptChannelRow:
    found = next((row for row in _rows() if row.name == name), None)
    if found is None:
        raise Http404
    return found
