"""PURE: controlled shipping (控制发货): each delivery must lower what the debtor owes by at least x (HANDBOOK C10)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Control:
    """What each delivery must lower: an amount, or per mille of what was owed before; the greater of both. Minor units."""

    lower_minor: int = 0
    lower_permille: int = 0

    def lowering(self, *, reference_minor: int) -> int:
        """By how much the next delivery must lower the exposure, minor units, rounded up."""
        return max(self.lower_minor, -(-max(reference_minor, 0) * self.lower_permille // 1_000))


def allowed_minor(*, control: Control, reference_minor: int, exposure_minor: int) -> int:
    """The largest delivery that still lowers the exposure: money since the last one less x; never below nothing.

    `reference_minor` is the exposure after the last delivery (at first: when the control began), `exposure_minor` what it is
    now, before this delivery.
    """
    return max(0, reference_minor - control.lowering(reference_minor=reference_minor) - exposure_minor)


def is_allowed(*, control: Control, reference_minor: int, exposure_minor: int, delivery_minor: int) -> bool:
    """Whether this delivery leaves the exposure at least x below where the last one left it."""
    limit = allowed_minor(control=control, reference_minor=reference_minor, exposure_minor=exposure_minor)
    return 0 < delivery_minor <= limit
