"""`huikuan calc interest`: the document it prints, and what it says of values that are wrong."""

from __future__ import annotations

import pytest

from tests.cli.conftest import Huikuan

DEBT = ("--principal", "1000000.00", "--due", "2024-07-01", "--until", "2024-10-31")


def segment(first: str, last: str, days: int, rate: str, minor: int) -> dict[str, object]:
    return {"from": first, "to": last, "days": days, "rate": rate, "per": "year", "interest_minor": minor}


def test_segments_of_the_prime_rate(huikuan: Huikuan) -> None:
    done = huikuan("calc", "interest", *DEBT, "--basis", "lpr_segments", "--year", "360", "--json")
    assert done.code == 0
    assert done.document == {
        "days": 122,
        "interest_minor": 1_473_153,
        "segments": [
            segment("2024-07-02", "2024-07-21", 20, "4.485", 249_167),
            segment("2024-07-22", "2024-10-20", 91, "4.355", 1_100_847),
            segment("2024-10-21", "2024-10-31", 11, "4.03", 123_139),
        ],
        "article": "SALES 18(4)",
        "warnings": [],
    }
    assert done.err == ""


def test_the_cap_is_warned_of_beside_the_document(huikuan: Huikuan) -> None:
    """30 % above the loss (合同编通则解释 65): 11,531.51 × 1.3 = 14,990.96; agreed are 12 % a year."""
    done = huikuan("calc", "interest", *DEBT, "--basis", "agreed", "--rate", "12", "--json")
    assert [(one["code"], one["article"]) for one in done.document["warnings"]] == [("ABOVE_LOSS", "FS2023-13 65")]
    assert "a court may cut the claim to CNY 14,990.96" in done.document["warnings"][0]["text"]
    assert "a court may cut the claim to CNY 14,990.96" in done.err


@pytest.mark.parametrize(
    ("options", "rate", "per"),
    [
        (("--basis", "agreed", "--rate", "12"), "12", "year"),
        (("--basis", "agreed", "--rate", "日万分之五"), "0.05", "day"),
        (("--basis", "daily_0.05"), "0.05", "day"),
        (("--basis", "judgment"), "0.0175", "day"),
    ],
)
def test_a_segment_says_for_what_time_its_rate_is(huikuan: Huikuan, options, rate, per) -> None:
    (one,) = huikuan("calc", "interest", *DEBT, *options, "--json").document["segments"]
    assert (one["rate"], one["per"]) == (rate, per)


@pytest.mark.parametrize(
    ("options", "minor", "article"),
    [
        (("--basis", "agreed", "--rate", "12"), 4_010_959, "CC 585"),
        (("--basis", "lpr_at_default", "--factor", "1.5"), 1_729_726, "SALES 18(4)"),
        (("--basis", "daily_0.05"), 6_100_000, "D802 17"),
        (("--basis", "judgment"), 2_135_000, "FS2014-8 1"),
    ],
)
def test_each_basis(huikuan: Huikuan, options, minor, article) -> None:
    found = huikuan("calc", "interest", *DEBT, *options, "--json").document
    assert (found["days"], found["interest_minor"], found["article"]) == (122, minor, article)


def test_people_read_a_table_with_the_article_and_the_warning(huikuan: Huikuan) -> None:
    done = huikuan("calc", "interest", *DEBT, "--basis", "agreed", "--rate", "12%")
    assert "Civil Code art. 585" in done.out and "Interest of 122 days: 40,109.59" in done.out
    assert "More than 30 % above the loss: by the prime rate at default the loss is CNY 11,531.51" in done.err


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--basis", "agreed"), "--rate belongs to"),
        (("--basis", "judgment", "--rate", "3"), "--rate belongs to"),
        (("--basis", "judgment", "--factor", "1.3"), "--factor belongs to"),
        (("--basis", "agreed", "--rate", "0.12"), "Write 0.12% if"),
        (("--basis", "agreed", "--rate", "0.5‰"), "0.5‰/day if it is for a day"),
        (
            ("--basis", "agreed", "--rate", "万分之五"),
            "Write 0.05% if it is for a year, 万分之五/day if it is for a day",
        ),
        (("--basis", "lpr_segments", "--factor", "9"), "between 0.1 and 4"),
        (("--basis", "daily_0.05", "--until", "2024-06-30"), "nothing is late by then"),
        (("--basis", "daily_0.05", "--principal", "-5"), "more than zero"),
        (("--basis", "daily_0.05", "--principal", "much"), "is no amount"),
        (("--basis", "lpr_segments", "--due", "2019-08-18"), "benchmark rate"),
        (("--basis", "daily_0.05", "--year", "366"), "'366'"),
    ],
)
def test_what_is_wrong_is_said(huikuan: Huikuan, options, said) -> None:
    done = huikuan("calc", "interest", *DEBT, *options)
    assert done.code == 2
    assert said in done.err
