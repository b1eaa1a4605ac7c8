"""The list of acceptors that do not pay, whose bills leave our books, and the numbers for bills as versions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from huikuan.bills.operations.policies import decide_acceptor, import_watch_list, save_bill_policy
from huikuan.bills.queries.acceptors import listed_acceptors, watch_lists
from huikuan.bills.queries.policies import policy_in_force, policy_rows
from huikuan.kernel.actor import Verb
from huikuan.web.acts import Done, act, key_of
from huikuan.web.forms.money_forms import AcceptorForm, BillPolicyForm, WatchListForm
from huikuan.web.numbers import number_in
from huikuan.web.requests import PageRequest, page
from huikuan.wording.bills import COUNTED, LISTING_KINDS
from huikuan.wording.sentences import sentence


@page()
def acceptors(request: PageRequest) -> HttpResponse:
    """Who stands on the newest list, and the lists taken in."""
    return _acceptors(request, WatchListForm())


@page(need=Verb.IMPORT, methods=("POST",), takes_file=True)
def take_watch_list(request: PageRequest) -> HttpResponse:
    """Take the next list in from a CSV file; rejected rows are told with line and reason."""
    form = WatchListForm(request.POST, request.FILES)
    told: dict[str, Any] = {}

    def call() -> Mapping[str, Any]:
        content = form.cleaned_data["file"].read()
        found = import_watch_list(**_who(request), text=text_of(content=content), source=form.cleaned_data["source"])
        told.update(found)
        return found

    def done(result: Mapping[str, Any]) -> Done:
        counts = {"accepted": result["accepted"], "rejected": len(result["rejected"]), "duplicate": result["duplicate"]}
        text = _("%(accepted)s taken, %(duplicate)s twice in the file, %(rejected)s rejected.") % counts
        first = result["rejected"][:3]
        rows = " ".join(f"{one['line']}: {sentence(code=one['code'], parameters=one)}" for one in first)
        return Done(f"{text} {rows}".strip(), reverse("acceptors"))

    return act(request=request, form=form, call=call, done=done, again=lambda: _acceptors(request, form))


@page()
def bill_policy(request: PageRequest) -> HttpResponse:
    """The numbers in force for bills, vouchers and deposits, their versions, and acceptors we decided on."""
    return _policy(request, BillPolicyForm(before=policy_in_force()), AcceptorForm())


@page(need=Verb.EDIT_POLICY, methods=("POST",))
def change_bill_policy(request: PageRequest) -> HttpResponse:
    """Put the next version of the numbers into force."""
    form = BillPolicyForm(request.POST, before=policy_in_force())
    seen = number_in(text=request.POST.get("seen", "")) or 0

    def call() -> Mapping[str, Any]:
        return save_bill_policy(**_who(request), policy=form.policy(seen=seen))

    done = Done(_("The next version is in force."), reverse("bill_policy"))
    return act(
        request=request,
        form=form,
        call=call,
        done=lambda _: done,
        again=lambda: _policy(request, form, AcceptorForm()),
    )


@page(need=Verb.EDIT_POLICY, methods=("POST",))
def say_of_acceptor(request: PageRequest) -> HttpResponse:
    """Say whether bills of an acceptor leave our books when they are passed on."""
    form = AcceptorForm(request.POST)

    def call() -> Mapping[str, Any]:
        return decide_acceptor(**_who(request), **form.cleaned_data)

    done = Done(_("Kept."), reverse("bill_policy"))
    return act(
        request=request,
        form=form,
        call=call,
        done=lambda _: done,
        again=lambda: _policy(request, BillPolicyForm(before=policy_in_force()), form),
    )


def text_of(*, content: bytes) -> str:
    """The text of a CSV file in UTF-8, or in the encoding of Chinese Windows."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return ""


def _acceptors(request: PageRequest, form: WatchListForm) -> HttpResponse:
    search = request.GET.get("q", "").strip()[:100]
    found = [(row, LISTING_KINDS[row.kind.value]) for row in listed_acceptors(search=search)]
    shown = {"form": form, "found": found, "lists": watch_lists(), "search": search}
    return render(request, "web/bills/acceptors.html", {**shown, "may_import": request.actor.may(Verb.IMPORT)})


def _policy(request: PageRequest, form: BillPolicyForm, acceptor: AcceptorForm) -> HttpResponse:
    now = policy_in_force()
    shown = {
        "form": form,
        "acceptor": acceptor,
        "now": now,
        "counted": COUNTED[now.counted.value],
        "rows": [(row, COUNTED[row.policy.counted.value]) for row in policy_rows()],
        "may_edit": request.actor.may(Verb.EDIT_POLICY),
    }
    return render(request, "web/bills/policy.html", shown)


def _who(request: PageRequest) -> dict[str, Any]:
    return {"actor": request.actor, "now": request.now, "key": key_of(request=request)}
