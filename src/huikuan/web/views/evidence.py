"""The evidence of a customer: what proves each item, a missing piece uploaded, the bundle to take to a lawyer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from huikuan.documents.files import read_file
from huikuan.documents.queries import open_document
from huikuan.documents.rules import Purpose
from huikuan.evidence.access import ordered_for, piece_for
from huikuan.evidence.operations.adding import PieceDraft, add_piece, withdraw_piece
from huikuan.evidence.operations.bundling import BundleOrder
from huikuan.evidence.operations.ordering import fetch_bundle, order_bundle, retry_bundle
from huikuan.evidence.rules.kinds import Kind
from huikuan.evidence.rules.ordering import OrderState
from huikuan.jobs.bundles import make_bundles
from huikuan.kernel.actor import Verb
from huikuan.kernel.refusal import NotPermitted
from huikuan.web.acts import Done, act, key_of
from huikuan.web.downloads import download
from huikuan.web.forms.evidence import BundleForm, PieceForm
from huikuan.web.forms.follow_up import DecisionForm
from huikuan.web.numbers import number_in
from huikuan.web.pages import evidence as pages
from huikuan.web.requests import PageRequest, page

FIELDS = {"EVIDENCE_SIGNATORY": "signatory", "EVIDENCE_EMPTY": "file", "EVIDENCE_FUTURE": "dated_on"}


@page()
def evidence(request: PageRequest, customer_id: int) -> HttpResponse:
    """Items against kinds of evidence."""
    return _shown(request, customer_id)


@page(need=Verb.RECORD_ACTIVITY, methods=("POST",), takes_file=True)
def add_evidence(request: PageRequest, customer_id: int) -> HttpResponse:
    """Keep a missing piece."""
    form = PieceForm(request.POST, request.FILES, items=_choices(request, customer_id), auto_id="piece_%s")

    def call() -> Mapping[str, Any]:
        typed = form.cleaned_data
        draft = PieceDraft(
            customer_id=customer_id,
            receivable_ids=tuple(int(pk) for pk in typed["items"]),
            kind=Kind(typed["kind"]),
            dated_on=typed["dated_on"],
            name=typed["file"].name,
            content=typed["file"].read(),
            is_signed=typed["is_signed"],
            signatory=typed["signatory"],
            note=typed["note"],
        )
        return add_piece(**_who(request), today=request.today, draft=draft)

    done = Done(_("Kept. It counts for the items you chose."), reverse("evidence", args=[customer_id]))
    again = lambda: _shown(request, customer_id, piece=form)  # noqa: E731
    return act(request=request, form=form, call=call, done=lambda _: done, again=again, fields=FIELDS)


@page(need=Verb.RECORD_ACTIVITY, methods=("POST",))
def withdraw_evidence(request: PageRequest, piece_id: int) -> HttpResponse:
    """Let a piece count no more."""
    customer_id = piece_for(actor=request.actor, piece_id=piece_id, need=Verb.RECORD_ACTIVITY).customer_id
    form = DecisionForm(request.POST)

    def call() -> Mapping[str, Any]:
        return withdraw_piece(**_who(request), piece_id=piece_id, reason=form.cleaned_data["note"])

    done = Done(_("Taken back."), reverse("evidence", args=[customer_id]))
    again = lambda: _shown(request, customer_id, withdraw=form)  # noqa: E731
    return act(request=request, form=form, call=call, done=lambda _: done, again=again)


@page()
def evidence_file(request: PageRequest, piece_id: int) -> HttpResponse:
    """Hand out a piece as it was uploaded."""
    row = piece_for(actor=request.actor, piece_id=piece_id)
    kept, content = open_document(document_id=row.document_id, purpose=Purpose.EVIDENCE, owner_id=row.customer_id)
    return download(name=kept.name, kind=kept.content_type, content=content)


@page(need=Verb.HANDLE_CASE, methods=("POST",))
def evidence_bundle(request: PageRequest, customer_id: int) -> HttpResponse:
    """Order the bundle of what is there now; the worker makes and seals it."""
    form = BundleForm(request.POST, items=_choices(request, customer_id), auto_id="bundle_%s")

    def call() -> Mapping[str, Any]:
        typed = form.cleaned_data
        items = tuple(int(pk) for pk in typed["items"])
        order = BundleOrder(customer_id, request.company_id or 0, items, typed["language"])
        return order_bundle(**_who(request), today=request.today, order=order)

    done = Done(_("Ordered. Your worklist says when it is ready."), reverse("evidence", args=[customer_id]) + "#b")
    again = lambda: _shown(request, customer_id, bundle=form)  # noqa: E731
    return act(request=request, form=form, call=call, done=lambda _: done, again=again)


@page(need=Verb.HANDLE_CASE, methods=("POST",))
def make_evidence_bundle(request: PageRequest, ordered_id: int) -> HttpResponse:
    """Try a bundle again that failed; make one that waits now, where no worker runs."""
    row, form = ordered_for(actor=request.actor, ordered_id=ordered_id), Form(request.POST)

    def call() -> Mapping[str, Any]:
        if row.state == OrderState.WAITING.value:
            return {"ready": make_bundles(clock=lambda: request.now, zone=timezone.get_current_timezone())}
        return retry_bundle(**_who(request), ordered_id=ordered_id)

    done = Done(_("The bundle goes on."), reverse("evidence", args=[row.customer_id]) + "#b")
    again = lambda: _shown(request, row.customer_id, bundle=form)  # noqa: E731
    return act(request=request, form=form, call=call, done=lambda _: done, again=again)


@page(need=Verb.HANDLE_CASE, methods=("POST",))
def fetch_evidence_bundle(request: PageRequest, ordered_id: int) -> HttpResponse:
    """Note who takes the bundle out of the house, and hand it out."""
    row, form = ordered_for(actor=request.actor, ordered_id=ordered_id), Form(request.POST)
    call = lambda: fetch_bundle(**_who(request), ordered_id=ordered_id)  # noqa: E731
    done = Done(_("Read the bundle before you hand it on."), reverse("evidence_bundle_file", args=[ordered_id]))
    again = lambda: _shown(request, row.customer_id, bundle=form)  # noqa: E731
    return act(request=request, form=form, call=call, done=lambda _: done, again=again)


@page(need=Verb.HANDLE_CASE)
def evidence_bundle_file(request: PageRequest, ordered_id: int) -> HttpResponse:
    """The archive, once somebody noted that he fetches it."""
    row = ordered_for(actor=request.actor, ordered_id=ordered_id)
    if row.fetched_at is None:
        raise NotPermitted("EVIDENCE_NOT_VISIBLE", bundle=ordered_id)
    name = f"evidence-{row.customer_id}-{row.as_of.isoformat()}-{row.language}.zip"
    return download(name=name, kind="application/zip", content=read_file(sha256=row.archive_sha256))


def _choices(request: PageRequest, customer_id: int) -> list[tuple[str, str]]:
    """The items a form may name; the page says who may not see the customer."""
    items = pages.items_of(
        actor=request.actor, customer_id=customer_id, company_id=request.company_id, today=request.today
    )
    return pages.item_choices(items=items)


def _shown(request: PageRequest, customer_id: int, **forms: Any) -> HttpResponse:
    shown = pages.evidence_shown(
        actor=request.actor,
        customer_id=customer_id,
        company_id=request.company_id,
        today=request.today,
        item_id=number_in(text=request.GET.get("item", "")),
    )
    choices = pages.item_choices(items=tuple(line.row for line in shown.lines))
    all_items = {"items": [pk for pk, _ in choices]}
    chosen = {"items": [str(shown.chosen.row.id)] if shown.chosen else []}
    fresh = {
        "piece": PieceForm(items=choices, initial={"dated_on": request.today, **chosen}, auto_id="piece_%s"),
        "bundle": BundleForm(items=choices, initial=all_items, auto_id="bundle_%s"),
        "withdraw": DecisionForm(auto_id="withdraw_%s"),
    }
    return render(request, "web/evidence/page.html", {"shown": shown, **fresh, **forms})


def _who(request: PageRequest) -> dict[str, Any]:
    return {"actor": request.actor, "now": request.now, "key": key_of(request=request)}
