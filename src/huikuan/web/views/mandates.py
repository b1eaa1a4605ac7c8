"""Who else may pay for a customer: entered at a receipt, listed with how the customer pays, ended there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from huikuan.customers.access import customer_for
from huikuan.documents.queries import open_document
from huikuan.documents.rules import Purpose
from huikuan.kernel.actor import Verb
from huikuan.kernel.refusal import NotPermitted
from huikuan.paying.mandates import mandate_for
from huikuan.paying.mandating import MandateDraft, end_mandate, let_another_pay
from huikuan.receipts.access import receipt_for
from huikuan.web.acts import Done, act, key_of
from huikuan.web.downloads import download
from huikuan.web.forms.mandates import MandateForm
from huikuan.web.numbers import number_in
from huikuan.web.pages.mandates import rights_of
from huikuan.web.requests import PageRequest, page
from huikuan.web.views.receipt_acts import receipt_context


@page(methods=("POST",), takes_file=True)
def enter_mandate(request: PageRequest, receipt_id: int) -> HttpResponse:
    """Let the payer of a receipt pay the debts of the customer named."""
    rights = rights_of(actor=request.actor)
    if not any(rights.values()):
        raise NotPermitted("VERB_MISSING", verb=Verb.ALLOCATE.value)
    row = receipt_for(actor=request.actor, receipt_id=receipt_id)
    debtor = customer_for(actor=request.actor, customer_id=number_in(text=request.POST.get("for")) or 0)
    form = MandateForm(request.POST, request.FILES, auto_id="mandate_%s", **rights)

    def call() -> Mapping[str, Any]:
        typed = form.cleaned_data
        file = typed.get("file")
        draft = MandateDraft(
            company_id=row.company_id,
            debtor_id=debtor.pk,
            payer_id=row.customer_id or 0,
            signed_on=typed["signed_on"],
            valid_through=typed["valid_through"],
            reason=typed.get("reason", ""),
            file_name=file.name if file else "",
            content=file.read() if file else b"",
        )
        return let_another_pay(actor=request.actor, now=request.now, key=key_of(request=request), draft=draft)

    def again() -> HttpResponse:
        context = receipt_context(request=request, receipt_id=receipt_id, forms={"mandate": form})
        return render(request, "web/receipts/page.html", context)

    done = Done(_("His money may pay for it now."), f"{reverse('receipt', args=[receipt_id])}?for={debtor.pk}")
    return act(request=request, form=form, call=call, done=lambda _: done, again=again)


@page(need=Verb.ALLOCATE, methods=("POST",))
def close_mandate(request: PageRequest, mandate_id: int) -> HttpResponse:
    """End a mandate; what it paid stays paid."""
    row = mandate_for(actor=request.actor, mandate_id=mandate_id, need=Verb.ALLOCATE)
    back = reverse("paying", args=[row.debtor_id])

    def call() -> Mapping[str, Any]:
        return end_mandate(actor=request.actor, now=request.now, key=key_of(request=request), mandate_id=mandate_id)

    form = Form(request.POST)
    done = Done(_("Ended. What was paid by it stays."), back)

    def again() -> HttpResponse:
        return render(request, "web/paying/ended.html", {"form": form, "back": back})

    return act(request=request, form=form, call=call, done=lambda _: done, again=again)


@page()
def mandate_paper(request: PageRequest, mandate_id: int, document_id: int) -> HttpResponse:
    """The paper of a mandate as it was uploaded; never shown inside our pages (TRUST S25)."""
    row = mandate_for(actor=request.actor, mandate_id=mandate_id)
    if row.document_id != document_id:
        raise NotPermitted("MANDATE_NOT_VISIBLE", mandate=mandate_id)
    kept, content = open_document(document_id=document_id, purpose=Purpose.MANDATE, owner_id=row.debtor_id)
    return download(name=kept.name, kind=kept.content_type, content=content)
