"""PURE: what somebody should know before he takes paper or a rate: each caution with the rule it comes from, none forbids."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from huikuan.bills.rules.policy import BillPolicy
from huikuan.contracts.statutory_data import PRIME_RATE_AS_OF, prime_rate_on
from huikuan.kernel.calendar import add_months

SHORTER_SINCE = date(2023, 1, 1)
"""Bills issued before may run for a year (人民银行 银保监会令〔2022〕第4号)."""
_PPM_OF_BASIS_POINT = 100


@dataclass(frozen=True, slots=True)
class Caution:
    """A code with its parameters, and the code of the rule behind it."""

    code: str
    source: str
    parameters: Mapping[str, str | int]

    def plain(self) -> dict[str, Any]:
        """For the answer of an act."""
        return asdict(self)


def tenor_cautions(
    *, is_voucher: bool, issued_on: date, matures_on: date | None, policy: BillPolicy
) -> tuple[Caution, ...]:
    """A bill that runs longer than six months, a voucher longer than it should in principle, or than it may at all."""
    if matures_on is None:
        return ()
    if not is_voucher:
        is_long = matures_on > add_months(day=issued_on, months=policy.bill_months)
        if issued_on < SHORTER_SINCE or not is_long:
            return ()
        return (Caution("TENOR_OF_BILL", "PBC2022-4", {"months": policy.bill_months}),)
    if matures_on > add_months(day=issued_on, months=policy.voucher_most_months):
        return (Caution("TENOR_OF_VOUCHER_MOST", "SCF2025", {"months": policy.voucher_most_months}),)
    if matures_on > add_months(day=issued_on, months=policy.voucher_months):
        return (Caution("TENOR_OF_VOUCHER", "SCF2025", {"months": policy.voucher_months}),)
    return ()


def rate_cautions(*, rate_ppm: int, on: date, policy: BillPolicy, is_loan: bool = False) -> tuple[Caution, ...]:
    """A yearly rate, in millionths, above so many times the one-year LPR of the day; of a loan what is above is not enforced."""
    prime = prime_rate_on(day=on)
    if prime is None or rate_ppm <= prime * _PPM_OF_BASIS_POINT * policy.rate_times_lpr:
        return ()
    told: dict[str, str | int] = {
        "times": policy.rate_times_lpr,
        "prime": f"{prime // 100}.{prime % 100:02d}",
        "most": f"{prime * policy.rate_times_lpr // 100}.{prime * policy.rate_times_lpr % 100:02d}",
        "looked": PRIME_RATE_AS_OF.isoformat(),
    }
    code = "RATE_OF_LOAN" if is_loan else "RATE_OF_DISCOUNT"
    return (Caution(code, "LOANS 25" if is_loan else "LPR", told),)
