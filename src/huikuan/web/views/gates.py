"""Links that open once: the first set-up, an invitation, a new password (TRUST S14)."""

from __future__ import annotations

import hashlib

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

from huikuan.accounts.administration import open_link
from huikuan.accounts.operations.companies import CompanyDraft, add_company
from huikuan.accounts.operations.passwords import FirstPerson, set_password_by_link, set_up_installation
from huikuan.accounts.queries import signed_in_person
from huikuan.kernel.refusal import Refused
from huikuan.web.acts import key_of
from huikuan.web.forms.session import NewPasswordForm, SetUpForm
from huikuan.web.requests import OpenRequest, public
from huikuan.web.views.session import begin_session
from huikuan.wording.sentences import sentence

FIELDS = {
    "PASSWORD_SHORT": "new",
    "PASSWORD_LONG": "new",
    "PASSWORD_COMMON": "new",
    "COMPANY_EXISTS": "company",
}


@public(methods=("GET", "POST"))
def one_time_link(request: OpenRequest, token: str) -> HttpResponse:
    """Set a password with a link that opens once; the first link of an installation sets it up."""
    link = open_link(token_hash=hashlib.sha256(token.encode()).hexdigest(), now=request.now)
    if link is None:
        raise Refused("LINK_INVALID")
    form = (SetUpForm if link.user_id is None else NewPasswordForm)(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            user_id = _open(request, token, form)
        except Refused as refusal:
            said = sentence(code=refusal.code, parameters=refusal.parameters)
            form.add_error(FIELDS.get(refusal.code), said)
        else:
            return begin_session(request=request, user_id=user_id)
    shown = {"form": form, "link": link, "token": token}
    return render(request, "web/account/one_time_link.html", shown, status=422 if form.errors else 200)


def _open(request: OpenRequest, token: str, form: NewPasswordForm) -> int:
    key, typed = key_of(request=request), form.cleaned_data
    if not isinstance(form, SetUpForm):
        return set_password_by_link(now=request.now, key=key, token=token, new=typed["new"])
    language = "en" if get_language() == "en" else "zh-hans"
    person = FirstPerson(typed["username"], typed["name"], typed["new"], language)
    company = CompanyDraft(typed["company"], typed["company"][:12], typed["currency"])
    with transaction.atomic():  # a refused company leaves no administrator behind, and the link unused
        user_id = set_up_installation(now=request.now, key=key, token=token, person=person)
        administrator = signed_in_person(user_id=user_id)
        if administrator is not None:
            add_company(actor=administrator.actor, now=request.now, key=f"{key}:company", company=company)
    return user_id
