"""Differences of versions in words: every place has a name, values read as people write them."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import Any

import pytest
from django.utils.translation import override

from huikuan.audit.rules import plain
from huikuan.contracts.due_rules import Anchor, DueRule
from huikuan.contracts.rules.differing import Change, differences
from huikuan.contracts.rules.terms import Clauses, Item, LateBasis, Sizes, Terms, Trigger
from huikuan.web.pages.contract_words import ChangeLine, change_lines, item_lines
from huikuan.wording.contract_fields import FIELDS
from tests.contracts.agreed import part, terms

ITEM = Item("炉", "RX-90", "台", 2_500_000, 400_000_000, 1_000_00)
FULL = terms(milestones=(part(1, "全款", Trigger.DELIVERY, 1000),), items=(ITEM,))


def lines(before: Terms, after: Terms) -> tuple[ChangeLine, ...]:
    kept: list[Any] = [plain(value=asdict(one)) for one in (before, after)]
    with override("en"):
        return change_lines(changes=differences(before=kept[0], after=kept[1]), currency="CNY")


@pytest.mark.parametrize(
    ("after", "found"),
    [
        (FULL, []),
        (replace(FULL, amount_minor=99_000_00), [("Amount", "100,000.00", "99,000.00")]),
        (replace(FULL, note="补"), [("Note", "–", "补")]),
        (replace(FULL, sizes=Sizes(buyer="PUBLIC")), [("The buyer is", "Other buyer", "Public body")]),
        (
            replace(FULL, clauses=Clauses(acceleration=True, late_basis=LateBasis.AGREED)),
            [
                ("Late payment", "Nothing agreed", "An agreed rate"),
                ("The whole price falls due on arrears", "No", "Yes"),
            ],
        ),
        (
            replace(FULL, clauses=Clauses(late_basis=LateBasis.AGREED, late_daily_ppm=500)),
            [("Late payment", "Nothing agreed", "An agreed rate"), ("Agreed rate a day", "–", "0.05 %")],
        ),
        (
            replace(FULL, clauses=Clauses(late_basis=LateBasis.AGREED, late_rate_bp=1_825)),
            [("Late payment", "Nothing agreed", "An agreed rate"), ("Agreed rate a year", "–", "18.25 %")],
        ),
        (
            replace(
                FULL, milestones=(part(1, "全款", Trigger.ACCEPTANCE, 1000, rule=DueRule(Anchor.DELIVERY, days=60)),)
            ),
            [
                ("Milestone 1: When it fires", "Delivery of the goods", "Acceptance"),
                ("Milestone 1: Term runs from", "Milestone", "Delivery"),
                ("Milestone 1: Term in days", "30", "60"),
            ],
        ),
        (
            replace(FULL, milestones=(part(1, "全款", Trigger.DELIVERY, 995),)),
            [("Milestone 1: Percent", "100 %", "99.5 %")],
        ),
        (
            replace(FULL, items=(replace(ITEM, quantity_micros=3_000_000, unit_price_micros=0),)),
            [("Item 1: Quantity", "2.5", "3"), ("Item 1: Unit price", "400", "–")],
        ),
    ],
)
def test_what_changed(after: Terms, found: list[tuple[str, str, str]]) -> None:
    assert [(one.place, one.before, one.after) for one in lines(FULL, after)] == found


def test_a_new_milestone_says_what_it_is_and_not_its_number() -> None:
    two = replace(FULL, milestones=(*FULL.milestones, part(2, "尾款", Trigger.ACCEPTANCE, 500)))
    places = {one.place: one.after for one in lines(FULL, two)}
    assert places["Milestone 2: What is paid"] == "尾款"
    assert places["Milestone 2: Percent"] == "50 %"
    assert not any("number" in place for place in places)


def test_every_place_of_a_contract_has_a_name() -> None:
    kept: Any = plain(value=asdict(FULL))
    paths = [one.path for one in differences(before={}, after=kept)]
    assert len(paths) > 40
    with override("en"):
        named = change_lines(changes=[Change(path, "x", "y") for path in paths], currency="CNY")
    assert [one.place for one in named if "_" in one.place or "." in one.place.replace("0.01", "")] == []
    assert len(set(FIELDS)) == len(FIELDS)


def test_items_with_quantity_and_price() -> None:
    (line, empty) = item_lines(items=(ITEM, Item("运费", "", "", 0, 0, 5_00)), currency="CNY")
    assert (line.quantity, line.unit_price, line.amount.minor) == ("2.5", "400", 1_000_00)
    assert (empty.quantity, empty.unit_price) == ("", "")
