"""Which column of a table is which field: guessed from headers and doubted by the cells, or as the user saved it.

A guess is a proposal for the preview; where two columns fit a field equally well, neither is taken.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from huikuan.integrations.table_files.fields import Field, ValueKind
from huikuan.integrations.table_files.headers import NO_UNIT, Header, Unit, parse_header, unit_of_preamble
from huikuan.integrations.table_files.table_kinds import TABLE_KINDS, TableKind
from huikuan.kernel.text_amounts import parse_amount
from huikuan.kernel.text_dates import parse_date
from huikuan.kernel.text_faults import TextFault, TextFaultCode

SURE, LIKELY, PARTIAL, LOWEST = 100, 90, 60, 50
DOUBT = 30
SAMPLES_LOOKED_AT = 50
_SHORTEST_PART_CHINESE, _SHORTEST_PART_LATIN = 3, 6
_NEVER_PART_OF_AMOUNT = ("税率", "单价", "数量", "不含税", "未税", "rate", "price", "quantity", "percent")
_STILL_AMOUNTS = frozenset(
    {
        TextFaultCode.NEEDS_ROUNDING,
        TextFaultCode.AMBIGUOUS_SEPARATOR,
        TextFaultCode.CURRENCY_DIFFERS,
        TextFaultCode.OUT_OF_RANGE,
        TextFaultCode.SCIENTIFIC_NOTATION,
    }
)
_STILL_DATES = frozenset(
    {
        TextFaultCode.AMBIGUOUS_ORDER,
        TextFaultCode.TWO_DIGIT_YEAR,
        TextFaultCode.EXCEL_SERIAL,
        TextFaultCode.NO_SUCH_DAY,
        TextFaultCode.OUT_OF_RANGE,
    }
)


class MatchSource(StrEnum):
    """Why a column was taken for a field."""

    SAVED = "SAVED"
    HEADER = "HEADER"
    PART_OF_HEADER = "PART_OF_HEADER"


@dataclass(frozen=True, slots=True)
class MappedColumn:
    """A field's column; `confidence` 0–100, `unit` what its amounts count in (the preamble's unit where it has none)."""

    index: int
    header: str
    confidence: int
    source: MatchSource
    unit: Unit = NO_UNIT


@dataclass(frozen=True, slots=True)
class ColumnMapping:
    """The proposal for a table: fields found, columns left over, fields with two equal candidates, groups missing."""

    kind: str
    columns: dict[str, MappedColumn]
    unmapped: tuple[int, ...]
    ambiguous: dict[str, tuple[int, ...]]
    missing_required: tuple[tuple[str, ...], ...]

    @property
    def is_complete(self) -> bool:
        """Return whether every required group has a column."""
        return not self.missing_required

    def cell(self, *, row: Sequence[str], field: str) -> str:
        """Return a row's text of a field, empty when the field has no column."""
        column = self.columns.get(field)
        return "" if column is None or column.index >= len(row) else row[column.index]

    def to_save(self) -> dict[str, str]:
        """Return field → header, to be kept for the next file of this layout."""
        return {field: column.header for field, column in self.columns.items()}


@dataclass(frozen=True, slots=True)
class _Candidate:
    field: Field
    index: int
    score: int
    source: MatchSource
    unit: Unit


def guess_mapping(
    *,
    kind: str,
    columns: Sequence[str],
    samples: Sequence[Sequence[str]] = (),
    saved: Mapping[str, str | None] | None = None,
    preamble: tuple[str, ...] = (),
) -> ColumnMapping:
    """Return the proposed mapping of a table's columns to the fields of `invoices`, `receivables`, `receipts` … .

    `samples` are rows below the header. `saved` overrides field by field: a header takes that column, None leaves the
    field without one; a saved header the file does not have leaves the field to be asked for. KeyError: unknown kind.
    """
    table_kind = TABLE_KINDS[kind]
    default = unit_of_preamble(lines=preamble)
    decided, taken, ambiguous = _from_saved(columns, saved or {}, default)
    candidates = [
        candidate
        for index, header in enumerate(columns)
        if index not in taken
        for candidate in _candidates(table_kind, index, header, _column_samples(samples, index))
        if candidate.field.name not in (saved or {})
    ]
    chosen, unclear = _choose(candidates)
    for name, candidate in chosen.items():
        decided[name] = _mapped(candidate, columns[candidate.index], default)
    ambiguous |= unclear
    used = {column.index for column in decided.values()}
    return ColumnMapping(
        kind=kind,
        columns={field.name: decided[field.name] for field in table_kind.fields if field.name in decided},
        unmapped=tuple(index for index in range(len(columns)) if index not in used),
        ambiguous=ambiguous,
        missing_required=tuple(group for group in table_kind.required if not any(name in decided for name in group)),
    )


def known_header(*, text: str) -> bool:
    """Return whether a text is a header of any kind of table; used to find the header line of a file."""
    return any(reading.words in _all_words() for reading in parse_header(text=text))


def _from_saved(
    columns: Sequence[str], saved: Mapping[str, str | None], default: Unit
) -> tuple[dict[str, MappedColumn], set[int], dict[str, tuple[int, ...]]]:
    decided: dict[str, MappedColumn] = {}
    ambiguous: dict[str, tuple[int, ...]] = {}
    words = [_literal(header) for header in columns]
    for name, header in saved.items():
        found = [index for index, found_words in enumerate(words) if header and found_words == _literal(header)]
        exact = [index for index in found if columns[index] == header]
        found = exact or found
        if len(found) == 1:
            unit = _with_default(parse_header(text=columns[found[0]])[0].unit, default)
            decided[name] = MappedColumn(
                index=found[0], header=columns[found[0]], confidence=SURE, source=MatchSource.SAVED, unit=unit
            )
        elif found:
            ambiguous[name] = tuple(found)
    return decided, {column.index for column in decided.values()}, ambiguous


def _literal(header: str) -> str:
    readings = parse_header(text=header)
    return readings[0].words if readings else ""


def _column_samples(samples: Sequence[Sequence[str]], index: int) -> list[str]:
    cells = (row[index] for row in samples[: 4 * SAMPLES_LOOKED_AT] if index < len(row))
    return [cell for cell in cells if cell.strip()][:SAMPLES_LOOKED_AT]


def _candidates(kind: TableKind, index: int, header: str, samples: list[str]) -> list[_Candidate]:
    found = []
    for reading in parse_header(text=header):
        for field in kind.fields:
            score, source = _score(kind.name, field, reading)
            score -= 0 if not score or _fits(field.value, samples) else DOUBT
            if score >= LOWEST or (score and source is MatchSource.HEADER):
                found.append(_Candidate(field=field, index=index, score=score, source=source, unit=reading.unit))
    return found


def _score(kind: str, field: Field, reading: Header) -> tuple[int, MatchSource]:
    exact = _words_of(kind)[field.name].get(reading.words)
    if exact is not None:
        return exact, MatchSource.HEADER
    if field.value is ValueKind.AMOUNT and any(word in reading.words for word in _NEVER_PART_OF_AMOUNT):
        return 0, MatchSource.PART_OF_HEADER
    parts = [
        words for words, score in _words_of(kind)[field.name].items() if score == SURE and _is_part(words, reading)
    ]
    # A longer part says more: 客户名称 beats 客户 in 客户名称全称.
    return (PARTIAL + min(max(map(len, parts)), 20) if parts else 0), MatchSource.PART_OF_HEADER


def _is_part(words: str, reading: Header) -> bool:
    shortest = _SHORTEST_PART_LATIN if words.isascii() else _SHORTEST_PART_CHINESE
    return len(words) >= shortest and words in reading.words


def _fits(value: ValueKind, samples: list[str]) -> bool:
    """Return whether most cells look like what the field holds; no cells say nothing against it."""
    if value is ValueKind.TEXT or not samples:
        return True
    fitting = sum(_is_date(cell) if value is ValueKind.DATE else _is_amount(cell) for cell in samples)
    return 2 * fitting >= len(samples)


def _is_date(cell: str) -> bool:
    found = parse_date(text=cell)
    return not isinstance(found, TextFault) or found.code in _STILL_DATES


def _is_amount(cell: str) -> bool:
    found = parse_amount(text=cell)
    return not isinstance(found, TextFault) or found.code in _STILL_AMOUNTS


def _choose(candidates: list[_Candidate]) -> tuple[dict[str, _Candidate], dict[str, tuple[int, ...]]]:
    """Give each column to its best field, the surest first; equal best columns of one field leave it undecided."""
    chosen: dict[str, _Candidate] = {}
    unclear: dict[str, tuple[int, ...]] = {}
    left = sorted(candidates, key=lambda candidate: -candidate.score)
    used: set[int] = set()
    while left:
        best = left[0]
        rivals = {c.index for c in left if c.field is best.field and c.score == best.score}
        if len(rivals) > 1:
            unclear[best.field.name] = tuple(sorted(rivals))
            used |= rivals
        else:
            chosen[best.field.name] = best
            used.add(best.index)
        left = [c for c in left if c.field is not best.field and c.index not in used]
    return chosen, unclear


def _mapped(candidate: _Candidate, header: str, default: Unit) -> MappedColumn:
    is_amount = candidate.field.value is ValueKind.AMOUNT
    return MappedColumn(
        index=candidate.index,
        header=header,
        confidence=candidate.score,
        source=candidate.source,
        unit=_with_default(candidate.unit, default) if is_amount else NO_UNIT,
    )


def _with_default(own: Unit, default: Unit) -> Unit:
    """Complete a column's own unit by the one that stands above the table."""
    if own.power is None and not own.is_minor:
        return Unit(power=default.power, is_minor=default.is_minor, currency=own.currency or default.currency)
    return Unit(power=own.power, is_minor=own.is_minor, currency=own.currency or default.currency)


@cache
def _words_of(kind: str) -> dict[str, dict[str, int]]:
    """Return field → words → score for a kind; names are sure, the others fall off in their order."""
    words: dict[str, dict[str, int]] = {}
    for field in TABLE_KINDS[kind].fields:
        scores: dict[str, int] = {}
        for place, name in enumerate(field.also):
            scores[_literal(name)] = max(LIKELY - place, LOWEST)
        for name in field.names:
            scores[_literal(name)] = SURE
        words[field.name] = scores
    return words


@cache
def _all_words() -> frozenset[str]:
    return frozenset(words for kind in TABLE_KINDS for scores in _words_of(kind).values() for words in scores)
