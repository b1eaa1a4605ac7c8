"""Statements to look at and download; one confirmed with a second factor, or objected to line by line (TRUST S17)."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from huikuan.guests.operations.code_messages import masked_mobile, send_code
from huikuan.guests.operations.codes import check_factor, has_passed
from huikuan.guests.rules.links import LinkPurpose
from huikuan.jobs.channels import can_send_codes
from huikuan.kernel.refusal import Refused
from huikuan.portal import pages
from huikuan.portal.door import EVERY, GuestRequest, guest_page, handed_out, key_of
from huikuan.portal.forms import CodeForm
from huikuan.portal.statement_forms import ConfirmForm, ObjectForm
from huikuan.portal.telling import Files, Telling, tell, with_form
from huikuan.portal.visits import keep_visit
from huikuan.statements.operations.replying import mark_seen, reply_as_guest
from huikuan.statements.queries.for_guest import statement_file, statement_shown, statements_shown
from huikuan.statements.rules.replying import Channel, Factor, ReplyDraft, Result, Seal
from huikuan.wording.sentences import sentence

CONFIRM = Telling(
    _("Confirm the balance"),
    _("You confirm the closing balance as of its day. A one-time code or the stamped copy shows that it is you."),
    "portal/confirm_form.html",
    "statement",
)
OBJECT = Telling(
    _("Object to single lines"),
    _("Say of each line that is not right how much, why, and add a file. The other lines stay due."),
    "portal/object_form.html",
    "statement",
)


@guest_page()
def statement_list(request: GuestRequest) -> HttpResponse:
    """The statements that were sent."""
    shown = {"statements": statements_shown(guest=request.guest), "here": "statements"}
    return with_form(answer=render(request, "portal/statements.html", shown))


@guest_page(purposes=(LinkPurpose.STATEMENT,))
def statement(request: GuestRequest) -> HttpResponse:
    """The statement the link is about."""
    return _statement(request, request.guest.object_id or 0, CodeForm())


@guest_page(purposes=EVERY)
def one_statement(request: GuestRequest, statement_id: int) -> HttpResponse:
    """One statement with its open items and how to answer."""
    return _statement(request, statement_id, CodeForm())


@guest_page(purposes=EVERY)
def file(request: GuestRequest, statement_id: int, kind: str) -> HttpResponse:
    """A statement as PDF or as table."""
    return handed_out(file=statement_file(guest=request.guest, statement_id=statement_id, kind=kind))


@guest_page(purposes=EVERY, methods=("POST",))
def code(request: GuestRequest, statement_id: int) -> HttpResponse:
    """Type the one-time code."""
    form = CodeForm(request.POST)
    if form.is_valid():
        try:
            code_id = check_factor(guest=request.guest, now=request.now, code=form.cleaned_data["code"])
        except Refused as refusal:
            form.add_error("code", sentence(code=refusal.code, parameters=refusal.parameters))
        else:
            answer = HttpResponseRedirect(reverse("portal_confirm", args=[statement_id]), status=303)
            keep_visit(response=answer, visit=replace(request.visit, code_id=code_id))
            return answer
    return _statement(request, statement_id, form, status=422)


@guest_page(purposes=EVERY, methods=("POST",))
def send_me_a_code(request: GuestRequest, statement_id: int) -> HttpResponse:
    """Send a code to the mobile number on file of the link's person; where it went is said with all but its ends hidden."""
    row, _items = statement_shown(guest=request.guest, statement_id=statement_id)
    if not can_send_codes():
        raise Refused("PORTAL_NO_MOBILE")
    send_code(guest=request.guest, now=request.now, today=request.today, key=key_of(request=request))
    return HttpResponseRedirect(f"{reverse('portal_one_statement', args=[row.id])}?sent=1", status=303)


@guest_page(purposes=EVERY, methods=("GET", "POST"), takes_file=True)
def confirm(request: GuestRequest, statement_id: int) -> HttpResponse:
    """Confirm the balance, with the code typed before or with the stamped copy."""
    row, _items = statement_shown(guest=request.guest, statement_id=statement_id)
    if request.method == "GET" and not row.is_answerable:
        return _to_statement(row.id)
    form = ConfirmForm(
        request.POST or None, request.FILES or None, initial={"name": pages.person_of(guest=request.guest)}
    )

    def act(key: str, files: Files) -> Mapping[str, Any]:
        name, content = next(((name, content) for _, name, content in files), ("", b""))
        seal = Seal(form.cleaned_data["seal"] or "NONE")
        reply = _reply(request, Result.CONFIRMED, form.cleaned_data)
        factor = Factor.STAMP if content else Factor.NONE
        return _answered(
            request, key, row.id, replace(reply, factor=factor, seal=seal, file_name=name, file_content=content)
        )

    more = {"statement": row, "has_code": _has_code(request), "code_form": CodeForm(), **_by_message(request)}
    return tell(request=request, telling=CONFIRM, form=form, act=act, more=more)


@guest_page(purposes=EVERY, methods=("GET", "POST"), takes_file=True)
def object_to(request: GuestRequest, statement_id: int) -> HttpResponse:
    """Object to single lines of a statement."""
    row, items = statement_shown(guest=request.guest, statement_id=statement_id)
    if request.method == "GET" and not row.is_answerable:
        return _to_statement(row.id)
    initial = {"name": pages.person_of(guest=request.guest)}
    form = ObjectForm(request.POST or None, request.FILES or None, items=items, currency=row.currency, initial=initial)

    def act(key: str, files: Files) -> Mapping[str, Any]:
        reply = _reply(request, Result.DISPUTED, form.cleaned_data)
        return _answered(request, key, row.id, replace(reply, objections=form.objections(files=files)))

    return tell(request=request, telling=OBJECT, form=form, act=act, more={"statement": row})


def _to_statement(statement_id: int) -> HttpResponse:
    """The statement itself, which says that it takes no answer any more."""
    return HttpResponseRedirect(reverse("portal_one_statement", args=[statement_id]))


def _statement(request: GuestRequest, statement_id: int, form: CodeForm, *, status: int = 200) -> HttpResponse:
    row, items = statement_shown(guest=request.guest, statement_id=statement_id)
    if request.method == "GET":
        mark_seen(guest=request.guest, now=request.now, statement_id=row.id)
    shown = {"statement": row, "items": items, "form": form, "has_code": _has_code(request), "here": "statements"}
    shown |= _by_message(request)
    return with_form(answer=render(request, "portal/statement.html", shown, status=status))


def _by_message(request: GuestRequest) -> dict[str, Any]:
    """Where a code can go by text message, and whether one was just sent."""
    mobile = masked_mobile(guest=request.guest) if can_send_codes() and not _has_code(request) else ""
    return {
        "mobile": mobile,
        "code_sent": bool(mobile) and "sent" in request.GET,
        "code_key": secrets.token_urlsafe(18),
    }


def _has_code(request: GuestRequest) -> bool:
    code_id = request.visit.code_id
    return bool(code_id) and has_passed(guest=request.guest, code_id=code_id)


def _reply(request: GuestRequest, result: Result, typed: Mapping[str, Any]) -> ReplyDraft:
    return ReplyDraft(
        channel=Channel.PORTAL,
        result=result,
        replied_on=request.today,
        name=typed["name"],
        role=typed["role"],
        phone=typed["phone"],
    )


def _answered(request: GuestRequest, key: str, statement_id: int, reply: ReplyDraft) -> Mapping[str, Any]:
    return reply_as_guest(
        guest=request.guest,
        now=request.now,
        key=key,
        statement_id=statement_id,
        reply=reply,
        code_id=request.visit.code_id or None,
    )
