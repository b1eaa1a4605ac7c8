"""Document numbers of the variants, and how payers write them wrongly."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

FORMATS: dict[str, Callable[[int], str]] = {
    "e-invoice": lambda n: f"2632{n % 90 + 10}0000{(n * 7_919 + 104_729) % 10**10:010}",
    "plain": lambda n: str(30_400_000 + n * 3),
    "dotted": lambda n: f"HK.{2026_01 + n % 6}.{n + 20_000:06}",
    "slash": lambda n: f"FA{2025 + n % 2}/{n + 1_000:06}",
    "yearly": lambda n: f"RE-26-{n + 100_000:06}",
    "spaced": lambda n: f"SI {n // 1000 + 110} {n % 1000:03} {n * 37 % 97:02}",
}
"""The 20 digits of an e-invoice (数电票), and the forms of several countries."""


def garbled(random: Random, number: str) -> str:
    """A number with one digit wrong, lost or swapped with the next, without separators or prefix, with O for 0."""
    places = [place for place, character in enumerate(number) if character.isdigit()]
    place = random.choice(places[len(places) // 2 : -1])
    own, following = number[place], number[place + 1] if number[place + 1].isdigit() else number[place]
    plain = "".join(filter(str.isalnum, number))
    return random.choice(
        [
            number[:place] + following + own + number[place + 2 :] if following != own else plain,
            number[:place] + str((int(own) + random.randint(1, 9)) % 10) + number[place + 1 :],
            number[:place] + number[place + 1 :],
            plain,
            number.replace("/", " ").replace(".", "-").replace("-", " "),
            number.replace("0", "O", 1),
            number.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ").lstrip("-/. "),
        ]
    )
