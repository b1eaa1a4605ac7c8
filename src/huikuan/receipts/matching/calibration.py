"""From odds to an honest probability: how often explanations of each kind, as sure as this one, were right.

The odds overrate "something else" for some kinds of evidence. The curves below are learned (isotonic, with one miss added
to each step) by `python -m bench.calibrate` from statements whose truth is known, never bent by hand; a new curve is a new
version, kept with the policy's in each outcome.
"""

from bisect import bisect_right
from enum import StrEnum

VERSION = "calibration-2"
SOURCE = (
    "learned 2026-11-23 from the statements of shared bank_gen.py with seeds 11 to 18 and of bench/variants.py, six "
    "variants with seeds 21 and 31: 129,654 explanations"
)


class Basis(StrEnum):
    """What an explanation rests on: numbers in the text, a payer and the amount of one item, or a sum of several items."""

    NUMBER = "NUMBER"
    PAYER = "PAYER"
    SUM = "SUM"


# For each basis: from so many thousandths on (by the odds, the rivals left aside), right so many times in a thousand.
CURVES: dict[Basis, tuple[tuple[int, int], ...]] = {
    Basis.NUMBER: ((995, 937), (998, 999)),
    Basis.PAYER: ((0, 818), (300, 964), (700, 976), (900, 979), (980, 984), (990, 994), (995, 995), (998, 999)),
    Basis.SUM: (
        (0, 142),
        (300, 436),
        (600, 636),
        (700, 756),
        (850, 810),
        (900, 885),
        (930, 942),
        (960, 974),
        (980, 977),
        (990, 986),
        (998, 998),
    ),
}


def honest_permille(*, basis: Basis, permille: int) -> int:
    """Return how often such explanations are right, in thousandths; monotone in `permille`."""
    curve = CURVES.get(basis)
    if not curve:
        return permille
    place = bisect_right(curve, (permille, 1000)) - 1
    return curve[place][1] if place >= 0 else permille
