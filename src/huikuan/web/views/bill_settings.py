"""The list of acceptors that do not pay, whose bills leave our books, and the numbers for bills as versions."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from huikuan.bills.operations.policies import ListFile, decide_acceptor, import_watch_list, save_bill_policy
from huikuan.bills.queries.acceptors import listed_acceptors, newest_list, rejections, watch_lists
from huikuan.bills.queries.policies import policy_in_force, policy_rows
from huikuan.bills.rules.watching import LONGEST_LIST
from huikuan.integrations.table_files.fast import read_columns_fast
from huikuan.integrations.table_files.faults import FileFault
from huikuan.jobs.import_files import refusal_of
from huikuan.kernel.actor import Verb
from huikuan.web.acts import Done, act, key_of
from huikuan.web.forms.money_forms import AcceptorForm, BillPolicyForm, WatchListForm
from huikuan.web.numbers import number_in
from huikuan.web.requests import PageRequest, page
from huikuan.wording.bills import COUNTED, LIST_COLUMNS, LISTING_KINDS
from huikuan.wording.sentences import sentence


@page()
def acceptors(request: PageRequest) -> HttpResponse:
    """Who stands on the newest list, and the lists taken in."""
    return _acceptors(request, WatchListForm())


@page(need=Verb.IMPORT, methods=("POST",), takes_file=True)
def take_watch_list(request: PageRequest) -> HttpResponse:
    """Take the next list in from a CSV file; rejected rows are told with line and reason."""
    form = WatchListForm(request.POST, request.FILES)

    def call() -> Mapping[str, Any]:
        return import_watch_list(**_who(request), file=_list_file(form))

    def done(result: Mapping[str, Any]) -> Done:
        counts = {"accepted": result["accepted"], "rejected": len(result["rejected"]), "duplicate": result["duplicate"]}
        text = _("%(accepted)s taken, %(duplicate)s twice in the file, %(rejected)s rejected.") % counts
        return Done(text, reverse("acceptors"))

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


def _list_file(form: WatchListForm) -> ListFile:
    """The list as the reader of strangers' files gives it, in a process with limits. Raises Refused FILE_…."""
    typed, file = form.cleaned_data, form.cleaned_data["file"]
    content = file.read()
    table = read_columns_fast(source=content, filename=file.name)
    if isinstance(table, FileFault):
        raise refusal_of(fault=table, file=file.name)
    return ListFile(
        source=typed["source"],
        name=file.name,
        sha256=sha256(content).hexdigest(),
        columns=table.columns,
        rows=tuple((row[0], row[1:]) for row in table.frame.head(LONGEST_LIST + 1).iter_rows()),
        shifted=tuple((row.line, row.cells) for row in table.shifted),
        seen=typed["seen"] or 0,
    )


def _acceptors(request: PageRequest, form: WatchListForm) -> HttpResponse:
    search = request.GET.get("q", "").strip()[:100]
    found = [(row, LISTING_KINDS[row.kind.value]) for row in listed_acceptors(search=search)]
    newest = newest_list()
    shown = {
        "form": form,
        "seen": newest,
        "found": found,
        "lists": watch_lists(),
        "search": search,
        "rejected": [
            (row, LIST_COLUMNS.get(row.column, ""), sentence(code=row.code, parameters={"value": row.value}))
            for row in rejections(number=newest)
        ],
    }
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
