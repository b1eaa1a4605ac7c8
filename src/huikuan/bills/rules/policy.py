"""PURE: the numbers that the law, practice and we ourselves set for bills, vouchers and deposits, as one policy in versions."""

from __future__ import annotations

from dataclasses import dataclass, fields

from huikuan.bills.rules.life import Counted

MOST = {
    "year_days": 366,
    "other_city_days": 30,
    "presentation_days": 60,
    "sight_months": 12,
    "notice_days": 30,
    "acceptor_months": 60,
    "recourse_months": 60,
    "re_recourse_months": 60,
    "bill_months": 60,
    "voucher_months": 60,
    "voucher_most_months": 60,
    "earnest_permille": 1_000,
    "recourse_rate_ppm": 1_000_000,
    "rate_times_lpr": 100,
    "warn_days": 365,
}


@dataclass(frozen=True, slots=True)
class BillPolicy:
    """Numbers in force; `counted` says at which event a bill counts as collected. A year of discounting has 360 days."""

    number: int = 0
    counted: Counted = Counted.CASH
    year_days: int = 360
    other_city_days: int = 3
    presentation_days: int = 10
    sight_months: int = 1
    notice_days: int = 3
    acceptor_months: int = 24
    recourse_months: int = 6
    re_recourse_months: int = 3
    bill_months: int = 6
    voucher_months: int = 6
    voucher_most_months: int = 12
    earnest_permille: int = 200
    recourse_rate_ppm: int = 30_000
    rate_times_lpr: int = 4
    warn_days: int = 7
    source: str = ""


SHIPPED = BillPolicy(source="票据法 17, 53, 66, 70；民法典 586；人民银行令〔2022〕第4号")
NUMBERS = tuple(one.name for one in fields(BillPolicy) if one.name in MOST)


def policy_fault(*, policy: BillPolicy) -> str | None:
    """The code of what is wrong with a policy: BILL_POLICY_NUMBERS, BILL_POLICY_SOURCE; None if nothing is."""
    if any(not 0 <= getattr(policy, name) <= MOST[name] for name in NUMBERS) or policy.year_days < 360:
        return "BILL_POLICY_NUMBERS"
    return None if policy.source.strip() else "BILL_POLICY_SOURCE"
