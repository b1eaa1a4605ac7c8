"""Pages for what did not work: what happened, what to do, whom to ask, a reference number."""

from __future__ import annotations

import logging
import secrets

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from huikuan.accounts.administration import administrators, who_can
from huikuan.kernel.actor import Verb
from huikuan.kernel.refusal import NotPermitted, Refused
from huikuan.web.refusal_words import worded
from huikuan.web.security_log import log_denied

log = logging.getLogger("huikuan.web")


def refusal_page(*, request: HttpRequest, refusal: Refused) -> HttpResponse:
    """403 for a missing verb, 404 for what does not exist or is not to be seen (one answer for both), else 409."""
    said = {"sentence": worded(code=refusal.code, parameters=refusal.parameters)}
    if isinstance(refusal, NotPermitted):
        verb = refusal.parameters.get("verb")
        log_denied(request=request, code=refusal.code, verb=str(verb or ""))
        if verb is not None:
            people = who_can(verb=Verb(str(verb)))
            return render(
                request, "web/errors/not_permitted.html", {**said, "verb": verb, "people": people}, status=403
            )
        return render(request, "web/errors/not_found.html", {**said, "people": administrators()}, status=404)
    return render(request, "web/errors/refused.html", said, status=409)


def too_large(*, request: HttpRequest, status: int) -> HttpResponse:
    """More was sent than is read: 413, or 411 where it does not say how much."""
    log_denied(request=request, code="BODY_TOO_LARGE")
    return render(request, "web/errors/too_large.html", status=status)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """No page has this address."""
    return render(request, "web/errors/not_found.html", status=404)


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form came from elsewhere or from a page that is too old (TRUST S22)."""
    log_denied(request=request, code="FORM_EXPIRED")
    return render(request, "web/errors/form_expired.html", status=403)


def failed(request: HttpRequest) -> HttpResponse:
    """A fault of ours: nothing of it shown, all of it in the log under the reference number (TRUST S32)."""
    reference = secrets.token_hex(4).upper()
    log.exception("reference %s: %s %s", reference, request.method, request.path)
    return render(request, "web/errors/failed.html", {"reference": reference}, status=500)
