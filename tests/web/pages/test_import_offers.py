"""One press for the whole file: the questions refused rows raise, and the addresses of the answers."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

from django.utils import translation

from huikuan.imports.rules import Rejection
from huikuan.web.pages.import_offers import offers

SAID = {"file": "a" * 64, "kind": "RECEIVABLES", "field_amount": "金额"}


def refused(*codes: str) -> list[Rejection]:
    return [Rejection("a.csv", line, "金额", "1.234", code) for line, code in enumerate(codes, 2)]


def test_each_question_once_with_how_many_rows_it_is_about() -> None:
    rows = refused("NEEDS_ROUNDING", "BLANK", "AMBIGUOUS_ORDER", "NEEDS_ROUNDING", "TWO_DIGIT_YEAR")
    with translation.override("en"):
        asked = [one.text for one in offers(rejected=rows, path="/look/", said=SAID)]
    assert asked == [
        "In 2 rows the order of the day cannot be told.",
        "2 rows have an amount with more decimals than their currency.",
    ]


def test_an_answer_keeps_what_is_known_of_the_file() -> None:
    (offer,) = offers(rejected=refused("NEEDS_ROUNDING"), path="/look/", said=SAID)
    (choice,) = offer.choices
    address = urlsplit(choice.address)
    assert address.path == "/look/"
    assert parse_qs(address.query) == {
        "file": ["a" * 64],
        "kind": ["RECEIVABLES"],
        "field_amount": ["金额"],
        "said": ["1"],
        "round_amounts": ["on"],
    }


def test_nothing_is_asked_without_a_reason() -> None:
    assert offers(rejected=refused("BLANK", "NO_SUCH_DAY"), path="/look/", said=SAID) == ()
