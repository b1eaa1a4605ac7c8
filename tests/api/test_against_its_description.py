"""Generated requests against the API's description of itself: no fault of ours, answers as described, bad input refused."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from hypothesis.strategies import dates
from schemathesis import GenerationMode
from schemathesis.checks import positive_data_acceptance
from schemathesis.core.failures import Failure, FailureGroup
from schemathesis.specs.openapi.checks import ignored_auth
from schemathesis.specs.openapi.formats import unregister_string_format

from huikuan.api.v1 import new_api, operations_of
from tests.api.world import BASE, World, nobody_has_called
from tests.tried import wrong

EXAMPLES = int(os.environ.get("HUIKUAN_API_EXAMPLES", "5"))
"""Of each route; a few hundred find more and take minutes."""
NOT_ASKED = [ignored_auth, positive_data_acceptance]
"""Who may call is in test_matrix.py; what is accepted is looked at below, where a refusal of the books is no fault."""
ROUTES = sorted(f"{one.methods[0]} {BASE}{path}" for path, one in operations_of(api=new_api()) if "openapi" not in path)
WITHOUT_PARAMETERS = {f"GET {BASE}/{name}" for name in ("health", "companies", "accounts", "loss-matrix")}


@pytest.fixture(scope="module")
def described() -> Iterator[dict[GenerationMode, dict[str, Any]]]:
    """Its routes, over the server's own entry, kept from closing the connection that holds a test's transaction."""
    said = json.dumps(new_api().get_openapi_schema(path_prefix=f"{BASE}/"))
    schemathesis.openapi.format("date", dates(date(1990, 1, 1), date(2100, 12, 31)).map(date.isoformat))
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield {
        GenerationMode.POSITIVE: _routes(json.loads(said, object_hook=_day_by_its_format)),
        GenerationMode.NEGATIVE: _routes(json.loads(said)),
    }
    unregister_string_format("date")
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def _routes(description: dict[str, Any]) -> dict[str, Any]:
    schema: Any = schemathesis.openapi.from_dict(description)
    schema.config.generation.with_security_parameters = False
    schema.app = get_wsgi_application()
    return {one.label: one for one in (found.ok() for found in schema.get_all_operations())}


@pytest.fixture(autouse=True)
def whoever_asks_may_everything(world: World) -> None:
    """The accountant handles cases and judges debtors besides, so that bodies are looked at and not only rights."""
    from huikuan.accounts.models import UserRole
    from huikuan.kernel.actor import Role

    UserRole.objects.create(user=world.people["accountant"], role=Role.LEGAL.value)


@pytest.fixture(autouse=True)
def any_number_of_calls(settings: Any) -> None:
    settings.API_CALLS_PER_MINUTE = 1_000_000


def test_input_as_described_is_understood(world: World, described: Any) -> None:
    def look(route: str) -> object:
        asked = [_sent(case, world, number) for number, case in _cases(described, route, GenerationMode.POSITIVE)]
        if not asked:
            return "nothing asked"
        return [answer.content for answer in asked if b'"INPUT_INVALID"' in answer.content]

    assert wrong({route: partial(_told, look, route) for route in ROUTES}) == {}


def test_other_input_is_refused(world: World, described: Any) -> None:
    def look(route: str) -> object:
        asked = [_sent(case, world, None) for _, case in _cases(described, route, GenerationMode.NEGATIVE)]
        statuses = {answer.status_code for answer in asked}
        return None if 422 in statuses else statuses or "nothing asked"

    routes = [route for route in ROUTES if route not in WITHOUT_PARAMETERS]
    assert wrong({route: partial(_told, look, route) for route in routes}) == {}


def _told(look: Callable[[str], object], route: str) -> object:
    """What the look finds, or what its answers were faulted for."""
    nobody_has_called()
    try:
        return look(route)
    except (FailureGroup, Failure, Unsatisfiable) as faults:
        return str(faults)


def _day_by_its_format(part: dict[str, Any]) -> dict[str, Any]:
    """A day without its pattern, of which one in thirty is a day: days are drawn from those that the pattern means."""
    return {name: said for name, said in part.items() if name != "pattern" or part.get("format") != "date"}


def _cases(described: Any, route: str, mode: GenerationMode) -> list[tuple[int, Any]]:
    strategy = described[mode][route].as_strategy(generation_mode=mode)
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
    for name in [name for name in case.headers or () if name.lower() == "host"]:
        del case.headers[name]  # an invented host never comes as far as the API
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
