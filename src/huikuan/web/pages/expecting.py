"""An expected payment day in words: in one line beside a debt, or step by step with the day each one reaches."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from huikuan.paying.queries import expectations_of
from huikuan.paying.rules.expecting import Derivation, Derived, Expectation
from huikuan.receivables.queries.rows import ReceivableRow
from huikuan.wording.sentences import sentence

_LINES = {
    Derivation.BLOCKED: "EXPECTED_BLOCKED",
    Derivation.BUDGET_OPEN: "EXPECTED_BUDGET",
    Derivation.NO_PAYMENT_DAYS: "EXPECTED_PASSED",
}


@dataclass(frozen=True, slots=True)
class DerivedLine:
    """One step of a derivation in words, with the day reached after it."""

    words: str
    day: date | None
    is_end: bool = False


@dataclass(frozen=True, slots=True)
class ExpectedShown:
    """An expected day with its derivation; without a day `words` says why."""

    day: date | None
    words: str
    tone: str
    is_recorded: bool
    lines: tuple[DerivedLine, ...]


def in_one_line(*, expected: Expectation) -> str:
    """When the money may be expected, or why nobody can say, beside a debt; empty where nothing is written down."""
    if expected.day is not None:
        return sentence(code="EXPECTED_ON", parameters={"day": expected.day.isoformat()})
    why = expected.why_unknown
    if why is None or why.code not in _LINES:
        return ""
    return sentence(code=_LINES[why.code], parameters=why.parameters)


def expected_shown(*, expected: Expectation) -> ExpectedShown:
    """The day with each step that leads to it."""
    why = expected.why_unknown
    return ExpectedShown(
        day=expected.day,
        words=_words(why) if why else "",
        tone="risk" if why and why.code in _LINES else "soon" if expected.has_missed else "plain",
        is_recorded=why is None or why.code not in (Derivation.NOT_RECORDED, Derivation.NO_DUE_DATE),
        lines=tuple(
            DerivedLine(_words(step), step.day, is_end=place == len(expected.steps))
            for place, step in enumerate(expected.steps, 1)
        ),
    )


def expected_parts(*, items: Iterable[ReceivableRow], today: date) -> tuple[tuple[int, ExpectedShown], ...]:
    """When the open instalments of an invoice may be paid, by their number; three queries at most."""
    still = [item for item in items if item.parts.outstanding]
    asked = [(item.id, item.customer_id, item.due_date) for item in still]
    found = expectations_of(items=asked, today=today)
    return tuple((item.sequence, expected_shown(expected=found[item.id])) for item in still)


def _words(step: Derived) -> str:
    code: str = step.code.value
    parameters: Mapping[str, str | int] = step.parameters
    if step.code is Derivation.BUDGET_OPEN and parameters["through"]:
        code = "BUDGET_ENDS"
    return sentence(code=f"EXPECT_{code}", parameters=parameters)
