"""Late-payment interest against sums made by hand, each with its article (RULES_CN §3.2, §3.3)."""

from __future__ import annotations

from datetime import date

import pytest

from huikuan.interest.rules.bases import Basis, Fault, PrimeRates, Rate, Terms
from huikuan.interest.rules.cautions import Setting, cautions
from huikuan.interest.rules.reckoning import on_principal
from huikuan.interest.rules.typed import typed_factor, typed_rate

MILLION = 100_000_000
"""1,000,000.00 yuan."""


def found(*, due: str, until: str, terms: Terms, minor: int = MILLION):
    days = date.fromisoformat(due), date.fromisoformat(until)
    return on_principal(principal_minor=minor, days=days, terms=terms, prime=PrimeRates())


def lines(reckoned):
    return [
        (
            str(one.piece.from_day),
            str(one.piece.through_day),
            one.piece.days,
            one.piece.rate.percent,
            one.interest_minor,
        )
        for one in reckoned.interest.segments
    ]


@pytest.mark.parametrize(
    ("due", "until", "terms", "days", "minor", "article"),
    [
        # 1,000,000 × 12 % ÷ 365 × 31 = 10,191.780…; a month end: 31 January, 1 February is the first day.
        ("2026-01-31", "2026-03-03", Terms(Basis.AGREED, Rate(1_200_000)), 31, 1_019_178, "CC 585"),
        # 2024-02-29 counts: 1,000,000 × 12 % ÷ 366 would be wrong, the year has 365 days by agreement.
        ("2024-02-28", "2024-03-01", Terms(Basis.AGREED, Rate(1_200_000)), 2, 65_753, "CC 585"),
        ("2024-02-28", "2024-03-01", Terms(Basis.AGREED, Rate(1_200_000), year_days=360), 2, 66_667, "CC 585"),
        # LPR on the first day of default 2024-07-22 is 3.35 (3.45 on the due date): × 1.3 = 4.355; 30 days.
        ("2024-07-21", "2024-08-20", Terms(Basis.LPR_AT_DEFAULT), 30, 357_945, "SALES 18(4)"),
        # The day of the change itself is due, so the first day of default has the new rate as well.
        ("2024-07-20", "2024-08-20", Terms(Basis.LPR_AT_DEFAULT), 31, 380_918, "SALES 18(4)"),
        ("2025-06-01", "2025-06-11", Terms(Basis.DAILY), 10, 500_000, "D802 17"),
        ("2025-06-01", "2025-06-11", Terms(Basis.DAILY, year_days=360), 10, 500_000, "D802 17"),
        ("2026-03-31", "2026-04-30", Terms(Basis.JUDGMENT), 30, 525_000, "FS2014-8 1"),
        ("2026-03-31", "2026-04-01", Terms(Basis.DAILY), 1, 50_000, "D802 17"),
        ("2026-03-31", "2026-03-31", Terms(Basis.DAILY), 0, 0, "D802 17"),
        # The first day the law speaks of the prime rate: late since 2019-08-20, 4.25 × 1.5 = 6.375.
        ("2019-08-19", "2019-08-20", Terms(Basis.LPR_AT_DEFAULT, factor_permille=1_500), 1, 17_466, "SALES 18(4)"),
    ],
)
def test_sums_by_hand(due, until, terms, days, minor, article) -> None:
    reckoned = found(due=due, until=until, terms=terms)
    assert (reckoned.interest.days, reckoned.interest.interest_minor, reckoned.article) == (days, minor, article)


def test_the_rate_changes_in_the_middle_and_the_segments_add_up() -> None:
    reckoned = found(due="2024-07-01", until="2024-10-31", terms=Terms(Basis.LPR_SEGMENTS, year_days=360))
    # 4.485 × 20 + 4.355 × 91 + 4.03 × 11 days ÷ 360 of 1,000,000.00: 249,166.67 + 1,100,847.22 + 123,138.89 fen
    assert lines(reckoned) == [
        ("2024-07-02", "2024-07-21", 20, "4.485", 249_167),
        ("2024-07-22", "2024-10-20", 91, "4.355", 1_100_847),
        ("2024-10-21", "2024-10-31", 11, "4.03", 123_139),
    ]
    assert reckoned.interest.interest_minor == 1_473_153


def test_one_rounding_for_the_whole_item() -> None:
    """Three segments of 0.4 fen each are one fen, not three times none."""
    terms = Terms(Basis.LPR_SEGMENTS, factor_permille=1_000)
    reckoned = found(due="2019-08-19", until="2019-11-20", terms=terms, minor=100)
    assert [one.interest_minor for one in reckoned.interest.segments] == [0, 1, 0]
    assert reckoned.interest.interest_minor == 1


@pytest.mark.parametrize(
    ("due", "until", "terms", "code"),
    [
        ("2019-08-18", "2020-01-01", Terms(Basis.LPR_AT_DEFAULT), "INTEREST_BENCHMARK"),
        ("2019-08-18", "2020-01-01", Terms(Basis.LPR_SEGMENTS), "INTEREST_BENCHMARK"),
        ("2024-03-02", "2024-03-01", Terms(Basis.DAILY), "INTEREST_UNTIL"),
        ("2024-03-02", "2024-03-09", Terms(Basis.AGREED), "INTEREST_RATE_MISSING"),
        ("2024-03-02", "2024-03-09", Terms(Basis.AGREED, Rate(100_000_001)), "INTEREST_RATE_RANGE"),
        ("2024-03-02", "2024-03-09", Terms(Basis.AGREED, Rate(500_001, is_daily=True)), "INTEREST_RATE_RANGE"),
        ("2024-03-02", "2024-03-09", Terms(Basis.LPR_SEGMENTS, factor_permille=4_001), "INTEREST_FACTOR_RANGE"),
        ("2024-03-02", "2024-03-09", Terms(Basis.LPR_SEGMENTS, factor_permille=99), "INTEREST_FACTOR_RANGE"),
        ("2024-03-02", "2024-03-09", Terms(Basis.AGREED, Rate(1), year_days=366), "INTEREST_YEAR"),
    ],
)
def test_no_rate_is_invented(due, until, terms, code) -> None:
    fault = found(due=due, until=until, terms=terms)
    assert isinstance(fault, Fault) and fault.code == code


def test_nothing_is_owed() -> None:
    fault = found(due="2024-03-02", until="2024-03-09", terms=Terms(Basis.DAILY), minor=0)
    assert isinstance(fault, Fault) and fault.code == "INTEREST_PRINCIPAL"


@pytest.mark.parametrize(
    ("terms", "due", "until", "codes"),
    [
        # LPR 3.00: the loss is 3 %, the cap 3.9 %; four times is 12 %.
        (Terms(Basis.AGREED, Rate(390_000)), "2025-06-30", "2026-06-30", []),
        (Terms(Basis.AGREED, Rate(391_000)), "2025-06-30", "2026-06-30", ["ABOVE_LOSS"]),
        (Terms(Basis.AGREED, Rate(1_200_001)), "2025-06-30", "2026-06-30", ["ABOVE_LOSS", "LOAN_CAP"]),
        (Terms(Basis.AGREED, Rate(5_000, is_daily=True)), "2025-06-30", "2026-06-30", ["ABOVE_LOSS", "LOAN_CAP"]),
        # What no court grants in full is warned of all the same, up to what a contract may say.
        (Terms(Basis.AGREED, Rate(10_000_001)), "2025-06-30", "2026-06-30", ["ABOVE_LOSS", "LOAN_CAP"]),
        (Terms(Basis.AGREED, Rate(100_000_000)), "2025-06-30", "2026-06-30", ["ABOVE_LOSS", "LOAN_CAP"]),
        (Terms(Basis.AGREED, Rate(500_000, is_daily=True)), "2025-06-30", "2026-06-30", ["ABOVE_LOSS", "LOAN_CAP"]),
        (Terms(Basis.NONE), "2025-06-30", "2026-06-30", []),
        (Terms(Basis.DAILY), "2025-05-31", "2025-06-30", []),
        (Terms(Basis.DAILY), "2025-05-30", "2025-06-30", ["DAILY_BEFORE"]),
        (Terms(Basis.LPR_SEGMENTS), "2026-06-01", "2026-06-22", []),
        (Terms(Basis.LPR_SEGMENTS), "2026-06-01", "2026-06-23", ["LIST_AS_OF"]),
        (Terms(Basis.LPR_AT_DEFAULT), "2026-06-01", "2026-06-23", []),
        (Terms(Basis.LPR_AT_DEFAULT, factor_permille=1_299), "2026-06-01", "2026-06-23", ["FACTOR_UNUSUAL"]),
        (Terms(Basis.LPR_AT_DEFAULT, factor_permille=1_501), "2026-06-01", "2026-06-23", ["FACTOR_UNUSUAL"]),
    ],
)
def test_cautions(terms, due, until, codes) -> None:
    assert [one.code for one in found(due=due, until=until, terms=terms).cautions] == codes


@pytest.mark.parametrize(("year_days", "minor"), [(365, 18_250_000), (360, 18_250_000)])
def test_a_rate_by_the_day_is_the_same_in_a_year_of_360_days(year_days, minor) -> None:
    terms = Terms(Basis.AGREED, Rate(5_000, is_daily=True), year_days=year_days)
    assert found(due="2025-06-30", until="2026-06-30", terms=terms).interest.interest_minor == minor


def test_no_interest_by_agreement_costs_nothing_on_any_day() -> None:
    reckoned = found(due="2025-06-30", until="2026-06-30", terms=Terms(Basis.NONE))
    assert (reckoned.interest.days, reckoned.interest.interest_minor, reckoned.article) == (365, 0, "CC 585")


def test_where_the_decree_protects_us_no_interest_lies_below_the_prime_rate() -> None:
    """Decree 802 art. 17: an agreed rate must reach the one-year LPR at signing."""
    setting = Setting(date(2025, 7, 1), PrimeRates(), signed_on=date(2025, 6, 2))
    (caution,) = cautions(terms=Terms(Basis.NONE), pieces=(), setting=setting)
    assert (caution.code, caution.article, caution.parameters) == (
        "BELOW_PRIME",
        "D802 17",
        {"rate": "0", "prime": "3"},
    )


def test_the_cap_is_told_with_the_loss_it_is_measured_by() -> None:
    (caution, _loan) = found(due="2025-06-30", until="2026-06-30", terms=Terms(Basis.AGREED, Rate(1_825_000))).cautions
    assert caution.article == "FS2023-13 65"
    assert caution.parameters == {"amount": 3_900_000, "expected": 3_000_000, "currency": "CNY"}


@pytest.mark.parametrize(
    ("text", "rate"),
    [
        ("12", Rate(1_200_000)),
        ("18.25%", Rate(1_825_000)),
        ("0.05%/day", Rate(5_000, is_daily=True)),
        ("0.5‰/日", Rate(5_000, is_daily=True)),
        ("0.12%", Rate(12_000)),
        ("1000%", Rate(100_000_000)),
        ("0.12", "INTEREST_RATE_UNCLEAR"),
        ("0", "INTEREST_RATE_UNREADABLE"),
        ("-3", "INTEREST_RATE_UNREADABLE"),
        ("3.0000001", "INTEREST_RATE_UNREADABLE"),
        ("twelve", "INTEREST_RATE_UNREADABLE"),
        # By the day, as Chinese contracts write it; 0.05 % is 5 of ten thousand.
        ("万分之5/日", Rate(5_000, is_daily=True)),
        ("日万分之五", Rate(5_000, is_daily=True)),
        ("每日万分之五", Rate(5_000, is_daily=True)),
        ("按日万分之三点五", Rate(3_500, is_daily=True)),
        ("千分之十/天", Rate(100_000, is_daily=True)),
        ("5‱/day", Rate(5_000, is_daily=True)),
        ("0.05 % per day", Rate(5_000, is_daily=True)),
        ("0.5‰/年", Rate(5_000)),
        ("12%/年", Rate(1_200_000)),
        ("年利率12%", Rate(1_200_000)),
        ("12%/year", Rate(1_200_000)),
        ("百分之十二", Rate(1_200_000)),
        ("0.12/year", "INTEREST_RATE_UNCLEAR"),
        ("0.5‰", "INTEREST_RATE_UNCLEAR"),
        ("5‱", "INTEREST_RATE_UNCLEAR"),
        ("万分之五", "INTEREST_RATE_UNCLEAR"),
        ("千分之1", "INTEREST_RATE_UNCLEAR"),
        ("千分之1/月", "INTEREST_RATE_UNREADABLE"),
        ("1%/month", "INTEREST_RATE_UNREADABLE"),
        ("日万分之五/年", "INTEREST_RATE_UNREADABLE"),
        ("万分之5%", "INTEREST_RATE_UNREADABLE"),
        ("二三十/日", "INTEREST_RATE_UNREADABLE"),
    ],
)
def test_rates_as_typed(text, rate) -> None:
    read = typed_rate(text=text)
    assert (read.code if isinstance(read, Fault) else read) == rate


@pytest.mark.parametrize(
    ("text", "year", "day"),
    [
        ("0.12", "0.12%", "0.12%"),
        ("0.5‰", "0.05%", "0.5‰"),
        ("万分之五", "0.05%", "万分之五"),
    ],
)
def test_an_unclear_rate_says_how_to_write_it(text, year, day) -> None:
    fault = typed_rate(text=text)
    assert isinstance(fault, Fault)
    assert (fault.parameters["year"], fault.parameters["day"]) == (year, day)
    assert [typed_rate(text=one) for one in (year, f"{day}/day", f"{day}/日")] == [
        Rate(12_000 if text == "0.12" else 5_000, is_daily) for is_daily in (False, True, True)
    ]


@pytest.mark.parametrize(
    ("text", "factor"), [("1.3", 1_300), ("1", 1_000), ("1.3333", None), ("x", None), ("", None), ("13", None)]
)
def test_factors_as_typed(text, factor) -> None:
    read = typed_factor(text=text)
    assert (None if isinstance(read, Fault) else read) == factor
