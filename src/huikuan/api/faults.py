"""Every answer that is not a success, in one shape; a fault of ours shows a reference and nothing else (TRUST S32)."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable, Mapping
from typing import Any

from django.db import IntegrityError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, Throttled, ValidationError

from huikuan.api.answers import Fault
from huikuan.audit.operations import KeyReused
from huikuan.kernel.refusal import NotPermitted, Refused
from huikuan.wording.sentences import sentence

log = logging.getLogger("huikuan.api")
MOST_FAULTS = 50
LONGEST_FIELD = 100
STATUSES = frozenset({400, 401, 403, 404, 405, 409, 413, 415, 422, 429, 500, 503})

WRONG_INPUT = frozenset(
    {
        "ACCOUNT_CURRENCY_DIFFERS",
        "AMOUNT_OUT_OF_BOUNDS",
        "LINES_DIFFER",
        "LINE_AMOUNT_DIFFERS",
        "LINE_OUT_OF_BOUNDS",
        "COMPANIES_DIFFER",
        "CURRENCIES_DIFFER",
        "KEY_REUSED",
        "KEY_UNUSABLE",
        "MANDATE_DAYS",
        "MANDATE_GROUND",
        "MANDATE_SELF",
        "NOT_AN_ALLOCATION",
        "ORDER_AMOUNTS_WRONG",
        "ORDER_CURRENCY_DIFFERS",
        "ORDER_NUMBER_NEEDED",
        "ORDER_NUMBER_WRONG",
        "REASON_UNKNOWN",
        "THIRD_PARTY_UNAUTHORISED",
        # after the due date
        "CASE_AWARD",
        "CASE_OUTCOME",
        "CAUSE_EVIDENCE_MISSING",
        "CAUSE_ITEMS_COUNT",
        "CAUSE_MEND_MISSING",
        "CAUSE_MEND_NOT_OURS",
        "CAUSE_TEXT_MISSING",
        "CLOCK_EVENT_FOUND",
        "CLOCK_EVENT_SINCE",
        "CONVERSATION_EMPTY",
        "CONVERSATION_WITHOUT_ACTION",
        "CONVERSATION_WITH_NOBODY",
        "CREDITOR_HEARSAY_SAYS_WHO",
        "CREDITOR_NAME",
        "INTEREST_ONE_COMPANY",
        "NEXT_STEP_MISSING",
        "PROMISE_BY_WHOM",
        "PROMISE_HEARD_HOW",
        "PROMISE_IN_ANOTHER_OUTCOME",
        "PROMISE_WITHOUT_TERMS",
        "REASON_NEEDED",
        "SANCTION_LOWERS",
        "SETTLEMENT_AMOUNT",
        "SETTLEMENT_DAY_TWICE",
        "SETTLEMENT_ONE_PAYMENT",
        "SETTLEMENT_PART_AND_REST",
        "TEXT_MISSING",
        "WRITE_OFF_ITEMS",
        "WRITE_OFF_NOT_THEIRS",
    }
)
"""Refusals that no later moment would lift: 422. Every other one is 409, what the books hold stands against it."""
MISSING_RIGHTS = frozenset({"VERB_MISSING", "TOKEN_LACKS_RIGHT"})

# pydantic's kinds of faults as codes of ours, and what of the fault is the limit in the sentence.
_CODES: Mapping[str, tuple[str, str]] = {
    "missing": ("FIELD_MISSING", ""),
    "extra_forbidden": ("FIELD_UNEXPECTED", ""),
    "int_type": ("FIELD_NOT_INTEGER", ""),
    "greater_than_equal": ("FIELD_TOO_SMALL", "ge"),
    "less_than_equal": ("FIELD_TOO_LARGE", "le"),
    "string_type": ("FIELD_NOT_TEXT", ""),
    "string_unicode": ("FIELD_NOT_TEXT", ""),
    "string_too_short": ("FIELD_TOO_SHORT", "min_length"),
    "string_too_long": ("FIELD_TOO_LONG", "max_length"),
    "string_pattern_mismatch": ("FIELD_NOT_ALLOWED_TEXT", ""),
    "too_short": ("FIELD_TOO_SHORT", "min_length"),
    "too_long": ("FIELD_TOO_LONG", "max_length"),
    "enum": ("FIELD_NOT_ON_LIST", "expected"),
    "list_type": ("FIELD_NOT_A_LIST", ""),
    "model_type": ("FIELD_NOT_AN_OBJECT", ""),
    "model_attributes_type": ("FIELD_NOT_AN_OBJECT", ""),
}


class WrongInput(Refused):
    """What was sent is at fault, whatever its code: 422."""


def register_faults(*, api: NinjaAPI) -> None:
    """Let every exception of a route answer in the one shape."""
    answers: dict[type[Exception], Callable[[HttpRequest, Any], HttpResponse]] = {
        Refused: _refused,
        ValidationError: _invalid,
        HttpError: _http,
        Http404: _no_such_address,
        IntegrityError: _constraint,
        OperationalError: _unavailable,
        Exception: _failed,
    }
    for kind, answer in answers.items():
        api.add_exception_handler(kind, answer)


def fault(*, status: int, code: str, reference: str = "", **parameters: Any) -> HttpResponse:
    """The answer for a code; 401 says how to sign in."""
    message = sentence(code=code, parameters=parameters)
    body = Fault(code=code, message=message, parameters=parameters, reference=reference)
    response = JsonResponse(body.model_dump(), status=status)
    if status == 401:
        response.headers["WWW-Authenticate"] = "Bearer"
    return response


def too_many_calls(*, seconds: int) -> HttpResponse:
    """The answer to a caller who is to wait."""
    response = fault(status=429, code="TOO_MANY_CALLS", seconds=seconds)
    response.headers["Retry-After"] = str(seconds)
    return response


def failed(*, request: HttpRequest, error: Exception) -> HttpResponse:
    """The answer to a fault of ours: nothing of it shown, all of it in the log under the reference."""
    return fault(status=500, code="FAILED", reference=_logged(request, error))


def _refused(request: HttpRequest, refusal: Refused) -> HttpResponse:
    parameters: dict[str, Any] = dict(refusal.parameters)
    if isinstance(refusal, KeyReused):
        parameters = {"key": request.headers.get("Idempotency-Key", "")}
    return fault(status=_status_of(refusal), code=refusal.code, **parameters)


def _status_of(refusal: Refused) -> int:
    if isinstance(refusal, NotPermitted):
        return 403 if refusal.code in MISSING_RIGHTS else 404
    return 422 if isinstance(refusal, WrongInput) or refusal.code in WRONG_INPUT else 409


def _invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    return fault(status=422, code="INPUT_INVALID", faults=[_field_fault(found) for found in error.errors[:MOST_FAULTS]])


def _field_fault(found: Mapping[str, Any]) -> dict[str, str]:
    kind, context = str(found["type"]), found.get("ctx", {})
    code, limit = _CODES.get(kind, (kind if kind.isupper() else "FIELD_INVALID", "limit"))
    source, *path = (str(part) for part in found["loc"])
    if source == "body" and path[:1] == ["body"]:
        del path[0]
    message = sentence(code=code, parameters={"limit": str(context.get(limit, "")).replace(" or ", ", ")})
    return {"field": ".".join((source, *path))[:LONGEST_FIELD], "code": code, "message": message}


def _http(request: HttpRequest, error: HttpError) -> HttpResponse:
    if isinstance(error.__cause__, ValidationError):
        return _invalid(request, error.__cause__)
    if isinstance(error, Throttled):
        return too_many_calls(seconds=error.wait or 1)
    if isinstance(error, AuthenticationError):
        return fault(status=401, code="TOKEN_INVALID")
    return fault(status=error.status_code, code="REQUEST_INVALID")


def _no_such_address(request: HttpRequest, error: Http404) -> HttpResponse:
    return fault(status=404, code="NO_SUCH_ADDRESS")


def _constraint(request: HttpRequest, error: IntegrityError) -> HttpResponse:
    """A number that exists already is the caller's affair; any other broken constraint is ours."""
    is_unique = getattr(error.__cause__, "sqlstate", "") == "23505" or "UNIQUE constraint failed" in str(error)
    return fault(status=409, code="EXISTS_ALREADY") if is_unique else failed(request=request, error=error)


def _unavailable(request: HttpRequest, error: OperationalError) -> HttpResponse:
    reference = _logged(request, error)
    response = fault(status=503, code="TRY_AGAIN", reference=reference)
    response.headers["Retry-After"] = "1"
    return response


def _failed(request: HttpRequest, error: Exception) -> HttpResponse:
    return failed(request=request, error=error)


def _logged(request: HttpRequest, error: Exception) -> str:
    reference = secrets.token_hex(4).upper()
    log.error("reference %s: %s %s", reference, request.method, request.path, exc_info=error)
    return reference
