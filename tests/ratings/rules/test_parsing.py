"""A scorecard, a policy and a matrix are read strictly: everything wrong comes back together."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huikuan.ratings.rules.matrix import Matrix, ValueClass, parse_matrix, value_classes
from huikuan.ratings.rules.parsing import parse_scorecard
from huikuan.ratings.rules.policies import LimitRule, parse_policy
from huikuan.ratings.rules.scorecards import CardKind, Scorecard
from huikuan.ratings.rules.versions import VersionKind, parse_rules
from huikuan.ratings.shipped import shipped_documents

DOCUMENTS = shipped_documents()


def changed(kind: VersionKind, **paths: Any) -> Any:
    """The shipped document with values at paths such as factors__0__weight."""
    document = copy.deepcopy(DOCUMENTS[kind])
    for path, value in paths.items():
        *way, last = [int(part) if part.isdigit() else part for part in path.split("__")]
        node: Any = document
        for part in way:
            node = node[part]
        if value is ...:
            del node[last]
        else:
            node[last] = value
    return document


def codes(found: object) -> list[str]:
    return [fault.code for fault in found] if isinstance(found, tuple) else []


@pytest.mark.parametrize("kind", list(VersionKind))
def test_what_comes_with_the_product_is_whole(kind):
    assert not isinstance(parse_rules(kind=kind, document=DOCUMENTS[kind]), tuple)


def test_a_queue_scorecard_is_no_credit_scorecard():
    assert codes(parse_rules(kind=VersionKind.CREDIT, document=DOCUMENTS[VersionKind.QUEUE])) == ["CHOICE_WRONG"]


@pytest.mark.parametrize(
    ("paths", "expected"),
    [
        ({"factors__0__weight": 61}, ["WEIGHTS_NOT_WHOLE"]),
        ({"factors__0__measure": "SHOE_SIZE"}, ["FACTOR_UNKNOWN"]),
        ({"factors__0__bands__1__from": 5}, ["BANDS_OVERLAP"]),
        ({"factors__0__bands__1__from": 8}, ["BANDS_GAP"]),
        ({"factors__0__bands__0__from": 0}, ["BANDS_NOT_OPEN"]),
        ({"factors__0__bands__1__to": 6, "factors__0__bands__2__from": 6}, ["BAND_EMPTY"]),
        ({"factors__0__bands__1__points": 5}, ["NOT_MONOTONE"]),
        ({"factors__9__choices__0__points": 60}, ["NOT_MONOTONE"]),
        ({"factors__1__code": "months_with_us"}, ["CODE_TWICE"]),
        ({"factors__9__choices__1__code": "WEAK"}, ["CODE_TWICE"]),
        ({"factors": []}, ["LIST_EMPTY"]),
        ({"factors__0__bands": []}, ["LIST_EMPTY"]),
        ({"factors__0__weight": 60.0}, ["NUMBER_WRONG", "WEIGHTS_NOT_WHOLE"]),
        ({"factors__0__weight": True}, ["NUMBER_WRONG", "WEIGHTS_NOT_WHOLE"]),
        ({"factors__0__formula": "sold * 2"}, ["FIELD_UNKNOWN"]),
        ({"factors__0__missing": {"rule": "EXCLUDE", "points": 3}}, ["FIELD_UNKNOWN"]),
        ({"factors__0__missing": {"rule": "GUESS"}}, ["CHOICE_WRONG", "NUMBER_WRONG"]),
        ({"factors__0__code": "a b"}, ["CODE_WRONG"]),
        ({"factors__0__title__zh": " "}, ["TEXT_WRONG"]),
        ({"factors__0__direction": "UP"}, ["CHOICE_WRONG"]),
        ({"grades__0__grade": "B"}, ["GRADES_WRONG"]),
        ({"grades__4__from": 1}, ["GRADES_WRONG"]),
        ({"grades__1__from": 800}, ["GRADES_WRONG"]),
        ({"least_history": None}, ["OBJECT_MISSING", "NUMBER_WRONG", "NUMBER_WRONG"]),
        ({"factors__0__weight": 61, "factors__1__measure": "X", "extra": 1}, ["FIELD_UNKNOWN", "FACTOR_UNKNOWN", "WEIGHTS_NOT_WHOLE"]),
    ],
)  # fmt: skip
def test_faults_of_a_scorecard(paths, expected):
    assert codes(parse_scorecard(document=changed(VersionKind.CREDIT, **paths))) == expected


def test_a_fault_says_where():
    (fault,) = parse_scorecard(document=changed(VersionKind.CREDIT, factors__0__bands__1__from=8))  # type: ignore[misc]
    assert (fault.where, dict(fault.parameters)) == ("factors[0].bands[1]", {"low": 6, "high": 8})


@pytest.mark.parametrize("document", [None, [], "x", 5, {"factors": [3]}, {"factors": {"a": 1}}])
def test_what_is_no_document_is_refused_whole(document):
    assert "OBJECT_MISSING" in codes(parse_scorecard(document=document))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)


@given(st.sampled_from(list(VersionKind)), JSON, st.integers(0, 11))
def test_no_document_breaks_the_parser(kind, value, place):
    document = copy.deepcopy(DOCUMENTS[kind])
    keys = sorted(document)
    document[keys[place % len(keys)]] = value
    parsed = parse_rules(kind=kind, document=document)
    assert isinstance(parsed, tuple) or parsed is not None


@pytest.mark.parametrize(
    ("paths", "expected"),
    [
        ({"grades__1__terms_days": 90}, ["GRADE_ORDER"]),
        ({"grades__1__deposit_permille": 200}, ["GRADE_ORDER"]),
        ({"grades__0__limit__floor_minor": 2_000_000_000}, ["FLOOR_ABOVE_CAP"]),
        ({"grades__0__limit__step_minor": 0}, ["NUMBER_WRONG"]),
        ({"automatic": ["TERMS", "COLOUR"]}, ["CHOICE_WRONG"]),
        ({"automatic": "TERMS"}, ["CHOICE_WRONG"]),
        ({"grades__0__grade": "B"}, ["GRADES_WRONG"]),
        ({"grades__0__ladder": "SOFT"}, ["CHOICE_WRONG"]),
    ],
)
def test_faults_of_a_policy(paths, expected):
    assert codes(parse_policy(document=changed(VersionKind.POLICY, **paths))) == expected


@pytest.mark.parametrize(
    ("sold", "limit"),
    [(0, 500), (9_999, 2_400), (1_000_000, 90_000), (-5, 500)],
    ids=["floor", "step", "cap", "credit"],
)
def test_a_limit_by_hand(sold, limit):
    # 250 ‰ of 9,999 are 2,499, in steps of 100: 2,400
    rule = LimitRule(250, 500, 90_000, 100)
    assert rule.limit_minor(sold_minor=sold) == limit


@pytest.mark.parametrize(
    ("paths", "expected"),
    [
        ({"cells__0__strategy__zh": ""}, ["TEXT_WRONG"]),
        ({"cells__0__grade": "F"}, ["CHOICE_WRONG", "CELL_MISSING"]),
        ({"cells__1__grade": "A"}, ["CODE_TWICE", "CELL_MISSING"]),
        ({"a_through": 960}, ["CLASSES_WRONG"]),
    ],
)
def test_faults_of_a_matrix(paths, expected):
    assert codes(parse_matrix(document=changed(VersionKind.MATRIX, **paths))) == expected


def _matrix() -> Matrix:
    found = parse_matrix(document=DOCUMENTS[VersionKind.MATRIX])
    assert isinstance(found, Matrix)
    return found


def test_value_classes_by_hand():
    # 500 of 1,000 (nothing above), 350 (500 above: below 800), 100 (850 above: B), 50 (950 above: C), nothing: C
    sold = {1: 500, 2: 350, 3: 100, 4: 50, 5: 0, 6: -20}
    found = value_classes(matrix=_matrix(), sold=sold)
    assert [found[pk].value for pk in sorted(sold)] == ["A", "A", "B", "C", "C", "C"]


@given(st.dictionaries(st.integers(1, 50), st.integers(-10, 1_000), max_size=20), st.randoms())
def test_value_classes_do_not_hang_on_the_order(sold, chance):
    shuffled = list(sold.items())
    chance.shuffle(shuffled)
    found = value_classes(matrix=_matrix(), sold=sold)
    assert found == value_classes(matrix=_matrix(), sold=dict(shuffled))
    assert all(found[a] <= found[b] for a in sold for b in sold if sold[a] >= sold[b])
    assert all(isinstance(one, ValueClass) for one in found.values())


def test_the_shipped_scorecards_are_of_their_kind():
    card = parse_scorecard(document=DOCUMENTS[VersionKind.QUEUE])
    assert isinstance(card, Scorecard)
    assert card.kind is CardKind.QUEUE
