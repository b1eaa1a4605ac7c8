"""Bodies and addresses without the leniency of their formats: no name twice, no NaN, no unknown name (TRUST S5, S23)."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest
from django.utils.datastructures import MultiValueDict
from ninja.errors import ValidationError
from ninja.parser import Parser

from huikuan.api.fields import LARGEST_ID

LONGEST_NUMBER = 40
"""Digits; a longer one costs quadratic time to read."""


class StrictParser(Parser):
    """Reads JSON as RFC 8259 has it."""

    def parse_body(self, request: HttpRequest) -> Any:
        """The value of a JSON body in UTF-8. Raises ValidationError FIELD_TWICE, FIELD_NOT_A_NUMBER, BODY_NOT_JSON."""
        try:
            return json.loads(
                request.body.decode("utf-8"),
                object_pairs_hook=_object,
                parse_constant=_no_constant,
                parse_int=_integer,
            )
        except (ValueError, RecursionError):
            raise _fault("BODY_NOT_JSON") from None

    def parse_querydict(
        self, data: MultiValueDict[str, Any], list_fields: list[str], request: HttpRequest
    ) -> dict[str, Any]:
        """The single values of an address; `only_known_names` refused the rest."""
        return {name: data[name] for name in data}


def only_known_names(view: Callable[..., Any]) -> Callable[..., Any]:
    """Refuse names in the address that the route does not know, or that stand there twice."""
    models = view._ninja_operation.models  # type: ignore[attr-defined]
    known = {
        name for model in models if model.__ninja_param_source__ == "query" for name in model.__ninja_flatten_map__
    }

    @wraps(view)
    def checked(request: HttpRequest, **values: Any) -> Any:
        faults = [_query_fault("FIELD_UNEXPECTED", name) for name in request.GET if name not in known]
        faults += [_query_fault("FIELD_TWICE", name) for name, found in request.GET.lists() if len(found) > 1]
        if faults:
            raise ValidationError(faults)
        return view(request, **values)

    return checked


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        twice = next(name for name, times in Counter(name for name, _ in pairs).items() if times > 1)
        raise _fault("FIELD_TWICE", twice)
    return found


def _no_constant(text: str) -> Any:
    raise _fault("FIELD_NOT_A_NUMBER", text)


def _integer(text: str) -> int:
    if len(text) > LONGEST_NUMBER:
        raise _fault("FIELD_TOO_LARGE", text[:LONGEST_NUMBER], limit=LARGEST_ID)
    return int(text)


def _fault(code: str, name: str = "", **context: int) -> ValidationError:
    return ValidationError([{"type": code, "loc": ("body", name) if name else ("body",), "ctx": context}])


def _query_fault(code: str, name: str) -> dict[str, Any]:
    return {"type": code, "loc": ("query", name), "ctx": {}}
