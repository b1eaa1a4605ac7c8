"""Rows against each other and against the books."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from huikuan.customers.rules import PartyRow as KnownParty
from huikuan.imports.customer_lists.fields import PartyField
from huikuan.imports.customer_lists.judging import SourceNames, circles, customer_of, judge, judge_groups
from huikuan.imports.customer_lists.rows import PartyRow
from huikuan.imports.rules import RejectionCode

F = PartyField
NAMES = SourceNames("客户.csv", {F.NUMBER: "编号", F.NAME: "名称", F.REGION: "地区"})


def row(line, number, name="甲", region=""):
    return PartyRow(line, {F.NUMBER: number, F.NAME: name, F.REGION: region})


def judged(rows, known=None, *, may_change=False):
    pairs = [(one, one.values[F.NUMBER]) for one in rows]
    return judge(rows=pairs, known=known or {}, names=NAMES, may_change=may_change, named_by=F.NUMBER)


def test_of_rows_with_one_number_the_first_stands():
    found = judged([row(2, "K1"), row(3, "K1"), row(4, "K1", "乙"), row(5, "K2")])
    assert [one.line for one in found.new] == [2, 5]
    assert found.duplicate == 1
    (refused,) = found.rejected
    assert (refused.line, refused.column, refused.value, refused.code) == (4, "名称", "乙", "KNOWN_WITH_OTHER_CONTENT")
    assert refused.parameters == {"where": "客户.csv:2"}


def test_what_the_books_hold_is_a_duplicate_and_an_empty_cell_says_nothing():
    known = {"K1": (7, {F.NAME: "甲", F.REGION: "华东"})}
    assert judged([row(2, "K1")], known).duplicate == 1
    assert judged([row(2, "K1", region="华东")], known).duplicate == 1
    (refused,) = judged([row(2, "K1", region="华南")], known).rejected
    assert (refused.column, refused.value, refused.parameters) == ("地区", "华南", {"where": ""})


def test_a_change_is_taken_where_it_may_be():
    known = {"K1": (7, {F.NAME: "甲", F.REGION: "华东"})}
    (change,) = judged([row(2, "K1", "乙", "华南")], known, may_change=True).changes
    assert (change.id, change.fields) == (7, (F.NAME, F.REGION))


@given(
    st.lists(st.tuples(st.sampled_from("ABC"), st.sampled_from("xy"), st.sampled_from(["", "r"])), max_size=12),
    st.booleans(),
)
def test_every_row_is_in_exactly_one_class(rows, may_change):
    known = {"A": (1, {F.NAME: "x", F.REGION: "r"})}
    given_rows = [row(line, *values) for line, values in enumerate(rows, 2)]
    found = judged(given_rows, known, may_change=may_change)
    assert len(found.new) + len(found.changes) + found.duplicate + len(found.rejected) == len(rows)
    assert judged(given_rows, known, may_change=may_change).rejected == found.rejected


def test_a_person_belongs_to_the_customer_named_by_number_then_tax_code_then_name():
    first, second = KnownParty(1, "K1", "甲", "T1", None, "NONE"), KnownParty(2, "K2", "乙", "", None, "NONE")
    parties = {F.NUMBER: {"K1": [first]}, F.TAX_CODE: {"T1": [first]}, F.NAME: {"甲": [first], "乙": [second, first]}}

    def named(**cells):
        return customer_of(row=PartyRow(2, {PartyField[name]: text for name, text in cells.items()}), parties=parties)

    assert named(NUMBER="K1") == 1
    assert named(NUMBER="K9", TAX_CODE="T1") == 1
    assert named(NAME=" 甲 ") == 1
    assert named(NAME="乙") is RejectionCode.CUSTOMER_AMBIGUOUS
    assert named(NAME="丙") is RejectionCode.CUSTOMER_UNKNOWN
    assert named() is RejectionCode.CUSTOMER_UNKNOWN


def test_circles_are_found_whole_and_nothing_else():
    assert circles(parents={"A": "B", "B": "C", "D": "A"}) == frozenset()
    assert circles(parents={"A": "A"}) == {"A"}
    assert circles(parents={"A": "B", "B": "A", "C": "A", "D": "E"}) == {"A", "B"}


@given(st.dictionaries(st.sampled_from("ABCDEF"), st.sampled_from("ABCDEF")))
def test_whoever_stands_in_a_circle_comes_back_to_himself(parents):
    for one in "ABCDEF":
        here, seen = parents.get(one), set()
        while here is not None and here != one and here not in seen:
            seen.add(here)
            here = parents.get(here)
        assert (here == one) == (one in circles(parents=parents))


def grouped(line, number, group):
    return PartyRow(line, {F.NUMBER: number, F.NAME: number, F.GROUP: group})


def test_nobody_stands_under_an_unknown_number_or_under_himself():
    rows = [
        grouped(2, "A", ""),
        grouped(3, "B", "A"),
        grouped(4, "C", "X"),
        grouped(5, "D", "C"),
        grouped(6, "E", "F"),
        grouped(7, "F", "E"),
        grouped(8, "G", "OLD"),
    ]
    found = judged(rows)
    judge_groups(judged=found, names=NAMES, in_books={"OLD"}, above={"OLD": "OLDER"})
    assert [row.text(field=F.NUMBER) for row in found.new] == ["A", "B", "G"]
    assert [(one.line, one.value, one.code) for one in found.rejected] == [
        (4, "X", "GROUP_UNKNOWN"),
        (5, "C", "GROUP_UNKNOWN"),
        (6, "F", "GROUP_CYCLE"),
        (7, "E", "GROUP_CYCLE"),
    ]


def test_a_circle_is_found_through_the_books():
    known = {"OLD": (1, {F.GROUP: ""})}
    found = judged([grouped(2, "OLD", "NEW"), grouped(3, "NEW", "MIDDLE")], known, may_change=True)
    judge_groups(judged=found, names=NAMES, in_books={"OLD", "MIDDLE"}, above={"MIDDLE": "OLD"})
    assert [one.code for one in found.rejected] == ["GROUP_CYCLE", "GROUP_CYCLE"]
    assert found.accepted == []
