"""`huikuan calc allocate`: the document it prints, and what it says of a file that is wrong."""

from __future__ import annotations

import json

import pytest

from tests.cli.conftest import Huikuan

DEBTS = [
    {"id": "INV-1", "due": "2026-06-30", "open_minor": 400_000, "secured": True, "annual_rate": 0},
    {"id": 2, "due": "2026-09-30", "open_minor": 500_000, "secured": False, "annual_rate": 4.65, "costs_minor": 1_000}
    | {"interest_minor": 2_000},
    {"id": "INV-3", "due": "2026-12-31", "open_minor": 300_000, "secured": None, "annual_rate": "9.0"},
]


def written(tmp_path, **changes):
    document = {"as_of": "2026-11-23", "receipt_minor": 603_000, "named": None, "debts": DEBTS} | changes
    path = tmp_path / "debts.json"
    path.write_text(json.dumps(document))
    return str(path)


def test_the_law_decides_and_every_share_has_its_reason(huikuan: Huikuan, tmp_path) -> None:
    done = huikuan("calc", "allocate", written(tmp_path), "--json")
    assert done.code == 0
    assert done.document["allocations"] == [
        {"id": 2, "costs_minor": 1_000, "interest_minor": 2_000, "principal_minor": 500_000},
        {"id": "INV-1", "costs_minor": 0, "interest_minor": 0, "principal_minor": 100_000},
    ]
    assert done.document["unapplied_minor"] == 0
    assert [(one["id"], one["code"], one["article"]) for one in done.document["reasons"]] == [
        (2, "LEAST_SECURED", "CC 560"),
        ("INV-1", "DUE_FIRST", "CC 560"),
    ]
    assert done.document["reasons"][0]["text"] == "no security or the least (Civil Code art. 560)"


@pytest.mark.parametrize(
    ("policy", "named", "first"),
    [
        ("statutory", None, 2),
        ("oldest_due", None, "INV-1"),
        ("oldest_invoice", None, "INV-1"),
        ("named", "INV-3", "INV-3"),
    ],
)
def test_policies(huikuan: Huikuan, tmp_path, policy, named, first) -> None:
    done = huikuan("calc", "allocate", written(tmp_path, named=named), "--policy", policy, "--json")
    assert done.document["allocations"][0]["id"] == first


def test_people_read_a_table(huikuan: Huikuan, tmp_path) -> None:
    done = huikuan("calc", "allocate", written(tmp_path, receipt_minor=10_000_000))
    assert "INV-1" in done.out and "Left over: 8797000" in done.out


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ({"receipt_minor": 0}, "$.receipt_minor"),
        ({"receipt_minor": 1.5}, "$.receipt_minor"),
        ({"receipt_minor": True}, "$.receipt_minor"),
        ({"receipt_minor": 10**13 + 1}, "$.receipt_minor"),
        ({"as_of": "2026-02-30"}, "$.as_of"),
        ({"named": "nobody"}, "$.named"),
        ({"named": "2"}, "$.named"),
        ({"debts": {}}, "$.debts"),
        ({"debts": [[]]}, "$.debts[0]"),
        ({"debts": [{**DEBTS[0], "open_minor": -1}]}, "$.debts[0].open_minor"),
        ({"debts": [{**DEBTS[0], "open_minor": "5"}]}, "$.debts[0].open_minor"),
        ({"debts": [{**DEBTS[0], "annual_rate": "x"}]}, "$.debts[0].annual_rate"),
        ({"debts": [{**DEBTS[0], "annual_rate": -1}]}, "$.debts[0].annual_rate"),
        ({"debts": [{**DEBTS[0], "due": "2026"}]}, "$.debts[0].due"),
        ({"debts": [DEBTS[0], DEBTS[0]]}, "$.debts[1].id"),
        ({"debts": [{**DEBTS[0], "id": True}]}, "$.debts[0].id"),
        ({"debts": [{**DEBTS[0], "amount": 1}]}, "$.debts[0].amount"),
    ],
)
def test_what_is_wrong_is_named_by_its_place(huikuan: Huikuan, tmp_path, changes, place) -> None:
    done = huikuan("calc", "allocate", written(tmp_path, **changes), "--json")
    assert (done.code, done.document["error"]["code"]) == (1, "DEBTS_UNREADABLE")
    assert place in done.document["error"]["parameters"]["faults"]


@pytest.mark.parametrize("text", ["", "{", '{"debts": [], "debts": []}', '{"receipt_minor": NaN}', "[" * 100_000])
def test_what_is_no_document_is_said(huikuan: Huikuan, tmp_path, text) -> None:
    path = tmp_path / "debts.json"
    path.write_text(text)
    done = huikuan("calc", "allocate", str(path), "--json")
    assert (done.code, done.document["error"]["code"]) == (1, "DEBTS_UNREADABLE")
