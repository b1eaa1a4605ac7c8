"""Lines of the matrix about what comes after the due date: whom to ask, what was said, what is threatened, what is lost."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from huikuan.kernel.actor import SYSTEM, Role
from tests.api.lines import (
    SEEN_BY_ALL,
    SEEN_BY_HIS_OWN,
    SEEN_OF_A_CUSTOMER,
    WRITTEN_BY_HIS_OWN,
    WRITTEN_BY_OFFICE,
    Line,
)
from tests.books import NOW

if TYPE_CHECKING:
    from tests.api.world import World

TODAY = date(2026, 3, 2)
PDF = "JVBERi0xLjQ="
FILE = {"file_name": "a.pdf", "content_base64": PDF}


def whose(world: World, **more: Any) -> dict[str, Any]:
    """The own company, the customer and the currency of the world's item."""
    return {"company_id": world.books.company_id, "customer_id": world.customer_id, "currency": "CNY", **more}


def act(world: World) -> dict[str, Any]:
    return {"actor": SYSTEM, "now": NOW, "today": TODAY, "key": world.books.key()}


def a_promise(world: World) -> int:
    """A promise of the world's customer."""
    from huikuan.promises.operations.promising import make_promise
    from huikuan.promises.rules import Channel, PromiseDraft

    draft = PromiseDraft(world.customer_id, world.books.company_id, "CNY", 100, date(2026, 3, 9), "高伟", Channel.CALL)
    return int(make_promise(**act(world), draft=draft)["promise_id"])


def a_cause(world: World) -> int:
    """A cause on our side."""
    from huikuan.causes.operations.recording import record_cause
    from huikuan.causes.rules.causes import Cause, CauseDraft, Mend

    who = world.people["salesperson"].pk
    draft = CauseDraft(
        world.customer_id,
        world.books.company_id,
        "CNY",
        Cause.OUR_INVOICE,
        "抬头错",
        (world.item.pk,),
        who,
        (("a.pdf", b"%PDF-1.4"),),
        mend=Mend("重开", who, date(2026, 3, 9)),
    )
    return int(record_cause(**act(world), draft=draft)["cause_id"])


def a_plan(world: World) -> int:
    """A draft about the world's item."""
    from huikuan.receivables.models import Receivable
    from tests.planned import made

    return made(world.books, [Receivable.objects.get(pk=world.item.pk)])


def a_proposed_plan(world: World) -> int:
    """A plan that was put to the customer."""
    from huikuan.settlements.models import Plan

    plan_id = a_plan(world)
    Plan.objects.filter(pk=plan_id).update(state="PROPOSED")
    return plan_id


def a_broken_plan(world: World) -> int:
    """A plan of three instalments of which one came due months ago, and nothing was paid."""
    from huikuan.settlements.models import Plan
    from tests.planned import signed

    plan_id = a_plan(world)
    signed(world.books, plan_id)
    Plan.objects.filter(pk=plan_id).update(state="BROKEN", ended_on=TODAY)
    return plan_id


def a_claim(world: World) -> int:
    """The interest of the world's item, proposed."""
    from huikuan.interest.operations.claiming import Claim, propose_interest

    claim = Claim(world.books.company_id, (world.item.pk,), TODAY)
    return int(propose_interest(**act(world), claim=claim)["charge_ids"][0])


def a_case(world: World) -> int:
    """A suit about the world's item."""
    from tests.cases.acting import opened

    return opened(world.books, world.customer_id, {world.item.pk: 90_000})


def a_bundle(world: World) -> int:
    """The evidence of the world's item, ordered."""
    from huikuan.evidence.operations.bundling import BundleOrder
    from huikuan.evidence.operations.ordering import order_bundle

    order = BundleOrder(world.customer_id, world.books.company_id, (world.item.pk,), "zh-hans")
    actor = replace(SYSTEM, user_id=world.people["accountant"].pk)
    return int(order_bundle(**{**act(world), "actor": actor}, order=order)["ordered_id"])


def a_matrix(world: World) -> None:
    """Rates of two buckets, set by hand."""
    from fractions import Fraction

    from huikuan.provisions.operations.matrices import save_matrix
    from huikuan.provisions.rules.figures import Figures
    from huikuan.provisions.rules.matrix import Matrix
    from huikuan.provisions.rules.rates import Method

    rates = Figures(Method.SET, shares=(Fraction(1, 100), Fraction(1, 10)))
    matrix = Matrix(Method.SET, (0,), {"": rates}, "政策")
    save_matrix(actor=SYSTEM, now=NOW, key=world.books.key(), matrix=matrix)


def a_provision(world: World) -> int:
    """A provision that was proposed."""
    from huikuan.provisions.operations.proposing import propose_provision
    from huikuan.provisions.rules.states import RunDraft

    a_matrix(world)
    draft = RunDraft(world.books.company_id, "CNY", date(2026, 2, 28), "月末")
    return int(propose_provision(**act(world), draft=draft)["run_id"])


def a_write_off(world: World) -> int:
    """A request to write a part of the world's item off."""
    from huikuan.provisions.operations.writing_off import request_write_off
    from huikuan.provisions.rules.states import Category, WantedItem, WriteOffDraft

    draft = WriteOffDraft(Category.BANKRUPT, "裁定书", (WantedItem(world.item.pk, 100),))
    return int(request_write_off(**act(world), draft=draft)["write_off_id"])


def a_provision_body(world: World) -> dict[str, Any]:
    """What is asked for, with a matrix in force."""
    a_matrix(world)
    return {"company_id": world.books.company_id, "currency": "CNY", "as_of": "2026-02-28", "reason": "月末"}


def a_page_of_the_matrix(world: World) -> str:
    """The address of the matrix, with one in force."""
    a_matrix(world)
    return "/loss-matrix"


def of_customer(what: str) -> Any:
    """The address of something about the world's customer."""
    return lambda world: f"/customers/{world.customer_id}/{what}"


CONTACT = {
    "kind": "call",
    "text": "王经理说周五付",
    "outcome": "reached",
    "next_action": "再电话",
    "next_date": "2026-03-09",
}
PARTS = [{"day": "2026-03-31", "amount_minor": 50_000}, {"day": "2026-04-30", "amount_minor": 40_000}]
OFFICE_ONLY = (200, 403, 403, 403, 200, 401)
AFTER_THE_DUE_DATE = {
    "GET /worklist": Line(lambda w: "/worklist", SEEN_BY_ALL),
    "GET /customers/{customer_id}/strategies": Line(of_customer("strategies"), SEEN_OF_A_CUSTOMER),
    "GET /contacts": Line(lambda w: "/contacts", SEEN_BY_ALL),
    "POST /contacts": Line(
        lambda w: "/contacts",
        WRITTEN_BY_HIS_OWN,
        lambda w: {**CONTACT, "company_id": w.books.company_id, "customer_id": w.customer_id},
    ),
    "GET /promises": Line(lambda w: "/promises", SEEN_BY_ALL),
    "GET /promises/{promise_id}": Line(lambda w: f"/promises/{a_promise(w)}", SEEN_BY_HIS_OWN),
    "GET /kept-rates": Line(lambda w: "/kept-rates?since=2026-01-01&through=2026-03-31", SEEN_BY_ALL),
    "GET /causes": Line(lambda w: "/causes", SEEN_BY_ALL),
    "GET /causes/{cause_id}": Line(lambda w: f"/causes/{a_cause(w)}", SEEN_BY_HIS_OWN),
    "POST /causes": Line(
        lambda w: "/causes",
        WRITTEN_BY_HIS_OWN,
        lambda w: whose(w, cause="no_money", text="停产", receivable_ids=[w.item.pk], files=[FILE]),
    ),
    "POST /causes/{cause_id}/mended": Line(
        lambda w: f"/causes/{a_cause(w)}/mended", WRITTEN_BY_HIS_OWN, lambda w: {"is_done": True, "note": "已寄出"}
    ),
    "POST /causes/{cause_id}/withdrawal": Line(
        lambda w: f"/causes/{a_cause(w)}/withdrawal", WRITTEN_BY_HIS_OWN, lambda w: {"note": "记错"}
    ),
    "GET /customers/{customer_id}/conduct": Line(of_customer("conduct"), SEEN_OF_A_CUSTOMER),
    "POST /customers/{customer_id}/judgements": Line(
        of_customer("judgements"),
        (201, 403, 403, 403, 201, 401),
        lambda w: {"nature": "malicious", "reason": "两次失约"},
        role=Role.LEGAL,
    ),
    "GET /plans": Line(lambda w: "/plans", SEEN_BY_ALL),
    "GET /plans/{plan_id}": Line(lambda w: f"/plans/{a_plan(w)}", SEEN_BY_HIS_OWN),
    "POST /plans": Line(
        lambda w: "/plans",
        WRITTEN_BY_OFFICE,
        lambda w: whose(w, kind="instalments", receivable_ids=[w.item.pk], parts=PARTS, begins_on="2026-03-02"),
    ),
    "POST /plans/{plan_id}/proposal": Line(
        lambda w: f"/plans/{a_plan(w)}/proposal", WRITTEN_BY_OFFICE, lambda w: {"reason": "客户经营困难"}
    ),
    "POST /plans/{plan_id}/signature": Line(
        lambda w: f"/plans/{a_proposed_plan(w)}/signature",
        WRITTEN_BY_OFFICE,
        lambda w: {**FILE, "by": "高伟", "on": "2026-03-02"},
    ),
    "POST /plans/{plan_id}/cancellation": Line(
        lambda w: f"/plans/{a_plan(w)}/cancellation", WRITTEN_BY_OFFICE, lambda w: {"note": "改为一次付清"}
    ),
    "POST /plans/{plan_id}/demand": Line(
        lambda w: f"/plans/{a_broken_plan(w)}/demand",
        WRITTEN_BY_OFFICE,
        lambda w: {"on": "2026-03-02", "note": "EMS", "file_name": "回执.pdf", "content_base64": PDF},
    ),
    # Nothing was demanded: the gate of the law is closed, and says so to whoever may see the plan.
    "POST /plans/{plan_id}/acceleration": Line(
        lambda w: f"/plans/{a_broken_plan(w)}/acceleration", (409, 403, 403, 403, 404, 401), lambda w: {"note": "x"}
    ),
    "GET /sanctions": Line(lambda w: "/sanctions", SEEN_BY_ALL),
    "GET /customers/{customer_id}/ladder": Line(of_customer("ladder"), SEEN_OF_A_CUSTOMER),
    "POST /sanctions": Line(
        lambda w: "/sanctions",
        WRITTEN_BY_OFFICE,
        lambda w: {
            "company_id": w.books.company_id,
            "customer_id": w.customer_id,
            "rung": "demand_1",
            "reason": "逾期未付",
        },
        role=Role.COLLECTOR,
    ),
    "GET /interest": Line(lambda w: "/interest", SEEN_BY_ALL),
    "GET /interest/{receivable_id}": Line(lambda w: f"/interest/{w.item.pk}", SEEN_BY_HIS_OWN),
    "POST /interest-claims": Line(
        lambda w: "/interest-claims",
        WRITTEN_BY_OFFICE,
        lambda w: {"company_id": w.books.company_id, "receivable_ids": [w.item.pk], "through": "2026-03-02"},
    ),
    "POST /interest-claims/{charge_id}/charge": Line(
        lambda w: f"/interest-claims/{a_claim(w)}/charge", WRITTEN_BY_OFFICE, lambda w: {}
    ),
    "POST /interest-claims/{charge_id}/waiver": Line(
        lambda w: f"/interest-claims/{a_claim(w)}/waiver", WRITTEN_BY_OFFICE, lambda w: {"reason": "长期客户"}
    ),
    "GET /clocks": Line(lambda w: "/clocks", SEEN_BY_ALL),
    "GET /clocks/{invoice_id}": Line(lambda w: f"/clocks/{w.item.invoice_id}", SEEN_BY_HIS_OWN),
    "POST /clock-events": Line(
        lambda w: "/clock-events",
        WRITTEN_BY_HIS_OWN,
        lambda w: {
            **FILE,
            "company_id": w.books.company_id,
            "customer_id": w.customer_id,
            "kind": "demand",
            "on": "2026-03-02",
            "receivable_ids": [w.item.pk],
        },
    ),
    "GET /deadlines": Line(lambda w: "/deadlines", SEEN_BY_ALL),
    "GET /cases": Line(lambda w: "/cases", SEEN_BY_ALL),
    "GET /cases/{case_id}": Line(lambda w: f"/cases/{a_case(w)}", SEEN_BY_HIS_OWN),
    "POST /cases/{case_id}/steps": Line(
        lambda w: f"/cases/{a_case(w)}/steps",
        WRITTEN_BY_OFFICE,
        lambda w: {"event": "file", "on": "2026-03-02", "file": FILE},
        role=Role.LEGAL,
    ),
    "POST /cases/{case_id}/dates": Line(
        lambda w: f"/cases/{a_case(w)}/dates",
        WRITTEN_BY_OFFICE,
        lambda w: {"kind": "hearing", "on": "2026-04-20"},
        role=Role.LEGAL,
    ),
    "GET /customers/{customer_id}/evidence": Line(of_customer("evidence"), SEEN_OF_A_CUSTOMER),
    "GET /customers/{customer_id}/bundles": Line(
        of_customer("bundles"), (200, 403, 403, 403, 200, 401), role=Role.LEGAL
    ),
    "POST /customers/{customer_id}/bundles": Line(
        of_customer("bundles"),
        WRITTEN_BY_OFFICE,
        lambda w: {"company_id": w.books.company_id, "receivable_ids": [w.item.pk]},
        role=Role.LEGAL,
    ),
    # It waits for the worker; that one can be fetched stands in routes/test_after_the_due_date.py.
    "POST /bundles/{bundle_id}/fetch": Line(
        lambda w: f"/bundles/{a_bundle(w)}/fetch", (409, 403, 403, 403, 404, 401), lambda w: {}, role=Role.LEGAL
    ),
    "GET /loss-matrix": Line(a_page_of_the_matrix, OFFICE_ONLY),
    "GET /provisions": Line(lambda w: "/provisions", OFFICE_ONLY),
    "GET /provisions/{run_id}": Line(lambda w: f"/provisions/{a_provision(w)}", (200, 403, 403, 403, 404, 401)),
    "POST /provisions": Line(lambda w: "/provisions", WRITTEN_BY_OFFICE, a_provision_body),
    "GET /write-offs": Line(lambda w: "/write-offs", SEEN_BY_ALL),
    "GET /write-offs/{write_off_id}": Line(lambda w: f"/write-offs/{a_write_off(w)}", SEEN_BY_HIS_OWN),
    "POST /write-offs": Line(
        lambda w: "/write-offs",
        WRITTEN_BY_OFFICE,
        lambda w: {
            "category": "bankrupt",
            "reason": "裁定书",
            "items": [{"receivable_id": w.item.pk, "amount_minor": 100}],
        },
    ),
    "GET /customers/{customer_id}/creditors": Line(of_customer("creditors"), SEEN_OF_A_CUSTOMER),
    "POST /customers/{customer_id}/creditors": Line(
        of_customer("creditors"),
        (201, 403, 201, 404, 201, 401),
        lambda w: {
            "name": "丁供应商",
            "supplies": "包装",
            "source": "register",
            "confidence": "likely",
            "seen_on": "2026-03-02",
            "owed_minor": 5_000,
        },
    ),
}
