"""After the due date by program: the words of the rooms, the same refusals as the pages, and so many queries however much there is."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest

from huikuan.jobs.bundles import make_bundles
from huikuan.playbook.models import StrategyUse
from huikuan.promises.models import Promise
from tests.api import late_lines as late
from tests.api.world import World
from tests.books import NOW

pytestmark = pytest.mark.django_db


def test_a_contact_with_its_promise_is_recorded_seen_and_counted(world: World) -> None:
    caller = world.caller("salesperson")
    promise = late.whose(world, amount_minor=60_000, day="2026-03-06", said_by="王经理")
    promise.pop("customer_id")
    talk = {"role": "finance", "opening": "问进度", "action": "周五付六百元", "consequence": "停止发货"}
    body = {**late.CONTACT, "customer_id": world.customer_id, "company_id": world.books.company_id}
    strategies = caller.get(f"/customers/{world.customer_id}/strategies").json()["items"]
    body |= {"strategy": strategies[0]["code"], "outcome": "promised"}
    made = caller.post("/contacts", {**body, "promise": promise, "conversation": talk})
    assert made.status_code == 201, made.content
    (contact,) = caller.get(f"/contacts?customer_id={world.customer_id}").json()["items"]
    assert (contact["id"], contact["next_action"], contact["next_date"]) == (made.json()["id"], "再电话", "2026-03-09")
    assert contact["conversation"]["consequence"] == "停止发货"
    assert StrategyUse.objects.get().activity_id == contact["id"]
    given = caller.get(f"/promises/{made.json()['promise_id']}").json()
    assert (given["state"], given["channel"], given["day"]) == ("running", "call", "2026-03-06")
    assert [(one["receivable_id"], one["amount_minor"]) for one in given["items"]] == [(world.item.pk, 60_000)]
    assert [one["id"] for one in caller.get("/promises?state=running").json()["items"]] == [given["id"]]
    assert caller.get("/promises?state=broken").json() == {"items": [], "count": 0, "next": None}


@pytest.mark.parametrize(("kind", "status", "channel"), [("sms", 201, ["SMS"]), ("note", 422, [])])
def test_a_promise_is_kept_with_the_way_it_was_heard(world: World, kind: str, status: int, channel: list[str]) -> None:
    promise = late.whose(world, amount_minor=60_000, day="2026-03-06", said_by="王经理")
    promise.pop("customer_id")
    body = {**late.CONTACT, "kind": kind, "outcome": "promised", "customer_id": world.customer_id, "promise": promise}
    answer = world.caller("salesperson").post("/contacts", body)
    assert (answer.status_code, list(Promise.objects.values_list("channel", flat=True))) == (status, channel)
    assert status == 201 or answer.json()["code"] == "PROMISE_HEARD_HOW"


@pytest.mark.parametrize(
    ("path", "body", "status", "code"),
    [
        ("/contacts", {**late.CONTACT, "kind": "CALL"}, 422, "FIELD_NOT_ON_LIST"),
        ("/contacts", {**late.CONTACT, "next_action": "", "next_date": None}, 422, "NEXT_STEP_MISSING"),
        ("/contacts", {**late.CONTACT, "next_date": "2026-02-01"}, 409, "NEXT_STEP_IN_PAST"),
        ("/contacts", {**late.CONTACT, "outcome": "promised"}, 422, "PROMISE_WITHOUT_TERMS"),
        ("/contacts", {**late.CONTACT, "strategy": "nothing"}, 409, "STRATEGY_UNKNOWN"),
        ("/causes", {"cause": "no_money", "text": "停产"}, 422, "CAUSE_EVIDENCE_MISSING"),
        ("/causes", {"cause": "our_invoice", "text": "抬头错", "files": [late.FILE]}, 422, "CAUSE_MEND_MISSING"),
        ("/clock-events", {**late.FILE, "kind": "part_payment", "on": "2026-03-02"}, 422, "CLOCK_EVENT_FOUND"),
        ("/clock-events", {**late.FILE, "kind": "demand", "on": "2026-03-03"}, 409, "CLOCK_EVENT_AHEAD"),
        ("/plans", {"kind": "instalments", "parts": late.PARTS[:1], "begins_on": "2026-03-02"}, 409, "SETTLEMENT_SUM"),
        ("/write-offs", {"category": "bankrupt", "reason": "裁定书"}, 409, "WRITE_OFF_MORE_THAN_OPEN"),
        ("/interest-claims", {"through": "2026-03-03"}, 409, "INTEREST_AHEAD"),
    ],
)
def test_what_is_wrong_is_named_and_nothing_is_written(
    world: World, path: str, body: dict[str, Any], status: int, code: str
) -> None:
    caller = world.caller("accountant")
    whose = late.whose(world, receivable_ids=[world.item.pk])
    taken = {
        "/contacts": ("company_id", "customer_id"),
        "/write-offs": (),
        "/interest-claims": ("company_id", "receivable_ids"),
    }
    taken["/clock-events"] = ("company_id", "customer_id", "receivable_ids")
    sent = {**{name: whose[name] for name in taken.get(path, tuple(whose))}, **body}
    if path == "/write-offs":
        sent["items"] = [{"receivable_id": world.item.pk, "amount_minor": 90_001}]
    answer = caller.post(path, sent)
    assert answer.status_code == status, answer.content
    faults = answer.json()["parameters"].get("faults", [])
    assert code in {answer.json()["code"], *(one["code"] for one in faults)}
    assert answer.json()["message"].strip() not in ("", code)


def test_a_closed_gate_says_which_fact_is_missing(world: World) -> None:
    """A first letter has no gate; to stop supply, the breach of the same order is asked for, with its article."""
    (ladder,) = world.caller("accountant").get(f"/customers/{world.customer_id}/ladder").json()["ladders"]
    rungs = {one["rung"]: one for one in ladder["rungs"]}
    assert (ladder["minor"], ladder["currency"], rungs["demand_1"]["gate"]) == (90_000, "CNY", None)
    gate = rungs["stop_supply"]["gate"]
    assert gate["is_open"] is False
    assert gate["stands_on"] == ""
    missing = [fact for way in gate["ways"] for fact in way["missing"]]
    assert {fact["article"][:3] for fact in missing} == {"CC-"}
    assert all(fact["message"] != fact["code"] for fact in missing)


def test_a_broken_plan_is_not_accelerated_before_it_was_demanded(world: World) -> None:
    plan_id = late.a_broken_plan(world)
    caller = world.caller("accountant")
    gate = caller.get(f"/plans/{plan_id}").json()["acceleration"]
    answer = caller.post(f"/plans/{plan_id}/acceleration", {"note": "x"})
    assert (answer.status_code, answer.json()["code"]) == (409, gate["missing"][0])
    assert not gate["is_open"]


def test_interest_is_shown_with_its_article_claimed_once_and_charged(world: World) -> None:
    """¥900.00 open since 2026-02-10 by the prime rate at default, of which ¥1,000.00 before the part payment of 02-20."""
    caller = world.caller("accountant")
    shown = caller.get(f"/interest/{world.item.pk}").json()
    assert sum(one["interest_minor"] for one in shown["segments"]) == shown["accrued_minor"] > 0
    assert (shown["basis"], shown["until"], shown["article"] != "") == ("lpr_at_default", "2026-03-02", True)
    claim = {"company_id": world.books.company_id, "receivable_ids": [world.item.pk], "through": "2026-03-02"}
    (claim_id,) = caller.post("/interest-claims", claim).json()["ids"]
    again = caller.post("/interest-claims", claim)
    assert (again.status_code, again.json()["code"]) == (409, "INTEREST_NOTHING")
    (invoice_id,) = caller.post(f"/interest-claims/{claim_id}/charge", {}).json()["invoice_ids"]
    assert caller.get(f"/invoices/{invoice_id}").json()["amount_minor"] == shown["accrued_minor"]
    after = caller.get(f"/interest/{world.item.pk}").json()
    assert (after["accrued_minor"], after["charged_minor"]) == (0, shown["accrued_minor"])


def test_an_event_moves_the_clock_only_with_its_paper(world: World) -> None:
    caller = world.caller("accountant")
    path = f"/clocks/{world.item.invoice_id}"
    before = caller.get(path).json()
    body = {
        "company_id": world.books.company_id,
        "customer_id": world.customer_id,
        "kind": "demand",
        "on": "2026-03-02",
    }
    wanted = {**body, "receivable_ids": [world.item.pk], "file_name": "催告函.pdf"}
    assert caller.post("/clock-events", {**wanted, "content_base64": ""}).status_code == 422
    assert caller.get(path).json() == before
    assert caller.post("/clock-events", {**wanted, "content_base64": late.PDF}).status_code == 201
    moved = caller.get(path).json()
    counted = [(one["kind"], one["counted"], one["has_evidence"]) for one in moved["events"]]
    assert ("demand", True, True) in counted
    assert moved["expires"] > before["expires"]


def test_a_bundle_is_ordered_made_by_the_worker_and_fetched_as_an_archive(world: World) -> None:
    legal = late.AFTER_THE_DUE_DATE["POST /customers/{customer_id}/bundles"]
    legal.grant(world)
    caller = world.caller("accountant")
    ordered = caller.post(f"/customers/{world.customer_id}/bundles", legal.body(world)).json()["id"]  # type: ignore[misc]
    assert caller.post(f"/bundles/{ordered}/fetch", {}).json()["code"] == "EVIDENCE_BUNDLE_NOT_READY"
    assert make_bundles(clock=lambda: NOW, zone=UTC) == 1
    (row,) = caller.get(f"/customers/{world.customer_id}/bundles").json()["items"]
    answer = caller.post(f"/bundles/{ordered}/fetch", {})
    assert (row["state"], answer.status_code, answer.headers["Content-Type"]) == ("ready", 201, "application/zip")
    assert hashlib.sha256(answer.content).hexdigest() == row["archive_sha256"]
    assert "manifest.json" in ZipFile(BytesIO(answer.content)).namelist()


LISTS = ["/worklist", "/contacts", "/promises", "/causes", "/plans", "/sanctions", "/interest", "/clocks", "/cases"]
OF_CUSTOMER = ["strategies", "conduct", "ladder", "evidence", "creditors"]


def test_what_is_read_takes_so_many_queries_however_much_there_is(
    world: World, django_assert_max_num_queries: Any
) -> None:
    """What one late item costs is what ten of five customers cost: read twice, with more rows in between."""
    paths = [*LISTS, "/write-offs", "/deadlines", *(f"/customers/{world.customer_id}/{what}" for what in OF_CUSTOMER)]
    for letter in "ABC":  # more than the money not used yet covers: the gates are asked
        fill(world, letter)
    counts = {path: queries_of(world, path, django_assert_max_num_queries) for path in paths}
    for letter in "DEF":
        fill(world, letter)
    assert {path: queries_of(world, path, django_assert_max_num_queries) for path in paths} == counts


def fill(world: World, letter: str) -> None:
    """Another customer who is late with two items and promised something, and another late item of the first."""
    owner = world.people["salesperson"].pk
    customer = world.books.customer(f"{letter}公司", salesperson_id=owner)
    for place in (1, 2):
        world.books.invoice(customer, f"{letter}{place}", 10_000 * place)
    (item,) = world.books.invoice(world.customer_id, f"{letter}9", 20_000)
    caller = world.caller("accountant")
    body = {**late.CONTACT, "customer_id": customer, "company_id": world.books.company_id, "outcome": "promised"}
    promise = {"company_id": world.books.company_id, "currency": "CNY", "amount_minor": 100, "day": "2026-03-09"}
    for who in (customer, world.customer_id):
        sent = caller.post("/contacts", {**body, "customer_id": who, "promise": {**promise, "said_by": "高伟"}})
        assert sent.status_code == 201, sent.content
    cause = late.whose(world, cause="no_money", text="停产", receivable_ids=[item.pk], files=[late.FILE])
    assert caller.post("/causes", cause).status_code == 201


def queries_of(world: World, path: str, at_most: Any) -> int:
    caller = world.caller("accountant")
    caller.get(path)  # the token's last use is noted once
    with at_most(200) as captured:
        answer = caller.get(path)
    assert answer.status_code == 200, json.loads(answer.content)
    return len(captured.captured_queries)
