"""Tokens: in the header only, expiring, revocable, their use noted, too many calls refused."""

from __future__ import annotations

import logging
from datetime import timedelta

import pytest
import time_machine
from django.contrib.sessions.backends.db import SessionStore
from django.test import Client

from huikuan.accounts.models import ApiToken, User
from huikuan.accounts.operations.tokens import revoke_token
from huikuan.api.limits import FAILED_A_MINUTE
from huikuan.kernel.actor import SYSTEM
from tests.api.world import BASE, Caller, World
from tests.books import NOW


def test_a_call_without_a_token_is_told_how(world: World) -> None:
    response = Caller().get("/companies")
    assert (response.status_code, response.headers["WWW-Authenticate"]) == (401, "Bearer")
    assert response.json() == {
        "code": "TOKEN_INVALID",
        "message": "Send a valid token: Authorization: Bearer hk_…",
        "parameters": {},
        "reference": "",
    }


def test_a_revoked_and_an_expired_and_an_unknown_token_answer_alike(
    world: World, moment: time_machine.Traveller
) -> None:
    revoked, expired = world.caller("reader"), world.caller("accountant")
    token_id = ApiToken.objects.get(user=world.people["accountant"], can_write=False).pk
    revoke_token(actor=SYSTEM, now=NOW, key="revoke", token_id=token_id)
    answers = [revoked.get("/companies"), Caller(token="hk_unknown").get("/companies")]
    moment.move_to(NOW + timedelta(days=90))
    answers.append(expired.get("/companies"))
    assert [answer.status_code for answer in answers] == [401, 401, 401]
    assert len({answer.content for answer in answers}) == 1


def test_a_disabled_persons_token_opens_nothing(world: World) -> None:
    User.objects.filter(pk=world.people["accountant"].pk).update(is_active=False)
    assert world.caller("accountant").get("/companies").status_code == 401


@pytest.mark.parametrize("name", ["token", "access_token", "authorization", "api_key"])
def test_a_token_in_the_address_opens_nothing(world: World, name: str) -> None:
    assert Caller().get(f"/companies?{name}={world.tokens['accountant']}").status_code == 401


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer ", "Basic aGs6aGs=", "hk_x", "Bearer hk_" + "x" * 300])
def test_other_headers_open_nothing(world: World, header: str) -> None:
    assert Caller().get("/companies", headers={"Authorization": header}).status_code == 401


def test_a_session_opens_no_data(world: World) -> None:
    client = signed_in_client(world.people["accountant"])
    assert client.get(f"{BASE}/customers").status_code == 401
    assert client.get(f"{BASE}/openapi.json").status_code == 200


def test_last_use_is_kept_once_a_minute(world: World, moment: time_machine.Traveller) -> None:
    caller, token = world.caller("accountant"), ApiToken.objects.filter(user=world.people["accountant"], can_write=True)
    used = []
    for seconds in (0, 30, 61):
        moment.move_to(NOW + timedelta(seconds=seconds))
        caller.get("/companies")
        used.append(token.get().last_used_at)
    assert used == [NOW, NOW, NOW + timedelta(seconds=61)]


def test_a_token_has_so_many_calls_a_minute(world: World, settings, moment: time_machine.Traveller) -> None:
    settings.API_CALLS_PER_MINUTE = 3
    caller, other = world.caller("accountant"), world.caller("colleague")
    assert [caller.get("/companies").status_code for _ in range(4)] == [200, 200, 200, 429]
    assert other.get("/companies").status_code == 200
    moment.shift(20)
    late = caller.get("/companies")
    assert (late.status_code, late.headers["Retry-After"], late.json()["parameters"]) == (429, "40", {"seconds": 40})
    moment.shift(40)
    assert caller.get("/companies").status_code == 200


def test_an_address_has_five_times_as_many_whether_signed_in_or_not(world: World, settings) -> None:
    settings.API_CALLS_PER_MINUTE = 1
    statuses = [Caller().get("/health").status_code for _ in range(6)]
    assert statuses == [200] * 5 + [429]
    elsewhere = Caller(client=Client(REMOTE_ADDR="203.0.113.9"))
    assert elsewhere.get("/health").status_code == 200


def test_unknown_tokens_close_their_address_for_a_while(world: World, django_assert_num_queries) -> None:
    guesser = Caller(token="hk_guess")
    statuses = [guesser.get("/companies").status_code for _ in range(FAILED_A_MINUTE + 1)]
    assert statuses == [401] * FAILED_A_MINUTE + [429]
    with django_assert_num_queries(0):
        assert guesser.get("/companies").status_code == 429


def test_what_was_denied_is_in_the_security_log_without_the_token(world: World, caplog) -> None:
    with caplog.at_level(logging.WARNING, logger="huikuan.security"):
        Caller(token="hk_secret").get("/companies")
        world.caller("reader").post("/customers", {"code": "C", "name": "N"})
    records = [record for record in caplog.records if record.name == "huikuan.security"]
    assert [record.message for record in records] == ["api: unknown token", "api: not permitted"]
    assert "hk_secret" not in str([vars(record) for record in caplog.records])


def signed_in_client(user: User) -> Client:
    session = SessionStore()
    session["user_id"] = user.pk
    session["since"] = session["seen"] = NOW.isoformat()
    session.create()
    client = Client()
    client.cookies["huikuan_session"] = str(session.session_key)
    return client
