"""A chart as the component draws it: a finding as title, the table beside it, each point leading to its rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from huikuan.kernel.currencies import exponent_of
from huikuan.kernel.money import Money
from huikuan.web.tables.columns import Text


@dataclass(frozen=True, slots=True)
class Point:
    """One place on the axis with its amounts, one for each series; None where a line has no value."""

    label: str
    address: str
    amounts: tuple[Money | None, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars or lines of money; `name` is unique on the page."""

    name: str
    title: str
    unit: str
    as_of: date
    label_title: Text
    series_titles: tuple[str, ...]
    colours: tuple[str, ...]
    """One for each series; with a single series, one for each point."""
    points: tuple[Point, ...]
    kind: str = "bar"
    """Bars, stacked where there are several series; or lines beside each other, which add up to nothing."""

    @property
    def sums(self) -> tuple[Money, ...]:
        """What each series adds up to over its points; nothing for lines."""
        if self.kind != "bar":
            return ()
        known = (
            [amount for amount in series if amount is not None]
            for series in zip(*(point.amounts for point in self.points), strict=True)
        )
        return tuple(Money(sum(amount.minor for amount in series), series[0].currency) for series in known if series)

    @property
    def _by_point(self) -> bool:
        return len(self.series_titles) == 1 and len(self.colours) == len(self.points)

    @property
    def drawing(self) -> dict[str, Any]:
        """What the script reads; amounts in whole units for the eye, the exact ones stand in the table."""
        return {
            "kind": self.kind,
            "labels": [point.label for point in self.points],
            "is_stacked": self.kind == "bar" and len(self.series_titles) > 1,
            "addresses": [point.address for point in self.points] if self.points and self.points[0].address else None,
            "series": [
                {
                    "name": title,
                    "colour": self.colours[place],
                    **({"colours": list(self.colours)} if self._by_point else {}),
                    "values": [_whole(point.amounts[place]) for point in self.points],
                }
                for place, title in enumerate(self.series_titles)
            ],
        }


def _whole(amount: Money | None) -> int | None:
    if amount is None:
        return None
    places: int = exponent_of(currency=amount.currency) or 0
    return amount.minor // int(10**places)
