"""Sentences: amounts are exact and name their currency, whatever else stands beside them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib import import_module
from itertools import combinations
from pkgutil import iter_modules

import pytest
from django.utils import translation

from huikuan import wording
from huikuan.wording.sentences import _all, is_worded, sentence


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.mark.parametrize(
    ("code", "parameters", "words"),
    [
        (
            "MAY_BE_PAID",
            {"minor": 11_897_046, "currency": "CNY"},
            "The customer has unused money here that may pay for an item (CNY 118,970.46). Allocate it first.",
        ),
        ("MONEY_WAITS", {"lines": 1, "date": "2026-03-02"}, "1 bank line waits, the oldest of 2026-03-02"),
        ("SIGN_IN_WAIT", {"minutes": 1}, "Too many attempts. Try again in 1 minute."),
        ("SIGN_IN_WAIT", {"minutes": 2}, "Too many attempts. Try again in 2 minutes."),
        ("TOO_MANY_CALLS", {"seconds": 1}, "Too many calls. Go on in 1 second."),
        ("OVERDUE_SINCE", {"items": 2, "days": 1}, "2 items overdue, the oldest by 1 day"),
        ("OVERDUE_SINCE", {"items": 1, "days": 8}, "1 item overdue, the oldest by 8 days"),
        (
            "STATEMENT_LEFT_OUT",
            {"lines": 1, "account": "4712", "currency": "USD"},
            "Left out: 1 line of account 4712 (USD). Import the file once more for that account.",
        ),
        ("MONEY_WAITS", {"lines": 2, "date": "2026-03-02"}, "2 bank lines wait, the oldest of 2026-03-02"),
        (
            "MORE_THAN_OPEN",
            {"open": 0, "wanted": 5, "currency": "JPY", "receivable": 7},
            "Only JPY 0 is open, JPY 5 was asked for.",
        ),
        (
            "MORE_THAN_UNAPPLIED",
            {"receipt": 12, "over": 1_005, "currency": "KWD"},
            "Receipt 12 has less money left than asked for: KWD 1.005 too much.",
        ),
        ("SHORT_BY", {"minor": 1, "kind": "FEE", "currency": "CNY"}, "pays CNY 0.01 less than is open"),
    ],
)
def test_minor_units_become_amounts(code: str, parameters: dict[str, object], words: str) -> None:
    assert sentence(code=code, parameters=parameters) == words


@pytest.mark.parametrize("currency", [None, "", "ZZZ", 156])
def test_without_a_currency_in_use_numbers_stay_as_they_are(currency: object) -> None:
    said = sentence(code="MORE_THAN_OPEN", parameters={"open": 5, "wanted": 7, "currency": currency})
    assert said == "Only 5 is open, 7 was asked for."


def test_only_amounts_are_touched() -> None:
    parameters = {"found": "1,934.50", "expected": "1,900.00", "currency": "CNY", "line": 3, "file": "bank.csv"}
    said = sentence(code="STATEMENT_BALANCE_MISMATCH", parameters=parameters)
    assert "CNY 3" not in said


def test_an_unworded_code_stands_for_itself() -> None:
    assert not is_worded(code="NO_SUCH_CODE")
    assert sentence(code="NO_SUCH_CODE", parameters={}) == "NO_SUCH_CODE"
    assert sentence(code="NO_SUCH_CODE", parameters={"a": 1}) == "NO_SUCH_CODE {'a': 1}"


def test_no_sentence_speaks_of_minor_units() -> None:
    assert [code for code, text in _all().items() if re.search("minor unit", str(text))] == []


def sentences_by_room() -> dict[str, dict[str, object]]:
    """The sentences of each file of the package."""
    rooms = {
        module.name: import_module(f"{wording.__name__}.{module.name}") for module in iter_modules(wording.__path__)
    }
    return {name: dict(getattr(module, "SENTENCES", {})) for name, module in rooms.items()}


def collisions(rooms: dict[str, dict[str, object]]) -> list[tuple[str, str, str]]:
    """Codes that two rooms word."""
    return [
        (code, one, other)
        for one, other in combinations(sorted(rooms), 2)
        for code in sorted(rooms[one].keys() & rooms[other].keys())
    ]


def test_no_code_is_worded_by_two_rooms() -> None:
    rooms = sentences_by_room()
    assert len(rooms) > 10
    assert collisions(rooms) == []


def test_a_collision_is_noticed() -> None:
    assert collisions({"a": {"X": "", "Y": ""}, "b": {"X": ""}, "c": {}}) == [("X", "a", "b")]
