"""From odds to an honest probability: how often explanations of each kind, as sure as this one, were right.

The odds overrate "something else" for some kinds of evidence. The curves below are learned (isotonic, with one miss added
to each step) by `python -m bench.calibrate` from statements whose truth is known, never bent by hand; a new curve is a new
version, kept with the policy's in each outcome.
"""

from bisect import bisect_right
from enum import StrEnum

VERSION = "calibration-1"
SOURCE = (
    "learned 2026-11-23 from the statements of shared bank_gen.py with seeds 11 to 14 and of bench/variants.py, six "
    "variants with seeds 21 and 31: 92,342 explanations"
)


class Basis(StrEnum):
    """What an explanation rests on: numbers in the text, a payer and the amount of one item, or a sum of several items."""

    NUMBER = "NUMBER"
    PAYER = "PAYER"
    SUM = "SUM"


# For each basis: from so many thousandths on (by the odds, the rivals left aside), right so many times in a thousand.
CURVES: dict[Basis, tuple[tuple[int, int], ...]] = {
    Basis.NUMBER: ((995, 933), (998, 999)),
    Basis.PAYER: (
        (0, 761),
        (300, 800),
        (500, 823),
        (800, 833),
        (850, 920),
        (930, 964),
        (960, 980),
        (980, 988),
        (990, 991),
        (995, 994),
        (998, 999),
    ),
    Basis.SUM: (
        (0, 157),
        (300, 468),
        (500, 500),
        (600, 606),
        (700, 733),
        (850, 822),
        (900, 890),
        (930, 933),
        (960, 961),
        (980, 977),
        (990, 987),
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
