"""What is said of paper that runs long and of rates far above the market: by data, with the rule behind it; nothing is forbidden."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from huikuan.bills.rules.cautions import rate_cautions, tenor_cautions
from huikuan.bills.rules.policy import SHIPPED
from huikuan.wording.bill_cautions import SENTENCES, SOURCES, caution_words, in_a_line


@pytest.mark.parametrize(
    ("is_voucher", "issued", "matures", "code", "source"),
    [
        (False, date(2026, 1, 15), date(2026, 7, 15), "", ""),
        (False, date(2026, 1, 15), date(2026, 7, 16), "TENOR_OF_BILL", "PBC2022-4"),
        (False, date(2026, 8, 31), date(2027, 2, 28), "", ""),  # the month's end
        (False, date(2022, 12, 31), date(2023, 12, 30), "", ""),  # a year was allowed then
        (False, date(2023, 1, 1), date(2023, 12, 30), "TENOR_OF_BILL", "PBC2022-4"),
        (False, date(2026, 1, 15), None, "", ""),
        (True, date(2026, 1, 15), date(2026, 7, 15), "", ""),
        (True, date(2026, 1, 15), date(2026, 7, 16), "TENOR_OF_VOUCHER", "SCF2025"),
        (True, date(2026, 1, 15), date(2027, 1, 15), "TENOR_OF_VOUCHER", "SCF2025"),
        (True, date(2026, 1, 15), date(2027, 1, 16), "TENOR_OF_VOUCHER_MOST", "SCF2025"),
    ],
)
def test_how_long_paper_runs(is_voucher: bool, issued: date, matures: date | None, code: str, source: str) -> None:
    found = tenor_cautions(is_voucher=is_voucher, issued_on=issued, matures_on=matures, policy=SHIPPED)
    assert [(one.code, one.source) for one in found] == ([(code, source)] if code else [])


@pytest.mark.parametrize(
    ("rate_ppm", "on", "is_loan", "code", "most"),
    [
        (120_000, date(2026, 3, 2), False, "", ""),  # 4 × 3.00 %
        (120_001, date(2026, 3, 2), False, "RATE_OF_DISCOUNT", "12.00"),
        (120_001, date(2026, 3, 2), True, "RATE_OF_LOAN", "12.00"),
        (124_000, date(2024, 12, 1), False, "", ""),  # 4 × 3.10 %
        (139_000, date(2024, 7, 21), True, "RATE_OF_LOAN", "13.80"),  # 4 × 3.45 %
        (900_000, date(2019, 1, 1), True, "", ""),  # no LPR is known of that day
    ],
)
def test_how_high_a_rate_is(rate_ppm: int, on: date, is_loan: bool, code: str, most: str) -> None:
    found = rate_cautions(rate_ppm=rate_ppm, on=on, policy=SHIPPED, is_loan=is_loan)
    assert [(one.code, one.parameters["most"]) for one in found] == ([(code, most)] if code else [])


def test_the_policy_decides_how_long_and_how_many_times() -> None:
    policy = replace(SHIPPED, bill_months=12, rate_times_lpr=5)
    days = {"issued_on": date(2026, 1, 15), "matures_on": date(2026, 9, 15)}
    assert tenor_cautions(is_voucher=False, **days, policy=policy) == ()
    assert rate_cautions(rate_ppm=140_000, on=date(2026, 3, 2), policy=policy) == ()


def test_each_is_said_with_its_source() -> None:
    days = {"issued_on": date(2026, 1, 15), "matures_on": date(2028, 1, 15)}
    found = [
        *tenor_cautions(is_voucher=False, **days, policy=SHIPPED),
        *tenor_cautions(is_voucher=True, **days, policy=SHIPPED),
        *rate_cautions(rate_ppm=200_000, on=date(2026, 3, 2), policy=SHIPPED),
        *rate_cautions(rate_ppm=200_000, on=date(2026, 3, 2), policy=SHIPPED, is_loan=True),
    ]
    assert {one.code for one in found} | {"TENOR_OF_VOUCHER"} == set(SENTENCES)
    assert {one.source for one in found} == set(SOURCES)
    for one in found:
        said, source = caution_words(caution=one.plain())
        assert (said, source) != ("", "")
        assert in_a_line(cautions=[one.plain()]) == f"{said} ({source})"
        assert "%(" not in said + source
