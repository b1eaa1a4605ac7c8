"""The ageing over the API ties to the open items it is made of."""

from __future__ import annotations

import pytest

from huikuan.portfolio.rules import Dimension
from tests.api.world import World

BOUNDS = [[None, 0], [1, 30], [31, 60], [61, 90], [91, 180], [181, None]]


def amounts(buckets: list[int], unapplied: int = 0, undated: int = 0) -> dict[str, object]:
    return {
        "buckets_minor": buckets,
        "no_due_date_minor": undated,
        "total_minor": sum(buckets) + undated,
        "unapplied_minor": unapplied,
    }


def test_what_customers_owe_today(world: World) -> None:
    assert world.caller("reader").get("/ageing").json() == {
        "as_of": "2026-03-02",
        "basis": "due",
        "by": ["customer"],
        "buckets": BOUNDS,
        "items": [
            {
                "key": {"customer": world.customer_id},
                "currency": "CNY",
                "amounts": amounts([0, 90_000, 0, 0, 0, 0], 50_000),
            },
            {
                "key": {"customer": world.other_customer_id},
                "currency": "CNY",
                "amounts": amounts([0, 70_000, 0, 0, 0, 0]),
            },
        ],
        "next": None,
        "totals": {"CNY": amounts([0, 160_000, 0, 0, 0, 0], 50_000)},
        "ties": True,
        "differences": [],
    }


@pytest.mark.parametrize(
    ("query", "buckets"),
    [
        ("as_of=2026-02-09", [170_000, 0, 0, 0, 0, 0]),  # before the money came, on the due day itself
        ("as_of=2026-02-10", [0, 170_000, 0, 0, 0, 0]),
        ("basis=invoice&as_of=2026-02-10", [0, 0, 170_000, 0, 0, 0]),
        ("as_of=2026-01-09", None),
    ],
)
def test_other_days_and_the_other_clock(world: World, query: str, buckets: list[int] | None) -> None:
    totals = world.caller("reader").get(f"/ageing?{query}").json()["totals"]
    assert totals == ({} if buckets is None else {"CNY": amounts(buckets)})


def test_rows_come_in_pages_by_several_dimensions(world: World) -> None:
    caller = world.caller("reader")
    first = caller.get("/ageing?by=company,customer&limit=1").json()
    assert [row["key"] for row in first["items"]] == [
        {"company": world.books.company_id, "customer": world.customer_id}
    ]
    rest = caller.get(f"/ageing?by=company,customer&limit=1&after={first['next']}").json()
    assert [row["key"]["customer"] for row in rest["items"]] == [world.other_customer_id]
    assert (first["next"], rest["next"], first["totals"]) == (1, None, rest["totals"])


@pytest.mark.parametrize("query", ["by=colour", "by=customer,shoe", "by=customer,", "by=,customer", "by=Customer"])
def test_unknown_dimensions_are_refused(world: World, query: str) -> None:
    response = world.caller("reader").get(f"/ageing?{query}")
    assert response.status_code == 422
    assert [fault["field"] for fault in response.json()["parameters"]["faults"]] == ["query.by"]


def test_every_dimension_is_taken(world: World) -> None:
    words = ",".join(Dimension)
    (first, _) = world.caller("reader").get(f"/ageing?by={words}").json()["items"]
    assert list(first["key"]) == list(Dimension)


def test_a_company_that_is_not_the_callers_does_not_exist(world: World) -> None:
    address = f"/ageing?company_id={world.books.company_id}"
    assert world.caller("stranger").get(address).status_code == 404
    assert world.caller("reader").get(address).json()["totals"]["CNY"]["total_minor"] == 160_000
    assert world.caller("reader").get(f"/ageing?company_id={world.elsewhere.company_id}").json()["items"] == []


def test_figures_that_do_not_tie_are_not_shown(world: World) -> None:
    from huikuan.ledger.models import DayTotal

    DayTotal.objects.filter(account="RECEIVABLE", kind="ALLOCATE").update(minor=-9_999)
    answer = world.caller("reader").get("/ageing").json()
    assert (answer["ties"], answer["items"], answer["totals"]) == (False, [], {})
    assert answer["differences"] == [
        {
            "company_id": world.books.company_id,
            "currency": "CNY",
            "account": "RECEIVABLE",
            "report_minor": 160_000,
            "control_minor": 160_001,
        }
    ]
    assert world.caller("salesperson").get("/ageing").json()["differences"] == []
