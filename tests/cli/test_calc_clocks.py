"""`huikuan calc limitation` and `calc guarantee`."""

from __future__ import annotations

import pytest

from tests.cli.conftest import Huikuan


def test_each_event_says_whether_it_counts_and_why(huikuan: Huikuan) -> None:
    happened = ("2022-05-02:part-payment:receipt 12", "2022-06-01:call", "2026-01-05:letter:SF:1234")
    words = [word for one in happened for word in ("--event", one)]
    done = huikuan("calc", "limitation", "--due", "2021-03-10", *words, "--json")
    found = done.document
    assert (done.code, set(found)) == (0, {"expires", "counted_from", "events"})
    assert (found["expires"], found["counted_from"]) == ("2025-05-06", "2022-05-03")
    assert [(one["date"], one["kind"], one["counted"]) for one in found["events"]] == [
        ("2022-05-02", "part-payment", True),
        ("2022-06-01", "call", False),
        ("2026-01-05", "letter", False),
    ]
    whys = [one["why"] for one in found["events"]]
    assert whys[0] == "Interrupts the period: three years run anew. (Rules on limitation, art. 14)"
    assert whys[1] == "No evidence is attached: it does not count. (Civil Code art. 195)"
    assert whys[2].endswith("(Civil Code art. 192)")
    said = huikuan("calc", "limitation", "--due", "2024-03-10", "--due", "2024-03-11").out.splitlines()
    assert said[0] == "The period ends on 2027-03-11, counted from 2024-03-12"
    assert said[1].startswith("The holidays of 2027 are not published yet")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("--due 2021-03-10 --event 2022-05-02:pigeon:x", "demand_signed, letter"),
        ("--due 2021-03-10 --event 2022-05-02", "DAY:KIND:EVIDENCE"),
        ("--due 2021-03-10 --event 2022-05-02/2022-05-01:suspension:x", "DAY:KIND:EVIDENCE"),
        ("--due 2021-02-30", "2021-02-30"),
        ("--event 2022-05-02:letter:x", "Give a due day"),
    ],
)
def test_wrong_usage_is_told(huikuan: Huikuan, words: str, said: str) -> None:
    done = huikuan("calc", "limitation", *words.split(), "--json")
    assert (done.code, said in done.err) == (2, True)


def test_a_guarantee(huikuan: Huikuan) -> None:
    found = huikuan("calc", "guarantee", "--principal-due", "2025-08-31", "--json").document
    assert (found["expires"], found["counted_from"], found["agreed"]) == ("2026-02-28", "2025-09-01", False)
    assert found["article"] == "Civil Code art. 692"
    assert (found["ordinary"]["duty"], found["joint"]["duty"]) == ("sue", "demand")
    words = ("--principal-due", "2025-08-31", "--until", "2026-12-31")
    said = huikuan("calc", "guarantee", *words).out.splitlines()
    assert said[0] == "The guarantee ends on 2026-12-31 (Civil Code art. 692)"
    assert len(said) == 3
