"""The JSON file of `huikuan calc provision` as figures and balances; whatever is wrong with it is named by its place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from pathlib import Path
from typing import Any

from huikuan.cli.json_files import SHOWN, Faults, read_document, shown
from huikuan.cli.language import gettext as _
from huikuan.kernel.money import DOCUMENT_MAX_MINOR
from huikuan.provisions.rules.figures import Figures, figures_fault
from huikuan.provisions.rules.rates import ONE, Average, Method, Moved

LARGEST_BYTES = 5_000_000
WHOLE = "all"
"""The name of the one segment of a file without segments."""
_TOP = ("segments", "individual")
_OF_METHOD = {
    Method.FLOW: ("sales", "open", "never_paid"),
    Method.MIGRATION: ("years", "migration_rates", "final_loss", "average"),
    Method.SET: ("rates",),
}
_OF_SEGMENT = ("method", "balances", "forward")
_AMOUNTS = ("sales", "open", "never_paid", "balances")
"""Fields that may also be given in minor units, as sales_minor, open_minor …"""


@dataclass(frozen=True, slots=True)
class SegmentGiven:
    """One segment: its figures, its forward factor, what is open now by bucket (minor units)."""

    figures: Figures
    forward: Fraction
    balances: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class NamedGiven:
    """A customer judged by himself, minor units."""

    name: str
    balance_minor: int
    expected_minor: int


@dataclass(frozen=True, slots=True)
class ProvisionFile:
    """What a file asks for."""

    segments: Mapping[str, SegmentGiven]
    has_segments: bool
    named: tuple[NamedGiven, ...] = field(default=())


def provision_in(*, path: Path) -> ProvisionFile:
    """Read the file: amounts with two decimals at most, rates as shares of one or with %. Raises UnreadableFile."""
    reading = _Reading()
    code = "PROVISION_UNREADABLE"
    return read_document(path=path, largest=LARGEST_BYTES, code=code, reading=reading, read=reading.document)


class _Reading(Faults):
    """Reads one document and gathers every fault with its place."""

    def document(self, given: Any) -> ProvisionFile | None:
        if not isinstance(given, dict):
            self.wrong(at="$", told=_("an object with method, balances and the figures of the method is wanted"))
            return None
        segments: Any = given.get("segments")
        has_segments = segments is not None
        if has_segments and not (isinstance(segments, dict) and segments):
            self.wrong(at="$.segments", told=_("an object of segments by name is wanted"))
            return None
        shared = {name: value for name, value in given.items() if name not in _TOP}
        found = {}
        for name, own in segments.items() if segments else ((WHOLE, {}),):
            at = f"$.segments.{name[:SHOWN]}" if has_segments else "$"
            if not isinstance(own, dict):
                self.wrong(at=at, told=_("an object is wanted"))
                continue
            segment = self._segment({**shared, **own}, at)
            if segment is not None:
                found[name] = segment
        named = self._named(given.get("individual"))
        return None if self.faults else ProvisionFile(found, has_segments, named)

    def _segment(self, given: Mapping[str, Any], at: str) -> SegmentGiven | None:
        given = {name: value for name, value in given.items() if value is not None}
        method = self._choice(given, at, "method", Method, _method_of(given))
        if method is None:
            return None
        known = {*_OF_SEGMENT, *_OF_METHOD[method]}
        known |= {f"{name}_minor" for name in known if name in _AMOUNTS}
        self.refuse_others(row=given, at=at, known=known)
        before = len(self.faults)
        figures = self._figures(given, at, method)
        forward = self._share(given.get("forward", 0), f"{at}.forward", least=Fraction(-1), most=Fraction(10))
        balances = self._balances(given, at, figures)
        if len(self.faults) > before:
            return None
        fault = figures_fault(figures=figures, forward=forward)
        if fault is not None:
            self.wrong(at=at, told=_worded(fault.code, fault.parameters))
            return None
        if len(balances) != figures.buckets:
            told = _("%(found)s balances for %(wanted)s buckets; one balance for each bucket is wanted")
            self.wrong(at=f"{at}.balances", told=told % {"found": len(balances), "wanted": figures.buckets})
            return None
        return SegmentGiven(figures, forward, balances)

    def _figures(self, given: Mapping[str, Any], at: str, method: Method) -> Figures:
        if method is Method.FLOW:
            sales, entered = self._found(given, at, "sales"), self._found(given, at, "open")
            never = self._found(given, at, "never_paid")
            return Figures(
                method,
                entered=(self._amount(*sales), *self._amounts(*entered)),
                never_paid=None if never[0] is None else self._amount(*never),
            )
        if method is Method.SET:
            return Figures(method, shares=self._shares(given.get("rates"), f"{at}.rates"))
        final = self._share(given.get("final_loss", 1), f"{at}.final_loss")
        average = self._choice(given, at, "average", Average, Average.SIMPLE) or Average.SIMPLE
        if given.get("migration_rates") is not None:
            steps = self._shares(given["migration_rates"], f"{at}.migration_rates")
            return Figures(method, steps=steps, final_loss=final)
        years_given = given.get("years")
        if isinstance(years_given, dict):
            years_given = [years_given[name] for name in sorted(years_given)]
        rows = self._list(years_given, f"{at}.years")
        if rows and all(isinstance(row, dict) for row in rows):
            moved = tuple(self._moved(row, f"{at}.years[{place}]") for place, row in enumerate(rows))
            return Figures(method, moved=moved, average=average, final_loss=final)
        years = tuple(self._amounts(row, f"{at}.years[{place}]") for place, row in enumerate(rows))
        return Figures(method, years=years, average=average, final_loss=final)

    def _balances(self, given: Mapping[str, Any], at: str, figures: Figures) -> tuple[int, ...]:
        """What is open now; the balances of the last year-end where a migration file names none."""
        found = self._found(given, at, "balances")
        return figures.years[-1] if found[0] is None and figures.years else self._amounts(*found)

    def _found(self, given: Mapping[str, Any], at: str, name: str) -> tuple[Any, str, int]:
        """The value of a field, its place, and how many minor units are one of it."""
        in_minor = f"{name}_minor"
        return (given[in_minor], f"{at}.{in_minor}", 1) if in_minor in given else (given.get(name), f"{at}.{name}", 100)

    def _moved(self, row: Mapping[str, Any], at: str) -> tuple[Moved, ...]:
        """A year as balances and what of them is unpaid a year later, bucket by bucket."""
        self.refuse_others(row=row, at=at, known=("balances", "unpaid"))
        balances = self._amounts(row.get("balances"), f"{at}.balances")
        unpaid = self._amounts(row.get("unpaid"), f"{at}.unpaid")
        if len(balances) != len(unpaid):
            self.wrong(at=f"{at}.unpaid", told=_("as many amounts as there are balances are wanted"))
        return tuple(Moved(left, whole) for left, whole in zip(unpaid, balances, strict=False))

    def _named(self, given: Any) -> tuple[NamedGiven, ...]:
        found = []
        for place, row in enumerate([] if given is None else self._list(given, "$.individual")):
            at = f"$.individual[{place}]"
            if not isinstance(row, dict):
                self.wrong(at=at, told=_("an object is wanted"))
                continue
            self.refuse_others(row=row, at=at, known=("name", "balance", "expected"))
            balance, expected = (self._amount(row.get(name), f"{at}.{name}") for name in ("balance", "expected"))
            found.append(NamedGiven(str(row.get("name", ""))[:200], balance, expected))
        return tuple(found)

    def _amounts(self, given: Any, at: str, unit: int = 100) -> tuple[int, ...]:
        return tuple(self._amount(one, f"{at}[{place}]", unit) for place, one in enumerate(self._list(given, at)))

    def _amount(self, value: Any, at: str, unit: int = 100) -> int:
        number = _number(value)
        minor = None if number is None else number * unit
        if minor is not None and minor.denominator == 1 and 0 <= minor <= DOCUMENT_MAX_MINOR:
            return int(minor)
        told = _("an amount from 0 with two decimals at most is wanted, not %(value)s")
        self.wrong(at=at, told=told % {"value": shown(value=value)})
        return 0

    def _shares(self, given: Any, at: str) -> tuple[Fraction, ...]:
        return tuple(self._share(one, f"{at}[{place}]") for place, one in enumerate(self._list(given, at)))

    def _share(self, value: Any, at: str, *, least: Fraction = Fraction(0), most: Fraction = ONE) -> Fraction:
        text = value.strip() if isinstance(value, str) else value
        is_percent = isinstance(text, str) and text.endswith("%")
        number = _number(text[:-1] if isinstance(text, str) and is_percent else text)
        share = None if number is None else number / 100 if is_percent else number
        if share is not None and least <= share <= most:
            return share
        told = _("a share of one (0.05) or per cent (5%%) from %(least)s to %(most)s is wanted, not %(value)s")
        self.wrong(at=at, told=told % {"least": least, "most": most, "value": shown(value=value)})
        return Fraction(0)

    def _choice(self, given: Mapping[str, Any], at: str, name: str, kind: Any, otherwise: Any = None) -> Any:
        value = given.get(name)
        if value is None and otherwise is not None:
            return otherwise
        chosen = next((one for one in kind if isinstance(value, str) and one.value == value.strip().upper()), None)
        if chosen is None:
            known = ", ".join(one.value.lower() for one in kind)
            told = _("one of %(known)s is wanted, not %(value)s") % {"known": known, "value": shown(value=value)}
            self.wrong(at=f"{at}.{name}", told=told)
        return chosen

    def _list(self, given: Any, at: str) -> list[Any]:
        if isinstance(given, list) and given:
            return given
        self.wrong(at=at, told=_("a list is wanted, not %(value)s") % {"value": shown(value=given)})
        return []


def _method_of(given: Mapping[str, Any]) -> Method | None:
    """The method that a file without one means: the one whose fields it has."""
    names = {name.removesuffix("_minor") for name in given}
    return next((method for method, own in _OF_METHOD.items() if names.intersection(own)), None)


def _number(value: Any) -> Fraction | None:
    """The exact number a JSON number or text means; None if it is none."""
    if isinstance(value, bool) or not isinstance(value, (int, str, Decimal)):
        return None
    text = value.strip().replace(",", "") if isinstance(value, str) else value
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    return Fraction(number) if number.is_finite() and abs(number.adjusted()) < 40 else None


def _worded(code: str, parameters: Mapping[str, str | int]) -> str:
    from huikuan.cli.starting import load_words

    load_words()
    from huikuan.wording.sentences import sentence

    return sentence(code=code, parameters=parameters)
