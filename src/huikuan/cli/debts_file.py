"""The JSON file of `huikuan calc allocate` as debts; whatever is wrong with it is named by its place, all at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from huikuan.cli.json_files import Faults, read_document, shown
from huikuan.cli.language import gettext as _
from huikuan.kernel.money import DOCUMENT_MAX_MINOR
from huikuan.receipts.debt_order import Debt

LARGEST_BYTES = 20_000_000


@dataclass(frozen=True, slots=True)
class DebtsFile:
    """A payment and the debts it may settle; `named` is the place of the debt that the debtor named."""

    as_of: date
    receipt_minor: int
    named: str | None
    debts: tuple[Debt, ...]
    ids: Mapping[str, Any]
    """What each debt is called in the file, by its place."""


def debts_in(*, path: Path) -> DebtsFile:
    """Read the file: exact minor units, days as ISO 8601, a rate in percent. Raises UnreadableFile."""
    reading = _Reading()
    code = "DEBTS_UNREADABLE"
    return read_document(path=path, largest=LARGEST_BYTES, code=code, reading=reading, read=reading.document)


class _Reading(Faults):
    """Reads one document and gathers every fault with its place."""

    def document(self, given: Any) -> DebtsFile | None:
        if not isinstance(given, dict):
            self.faults.append(("$", _("an object with as_of, receipt_minor, named and debts is wanted")))
            return None
        self.refuse_others(row=given, at="$", known=("as_of", "receipt_minor", "named", "debts"))
        as_of = self._day(given, "$", "as_of")
        minor = self._minor(given, "$", "receipt_minor", least=1)
        rows = given.get("debts")
        if not isinstance(rows, list):
            self.faults.append(("$.debts", _("a list is wanted")))
            return None
        debts = [self._debt(row, place) for place, row in enumerate(rows)]
        ids = {str(place): row.get("id") for place, row in enumerate(rows) if isinstance(row, dict)}
        self._refuse_twice(ids)
        named = self._named(given.get("named"), ids)
        if self.faults or as_of is None:
            return None
        return DebtsFile(as_of, minor, named, tuple(debt for debt in debts if debt is not None), ids)

    def _debt(self, row: Any, place: int) -> Debt | None:
        at = f"$.debts[{place}]"
        if not isinstance(row, dict):
            self.faults.append((at, _("an object is wanted")))
            return None
        known = ("id", "due", "open_minor", "secured", "annual_rate", "costs_minor", "interest_minor", "issued")
        self.refuse_others(row=row, at=at, known=known)
        if type(row.get("id")) not in (int, str) or row["id"] == "":
            self.faults.append((f"{at}.id", _("a text or a whole number is wanted")))
        return Debt(
            id=str(place),
            due=self._day(row, at, "due", needed=False),
            open_minor=self._minor(row, at, "open_minor"),
            secured_minor=self._secured(row, at),
            annual_rate=self._rate(row, at),
            costs_minor=self._minor(row, at, "costs_minor", default=0),
            interest_minor=self._minor(row, at, "interest_minor", default=0),
            issued=self._day(row, at, "issued", needed=False),
        )

    def _minor(self, row: Mapping[str, Any], at: str, name: str, *, least: int = 0, default: int | None = None) -> int:
        value = row.get(name, default)
        if type(value) is int and least <= value <= DOCUMENT_MAX_MINOR:
            return value
        told = _("a whole number of minor units from %(least)s to %(most)s is wanted, not %(value)s")
        self.faults.append(
            (f"{at}.{name}", told % {"least": least, "most": DOCUMENT_MAX_MINOR, "value": shown(value=value)})
        )
        return 0

    def _secured(self, row: Mapping[str, Any], at: str) -> int:
        """True: covered wholly; false, null: not at all; a number: so many minor units are."""
        value = row.get("secured")
        if value is None or isinstance(value, bool):
            return DOCUMENT_MAX_MINOR if value else 0
        return self._minor(row, at, "secured")

    def _rate(self, row: Mapping[str, Any], at: str) -> Decimal:
        value = row.get("annual_rate")
        try:
            rate = Decimal(0) if value is None else Decimal(value) if type(value) in (int, str, Decimal) else None
        except InvalidOperation:
            rate = None
        if rate is None or not rate.is_finite() or rate < 0:
            self.faults.append(
                (f"{at}.annual_rate", _("a number from 0 is wanted, not %(value)s") % {"value": shown(value=value)})
            )
            return Decimal(0)
        return rate

    def _day(self, row: Mapping[str, Any], at: str, name: str, *, needed: bool = True) -> date | None:
        value = row.get(name)
        if value is None and not needed:
            return None
        try:
            if isinstance(value, str) and len(value) == 10:
                return date.fromisoformat(value)
        except ValueError:
            pass
        self.faults.append(
            (f"{at}.{name}", _("a day as 2026-03-31 is wanted, not %(value)s") % {"value": shown(value=value)})
        )
        return None

    def _named(self, value: Any, ids: Mapping[str, Any]) -> str | None:
        if value is None:
            return None
        place = next((place for place, one in ids.items() if one == value and type(one) is type(value)), None)
        if place is None:
            self.faults.append(("$.named", _("no debt has the id %(value)s") % {"value": shown(value=value)}))
        return place

    def _refuse_twice(self, ids: Mapping[str, Any]) -> None:
        seen: set[str] = set()
        for place, one in ids.items():
            if repr(one) in seen:
                self.faults.append(
                    (f"$.debts[{place}].id", _("the id %(value)s is there twice") % {"value": shown(value=one)})
                )
            seen.add(repr(one))
