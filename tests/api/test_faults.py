"""Every answer that is no success has one shape; a fault of ours shows a reference and nothing else."""

from __future__ import annotations

import json
import logging
import re
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

import pytest
from django.db import IntegrityError, OperationalError
from django.http import Http404
from django.test import RequestFactory
from django.utils.translation import override
from ninja.errors import AuthenticationError, HttpError

from huikuan import wording
from huikuan.api import faults
from huikuan.api.callers import caller_of
from huikuan.api.door import door
from huikuan.api.routes import companies, customers
from huikuan.kernel.refusal import Changed, NotPermitted, Refused
from huikuan.wording.api import SENTENCES
from huikuan.wording.sentences import is_worded, sentence
from tests.api.world import World
from tests.source_rules import PACKAGE

SHAPE = {"code", "message", "parameters", "reference"}
CODE = re.compile(r'(?:code=|_fault\(|CustomError\(|: \()"([A-Z_]+)"')
QUOTED = re.compile(r"\"([A-Z][A-Z0-9_]{4,})\"")
RETURNED = re.compile(r'return .*"([A-Z_]+)"')
RAISED = re.compile(r'(?:Refused|Changed|NotPermitted|KeyReused)\(\s*"([A-Z_]+)"')


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/nothing", 404, "NO_SUCH_ADDRESS"),
        ("GET", "", 404, "NO_SUCH_ADDRESS"),
        ("GET", "/", 404, "NO_SUCH_ADDRESS"),
        ("GET", "/customers/", 404, "NO_SUCH_ADDRESS"),
        ("GET", "/docs", 404, "NO_SUCH_ADDRESS"),
        ("DELETE", "/customers", 405, "METHOD_NOT_ALLOWED"),
        ("PUT", "/customers/1", 405, "METHOD_NOT_ALLOWED"),
        ("OPTIONS", "/customers", 405, "METHOD_NOT_ALLOWED"),
        ("TRACE", "/health", 405, "METHOD_NOT_ALLOWED"),
        ("GET", "/customers", 401, "TOKEN_INVALID"),
        ("GET", "/customers?x=1", 401, "TOKEN_INVALID"),
        ("POST", "/customers", 401, "TOKEN_INVALID"),
    ],
)
def test_answers_to_anybody(world: World, method: str, path: str, status: int, code: str) -> None:
    response = world.caller("nobody").send(method, path)
    assert (response.status_code, response.json()["code"]) == (status, code)
    assert set(response.json()) == SHAPE
    assert response.headers["Cache-Control"] == "no-store"
    assert response.headers["Content-Type"] == "application/json"


def test_a_wrong_method_is_told_the_right_ones(world: World) -> None:
    response = world.caller("accountant").send("PATCH", "/customers")
    assert {name.strip() for name in response.headers["Allow"].split(",")} == {"GET", "POST"}


def test_a_body_of_more_than_two_megabytes_is_not_read(world: World, django_assert_num_queries) -> None:
    caller = world.caller("accountant")
    with django_assert_num_queries(0):
        response = caller.post("/customers", b"[" + b" " * (2 * 1024 * 1024))
    assert (response.status_code, response.json()["parameters"]) == (413, {"most": 2_097_152})
    largest = caller.post("/customers", b"[]" + b" " * (2 * 1024 * 1024 - 2))
    assert largest.status_code == 422


@pytest.mark.parametrize("form", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", ""])
def test_a_form_is_no_json(world: World, form: str) -> None:
    response = world.caller("accountant").post("/customers", b"{}", content_type=form)
    assert (response.status_code, response.json()["code"]) == (415, "BODY_NOT_JSON")


def test_a_fault_of_ours_is_in_the_log_and_not_in_the_answer(world: World, monkeypatch, caplog) -> None:
    monkeypatch.setattr(companies, "companies", _raising(RuntimeError("SELECT secret FROM /srv/huikuan")))
    with caplog.at_level(logging.ERROR, logger="huikuan.api"):
        response = world.caller("accountant").get("/companies")
    said = response.json()
    assert (response.status_code, said["code"], said["parameters"]) == (500, "FAILED", {})
    assert re.fullmatch(r"[0-9A-F]{8}", said["reference"])
    assert "secret" not in response.content.decode()
    assert said["reference"] in caplog.text
    assert "SELECT secret" in caplog.text


@pytest.mark.parametrize(
    ("error", "status", "code"),
    [
        (Http404("secret"), 404, "NO_SUCH_ADDRESS"),
        (HttpError(400, "secret"), 400, "REQUEST_INVALID"),
        (AuthenticationError(), 401, "TOKEN_INVALID"),
    ],
)
def test_what_the_framework_raises(world: World, monkeypatch, error: Exception, status: int, code: str) -> None:
    monkeypatch.setattr(companies, "companies", _raising(error))
    response = world.caller("accountant").get("/companies")
    assert (response.status_code, response.json()["code"]) == (status, code)
    assert "secret" not in response.content.decode()


def test_a_fault_beside_every_route_is_answered_too() -> None:
    response = door(_raising(RuntimeError("secret")))(RequestFactory().get("/api/v1/companies"))
    assert (response.status_code, json.loads(response.content)["code"]) == (500, "FAILED")


def test_a_route_that_let_nobody_in_has_no_caller() -> None:
    with pytest.raises(AuthenticationError):
        caller_of(request=RequestFactory().get("/api/v1/companies"))


@pytest.mark.parametrize("debug", [True, False])
def test_debugging_shows_no_more(world: World, monkeypatch, settings, debug: bool) -> None:
    settings.DEBUG = debug
    monkeypatch.setattr(companies, "companies", _raising(RuntimeError("secret")))
    response = world.caller("accountant").get("/companies")
    assert (response.status_code, "secret" in response.content.decode()) == (500, False)


def test_a_locked_database_asks_to_try_again(world: World, monkeypatch) -> None:
    monkeypatch.setattr(companies, "companies", _raising(OperationalError("database is locked")))
    response = world.caller("accountant").get("/companies")
    assert (response.status_code, response.json()["code"], response.headers["Retry-After"]) == (503, "TRY_AGAIN", "1")
    assert "locked" not in response.content.decode()


def test_a_broken_constraint_that_is_no_duplicate_is_our_fault(world: World, monkeypatch) -> None:
    monkeypatch.setattr(customers, "register_customers", _raising(IntegrityError("CHECK constraint failed: x")))
    response = world.caller("accountant").post("/customers", {"code": "C", "name": "N"})
    assert (response.status_code, response.json()["code"]) == (500, "FAILED")


def test_a_number_that_exists_is_refused(world: World) -> None:
    response = world.caller("accountant").post("/customers", {"code": "C-丙公司", "name": "丙公司"})
    assert (response.status_code, response.json()["code"]) == (409, "CUSTOMER_EXISTS")


@pytest.mark.parametrize(
    ("refusal", "status"),
    [
        (Refused("MORE_THAN_OPEN", open=1, wanted=2, currency="CNY"), 409),
        (Changed("CHANGED"), 409),
        (Refused("AMOUNT_OUT_OF_BOUNDS", amount=0), 422),
        (NotPermitted("VERB_MISSING", verb="VIEW"), 403),
        (NotPermitted("CUSTOMER_NOT_VISIBLE"), 404),
        (Refused("NOT_YET_WORDED", number=5), 409),
    ],
)
def test_statuses_of_refusals(world: World, monkeypatch, refusal: Refused, status: int) -> None:
    monkeypatch.setattr(companies, "companies", _raising(refusal))
    response = world.caller("accountant").get("/companies")
    assert (response.status_code, response.json()["code"]) == (status, refusal.code)
    assert response.json()["parameters"] == refusal.parameters


@pytest.mark.parametrize(("language", "tag"), [("en", "en"), ("zh-CN,zh;q=0.9", "zh-hans"), ("fr", "zh-hans")])
def test_the_sentence_is_in_the_callers_language(world: World, language: str, tag: str) -> None:
    response = world.caller("nobody", language=language).get("/companies")
    with override(tag):
        assert response.json()["message"] == sentence(code="TOKEN_INVALID", parameters={})
    assert response.headers["Content-Language"] == tag
    assert "Accept-Language" in response.headers["Vary"]


def test_every_code_of_the_api_is_worded():
    own = set(CODE.findall(_sources("api"))) | set(RAISED.findall(_sources("api")))
    assert len(own) > 25
    assert {code for code in own if not is_worded(code=code)} == set()


def test_no_other_room_words_a_code_of_the_api_anew():
    others = [f"huikuan.wording.{one.name}" for one in iter_modules(wording.__path__) if one.name != "api"]
    taken = {code for name in others for code in getattr(import_module(name), "SENTENCES", {})}
    assert taken & set(SENTENCES) == set()


def test_every_refusal_of_the_acts_behind_the_api_is_worded():
    acts = ("ledger", "receivables", "audit", "receipts/operations/money.py", "receipts/operations/allocating.py")
    raised = set(RAISED.findall(_sources(*acts, "receipts/parts.py", "receipts/access.py", "accounts/access.py")))
    assert len(raised) > 15
    assert {code for code in raised if not is_worded(code=code)} == set()


def test_refusals_for_good_are_raised_somewhere():
    everywhere = set(RAISED.findall(_sources("ledger", "receivables", "receipts", "audit", "credit", "paying")))
    everywhere |= set(RETURNED.findall(_sources("receivables/rules.py")))  # raised as they come by receivables.lines
    late = _sources("promises", "causes", "settlements", "sanctions", "interest", "clocks", "cases", "provisions")
    everywhere |= set(QUOTED.findall(late + _sources("creditors", "activities")))
    assert faults.WRONG_INPUT - everywhere == set()


def _sources(*places: str) -> str:
    files = [file for place in places for file in ([PACKAGE / place] if place.endswith(".py") else _files(place))]
    return "\n".join(file.read_text(encoding="utf-8") for file in files)


def _files(room: str) -> list[Path]:
    return sorted((PACKAGE / room).rglob("*.py"))


def _raising(error: Exception):
    def act(*given: object, **values: object) -> None:
        raise error

    return act
