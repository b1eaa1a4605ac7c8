"""Generated requests against the API's description of itself: no fault of ours, answers as described, bad input refused."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import positive_data_acceptance
from schemathesis.specs.openapi.checks import ignored_auth

from huikuan.api.v1 import new_api, operations_of
from tests.api.world import BASE, World

EXAMPLES = int(os.environ.get("HUIKUAN_API_EXAMPLES", "8"))
"""Of each route; a few hundred find more and take minutes."""
NOT_ASKED = [ignored_auth, positive_data_acceptance]
"""Who may call is in test_matrix.py; what is accepted is looked at below, where a refusal of the books is no fault."""
ROUTES = sorted(f"{one.methods[0]} {BASE}{path}" for path, one in operations_of(api=new_api()) if "openapi" not in path)
WITHOUT_PARAMETERS = {f"GET {BASE}/health", f"GET {BASE}/companies"}


@pytest.fixture(scope="module")
def described() -> Iterator[Any]:
    """The description over the server's own entry, kept from closing the connection that holds a test's transaction."""
    schema = schemathesis.openapi.from_dict(
        json.loads(json.dumps(new_api().get_openapi_schema(path_prefix=f"{BASE}/")))
    )
    schema.config.generation.with_security_parameters = False
    schema.app = get_wsgi_application()
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield schema
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture(autouse=True)
def any_number_of_calls(settings: Any) -> None:
    settings.API_CALLS_PER_MINUTE = 1_000_000


@pytest.mark.parametrize("route", ROUTES)
def test_input_as_described_is_understood(world: World, described: Any, route: str) -> None:
    asked = [_sent(case, world, number) for number, case in _cases(described, route, GenerationMode.POSITIVE)]
    assert asked
    assert [answer.content for answer in asked if b'"INPUT_INVALID"' in answer.content] == []


@pytest.mark.parametrize("route", [route for route in ROUTES if route not in WITHOUT_PARAMETERS])
def test_other_input_is_refused(world: World, described: Any, route: str) -> None:
    asked = [_sent(case, world, None) for _, case in _cases(described, route, GenerationMode.NEGATIVE)]
    assert 422 in {answer.status_code for answer in asked}


def _cases(described: Any, route: str, mode: GenerationMode) -> list[tuple[int, Any]]:
    operations = (found.ok() for found in described.get_all_operations())
    strategy = next(one for one in operations if one.label == route).as_strategy(generation_mode=mode)
    found: list[Any] = []

    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(strategy)
    def collect(case: Any) -> None:
        found.append(case)

    collect()
    return list(enumerate(found))


def _sent(case: Any, world: World, number: int | None) -> Any:
    """Send a request and look at its answer; a numbered one names rows that are there, and a key of its own."""
    if number is not None:
        case.body = _whole(case.body)
        _name_rows(case.body, world)
        if "Idempotency-Key" in case.headers:
            case.headers["Idempotency-Key"] = f"generated-{number}"
    answer = case.call(headers=_headers(world))
    case.validate_response(answer, excluded_checks=NOT_ASKED)
    return answer


def _name_rows(body: Any, world: World) -> None:
    known = {
        "company_id": world.books.company_id,
        "customer_id": world.customer_id,
        "receipt_id": world.receipt.pk,
        "bank_account_id": world.bank_account.pk,
        "receivable_id": world.item.pk,
    }
    if isinstance(body, dict):
        body.update({name: row for name, row in known.items() if body.get(name) is not None})
        for share in body.get("shares", ()):
            _name_rows(share, world)


def _whole(value: Any) -> Any:
    """JSON Schema takes 5.0 for a whole number, the API does not (TRUST S23)."""
    if isinstance(value, dict):
        return {name: _whole(one) for name, one in value.items()}
    if isinstance(value, list):
        return [_whole(one) for one in value]
    return int(value) if isinstance(value, float) else value


def _headers(world: World) -> dict[str, str]:
    return {"Authorization": f"Bearer {world.tokens['accountant']}", "Accept-Language": "en"}
