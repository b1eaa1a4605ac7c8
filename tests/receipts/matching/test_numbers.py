"""Given the numbers of open items, when a text is searched, then whole numbers are found and never a part of one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huikuan.receipts.matching.numbers import NumberKind, atoms_digits, number_index, slips_between

NUMBERS = [
    "INV-202601-00040017",
    "SI00012345",
    "2026-001",
    "12",
    "24312000000012345678",
    "销字2026-0012号",
    "PO-O1L-77",
]
INDEX = number_index(numbers=NUMBERS, shortest=6, tail=5)


def found(*atoms):
    return [(mention.kind, mention.items) for mention in INDEX.mentions(runs=[atoms]).found]


@pytest.mark.parametrize(
    ("atoms", "kind", "items"),
    [
        (("INV", "202601", "00040017"), NumberKind.EXACT, (0,)),
        (("INV20260100040017",), NumberKind.EXACT, (0,)),
        (("1NV2O26O1OOO4OO17",), NumberKind.EXACT, (0,)),
        (("20260100040017",), NumberKind.DIGITS, (0,)),
        (("RECHNUNG", "20260100040017"), NumberKind.DIGITS, (0,)),
        (("40017",), NumberKind.TAIL, (0,)),
        (("INV", "202601", "00040071"), NumberKind.NEAR, (0,)),
        (("SI", "00012345"), NumberKind.EXACT, (1,)),
        (("2026", "001"), NumberKind.EXACT, (2,)),
        (("12",), NumberKind.SHORT, (3,)),
        (("20260012",), NumberKind.EXACT, (5,)),
        (("P0", "01L", "77"), NumberKind.SHORT, (6,)),
        (("HT", "20260100040017"), NumberKind.NEAR, (0,)),  # somebody else's prefix
    ],
)
def test_one_number(atoms, kind, items):
    assert found(*atoms) == [(kind, items)]


@pytest.mark.parametrize(
    "atoms", [("912",), ("121",), ("1",), ("0017",), ("99SI00012345999",), ("202601",), ("20260120",)]
)
def test_no_number(atoms):
    assert found(*atoms) == []


def test_several_numbers_in_one_run():
    assert found("SI00012345", "2026", "001", "INV", "202601", "00040071") == [
        (NumberKind.EXACT, (1,)),
        (NumberKind.EXACT, (2,)),
        (NumberKind.NEAR, (0,)),
    ]


def test_a_number_that_looks_like_ours_and_is_not_open_is_told():
    mentions = INDEX.mentions(runs=[("INV", "209911", "99999999")])
    assert (mentions.found, mentions.unknown) == ((), ("INV-209911-99999999",))
    assert INDEX.mentions(runs=[("X", "12345678901")]).unknown == ()


def test_a_number_of_two_items_means_both():
    index = number_index(numbers=["A-2026-0001", "B-2026-0002", "A-2026-0001"], shortest=6, tail=5)
    (mention,) = index.mentions(runs=[("A", "2026", "0001")]).found
    assert mention.items == (0, 2)


def test_an_empty_ledger_has_no_numbers():
    index = number_index(numbers=[], shortest=6, tail=5)
    assert index.mentions(runs=[("INV", "202601", "00040017")]).found == ()


@given(st.text("0123456789", min_size=7, max_size=20), st.data())
def test_every_single_slip_is_near(number, data):
    index = number_index(numbers=[number], shortest=6, tail=5)
    place = data.draw(st.integers(0, len(number) - 2))
    digit = data.draw(st.sampled_from("0123456789"))
    written = data.draw(
        st.sampled_from(
            [
                number[:place] + digit + number[place + 1 :],
                number[:place] + number[place + 1 :],
                number[:place] + digit + number[place:],
                number + digit,
                number[:place] + number[place + 1] + number[place] + number[place + 2 :],
            ]
        )
    )
    assert slips_between(written=written, number=number) <= 1
    assert index.near(digits=written) == (0,) or written == number


@given(st.lists(st.text("ABO01IL-/ 2", max_size=12), max_size=6))
def test_a_number_is_found_by_its_own_spelling(numbers):
    index = number_index(numbers=numbers, shortest=6, tail=5)
    for place, number in enumerate(numbers):
        atoms = tuple(number.replace("-", " ").replace("/", " ").split())
        if 0 < len(atoms) <= 5 and any(character.isdigit() for character in number):
            assert any(place in mention.items for mention in index.mentions(runs=[atoms]).found)
        assert index.digits[place] == atoms_digits(atoms=atoms)
