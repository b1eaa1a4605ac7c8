"""What a file says about itself, and what is asked of the user when it does not say enough."""

from __future__ import annotations

import pytest

from huikuan.imports.rules import (
    Guess,
    ImportKind,
    columns_of,
    currency_of,
    header_signature,
    total_of,
    were_floats,
)
from huikuan.kernel.refusal import Refused
from huikuan.receivables.invoice_fields import Field

HEADER = ("invoice", "customer", "date", "amount", "open")


def columns(found, kind=ImportKind.RECEIVABLES, header=HEADER, ambiguous=None):
    return columns_of(kind=kind, guess=Guess(found, ambiguous or {}), header=header)


FULL = {Field.NUMBER: 0, Field.CUSTOMER_NAME: 1, Field.ISSUE_DATE: 2, Field.AMOUNT: 3, Field.OPEN: 4}


def test_a_field_this_kind_does_not_take_is_passed_over():
    assert Field.OPEN in columns(FULL)
    assert Field.OPEN not in columns(FULL, kind=ImportKind.INVOICES)


def test_a_lone_open_amount_is_the_amount_too():
    found = columns({name: place for name, place in FULL.items() if name is not Field.AMOUNT})
    assert found[Field.AMOUNT] == found[Field.OPEN] == 4


@pytest.mark.parametrize("gone", [Field.NUMBER, Field.CUSTOMER_NAME, Field.ISSUE_DATE])
def test_a_missing_column_is_named(gone):
    with pytest.raises(Refused, match="COLUMNS_MISSING") as refusal:
        columns({name: place for name, place in FULL.items() if name is not gone})
    assert gone.value in str(refusal.value.parameters["fields"])


def test_header_twins_are_refused_only_where_they_matter():
    header = ("invoice", "customer", "date", "amount", "Amount")
    with pytest.raises(Refused, match="COLUMN_REPEATED"):
        columns({**FULL, Field.OPEN: 4}, header=header)
    only_needed = {Field.NUMBER: 0, Field.CUSTOMER_NAME: 1, Field.ISSUE_DATE: 2, Field.AMOUNT: 3}
    assert columns(only_needed, header=("invoice", "customer", "date", "amount", "x", "X"))


def test_two_columns_that_fit_equally_are_asked_for():
    without = {name: place for name, place in FULL.items() if name not in (Field.AMOUNT, Field.OPEN)}
    with pytest.raises(Refused, match="COLUMN_REPEATED") as refusal:
        columns(without, ambiguous={Field.AMOUNT: (3, 4)})
    assert refusal.value.parameters["column"] == "amount, open"


@pytest.mark.parametrize(
    ("stated", "chosen", "outcome"),
    [
        (None, None, ("CNY", "company")),
        ("USD", None, ("USD", "header")),
        ("USD", "eur", ("EUR", "option")),
        (None, "RMB", ("CNY", "option")),
        (None, "人民币", ("CNY", "option")),
    ],
)
def test_whose_word_the_currency_is(stated, chosen, outcome):
    assert currency_of(stated=stated, chosen=chosen, company_currency="CNY") == outcome


def test_a_currency_nobody_uses_is_refused():
    with pytest.raises(Refused, match="CURRENCY_UNKNOWN"):
        currency_of(stated=None, chosen="XYZ", company_currency="CNY")


@pytest.mark.parametrize(
    ("numbers", "verdict"),
    [(["1.0", "2960623488.0"], True), (["1.0", ""], True), (["1.0", "2"], False), ([], False), ([""], False)],
)
def test_numbers_that_were_floats(numbers, verdict):
    assert were_floats(numbers=numbers) is verdict


def test_two_exports_of_one_program_share_a_signature():
    assert header_signature(header=("Ａ", "b ")) == header_signature(header=("a", "B"))
    assert header_signature(header=("ab", "c")) != header_signature(header=("a", "bc"))


def test_sums_of_sums():
    assert total_of(parts=[{"USD": 1, "CNY": 2}, {"CNY": -3}]) == {"CNY": -1, "USD": 1}


def test_two_columns_of_what_is_open_are_asked_for_though_an_amount_is_there():
    without = {name: place for name, place in FULL.items() if name is not Field.OPEN}
    with pytest.raises(Refused, match="COLUMN_REPEATED"):
        columns(without, ambiguous={Field.OPEN: (3, 4)})
    assert columns(without, kind=ImportKind.INVOICES, ambiguous={Field.OPEN: (3, 4)})
