"""Names that differ by slips: typed wrongly, city or trade word lost, legal form lost or misspelt.

One call compares many payers with all known names by optimal string alignment (a swap of neighbours is one slip).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from rapidfuzz import process
from rapidfuzz.distance import OSA

from huikuan.receipts.matching.names import NameParts

_SLIPS = 3
_BEYOND = np.uint8(2 * (_SLIPS + 1))
_FAR = 128
_OTHER_PLACE = 4
_LOST_BRANCH = 1
_OTHER_BRANCH = 4
_MOST_ROWS = 12

_WORTH_THREADS = 500_000

_Errors = npt.NDArray[np.uint8]
_Rows = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class NearRow:
    """A known name near a payer's: row, half errors (two a slip, one a lost place or trade word), length compared."""

    row: int
    half_errors: int
    length: int


@dataclass(frozen=True, slots=True)
class Spellings:
    """The spellings of known names as columns; `traded` are the rows with a trade word, `unplaced` those without a place."""

    parts: tuple[NameParts, ...]
    full: list[str]
    core: list[str]
    bare: list[str]
    short: list[str]
    traded: _Rows
    traded_short: list[str]
    traded_stub: list[str]
    whole: list[str]
    unplaced_core: list[str]
    unplaced: _Rows
    lengths: _Errors


def spellings(*, parts: Sequence[NameParts]) -> Spellings:
    """Lay out the spellings of known names for comparison."""
    unplaced = [row for row, part in enumerate(parts) if part.bare == part.core]
    traded = [row for row, part in enumerate(parts) if part.short != part.core]
    return Spellings(
        parts=tuple(parts),
        full=[part.full for part in parts],
        core=[part.core for part in parts],
        bare=[part.bare for part in parts],
        short=[part.short for part in parts],
        traded=np.array(traded, dtype=np.int64),
        traded_short=[parts[row].short for row in traded],
        traded_stub=[parts[row].stub for row in traded],
        whole=[part.whole for part in parts],
        unplaced_core=[parts[row].core for row in unplaced],
        unplaced=np.array(unplaced, dtype=np.int64),
        lengths=_lengths(parts),
    )


def near_rows(*, wanted: Sequence[NameParts], table: Spellings, half_errors_per_ten: int) -> list[list[NearRow]]:
    """Return for each payer the known names within the half errors allowed, best first: so many per ten characters, and
    one more. Of very many only the best are returned, and all that are as close as the last of them."""
    places = sorted(range(len(wanted)), key=lambda place: bool(wanted[place].place))
    ordered = [wanted[place] for place in places]
    lengths = _lengths(ordered)
    allowed = (np.arange(256) * half_errors_per_ten // 10 + 1).clip(0, _FAR - 1).astype(np.uint8)
    limits = np.minimum(allowed[lengths][:, None], allowed[table.lengths][None, :])
    errors = _half_errors(ordered, table)
    payers, rows = np.nonzero(errors <= limits)
    cells = errors[payers, rows].astype(np.int64) + _differences(ordered, table, payers, rows)
    kept = cells <= limits[payers, rows]
    payers, rows, cells = payers[kept], rows[kept], cells[kept]
    order = np.lexsort((rows, cells, payers))
    payers, rows, cells = payers[order], rows[order], cells[order]
    kept = _best(payers, cells)
    columns = (payers[kept], rows[kept], cells[kept], np.minimum(lengths[payers[kept]], table.lengths[rows[kept]]))
    found: list[list[NearRow]] = [[] for _ in wanted]
    for payer, row, half_errors, length in zip(*(column.tolist() for column in columns), strict=True):
        found[places[payer]].append(NearRow(row, half_errors, length))
    return found


def _best(payers: _Rows, cells: _Rows) -> npt.NDArray[np.bool_]:
    """Say which of each payer's names, in order, are among the best or as close as the last of these."""
    first = np.searchsorted(payers, np.arange(payers[-1] + 1 if payers.size else 0))
    last = np.minimum(first + _MOST_ROWS - 1, np.searchsorted(payers, np.arange(first.size), "right") - 1)
    worst = cells[np.maximum(last, 0)] if cells.size else cells
    kept: npt.NDArray[np.bool_] = cells <= worst[payers]
    return kept


def near_pair(*, payer: NameParts, known: NameParts, half_errors_per_ten: int) -> tuple[int, int] | None:
    """Return half errors and length compared of one payer and one known name, None beyond what is allowed."""
    costs = [(payer.core, known.core, 0), (payer.core, known.short, 1 if known.short != known.core else 0)]
    if payer.place:
        costs += [(payer.bare, known.core, 1)] if known.bare == known.core else []
    else:
        costs += [(payer.core, known.bare, 1)] if known.bare != known.core else []
        costs += [(payer.core, known.stub, 2)] if known.short != known.core else []
    if payer.doubtful:
        costs.append((payer.full, known.full, 0))
    if payer.damaged:
        costs.append((payer.whole, known.whole, 0))
    if _may_be_reworded(payer):
        costs += [(payer.short, known.core, 1)]
        costs += [(payer.short, known.short, 3)] if known.short != known.core else []
    slips = [(OSA.distance(one, other, score_cutoff=_SLIPS), cost) for one, other, cost in costs]
    errors = min((2 * slip + cost for slip, cost in slips if slip <= _SLIPS), default=_FAR)
    if payer.place and known.place and payer.place != known.place:
        errors += _OTHER_PLACE
    if payer.branch != known.branch:
        errors += _OTHER_BRANCH if payer.branch and known.branch else _LOST_BRANCH
    length = min(len(payer.core), len(known.core), 255)
    return (errors, length) if errors <= length * half_errors_per_ten // 10 + 1 else None


def _may_be_reworded(payer: NameParts) -> bool:
    """Chinese trade words are part of the registered name; the Latin ones at the end come and go."""
    return payer.short != payer.core and payer.core.isascii()


def _lengths(parts: Sequence[NameParts]) -> _Errors:
    return np.array([min(len(part.core), 255) for part in parts], dtype=np.uint8)


def _half_errors(wanted: Sequence[NameParts], table: Spellings) -> _Errors:
    """Return half errors of each payer (those without a place first) and known name."""
    cores = [part.core for part in wanted]
    errors = _distances(cores, table.core, 0)
    placed = sum(not part.place for part in wanted)
    _lower(errors[:placed], cores[:placed], table.bare, 1)
    _lower_some(errors, cores, (table.traded, table.traded_short), 1)
    _lower_some(errors[:placed], cores[:placed], (table.traded, table.traded_stub), 2)
    _lower_some(errors[placed:], [part.bare for part in wanted[placed:]], (table.unplaced, table.unplaced_core), 1)
    for spelling, known, cost, asked in (
        ("full", table.full, 0, [payer for payer, part in enumerate(wanted) if part.doubtful]),
        ("whole", table.whole, 0, [payer for payer, part in enumerate(wanted) if part.damaged]),
        ("short", table.core, 1, reworded := [payer for payer, part in enumerate(wanted) if _may_be_reworded(part)]),
        ("short", table.short, 3, reworded),
    ):
        if asked:
            other = _distances([getattr(wanted[payer], spelling) for payer in asked], known, cost)
            errors[asked] = np.minimum(errors[asked], other)
    return errors


def _lower(errors: _Errors, wanted: Sequence[str], known: Sequence[str], cost: int) -> None:
    if wanted:
        np.minimum(errors, _distances(wanted, known, cost), out=errors)


def _lower_some(errors: _Errors, wanted: Sequence[str], known: tuple[_Rows, Sequence[str]], cost: int) -> None:
    """The same with some of the known names: their rows and spellings."""
    rows, spelt = known
    if rows.size and wanted:
        errors[:, rows] = np.minimum(errors[:, rows], _distances(wanted, spelt, cost))


def _distances(wanted: Sequence[str], known: Sequence[str], cost: int) -> _Errors:
    workers = -1 if len(wanted) * len(known) > _WORTH_THREADS else 1  # all cores; the result is the same
    errors: _Errors = process.cdist(
        wanted, known, scorer=OSA.distance, score_cutoff=_SLIPS, dtype=np.uint8, workers=workers
    )
    errors *= 2
    # Beyond the cut-off the scorer returns one slip more than the cut-off: bit 8 of the doubled count, raised to far.
    errors |= (errors & _BEYOND) << 4
    errors += np.uint8(cost)
    return errors


def _differences(
    wanted: Sequence[NameParts], table: Spellings, payers: npt.NDArray[np.int64], rows: npt.NDArray[np.int64]
) -> npt.NDArray[np.int64]:
    """Return half errors for a place or branch that differs; one that is only missing costs little."""
    codes: dict[str, int] = {"": 0}
    place, branch = (
        np.array([codes.setdefault(getattr(part, name), len(codes)) for part in wanted], dtype=np.int64)[payers]
        for name in ("place", "branch")
    )
    known_place, known_branch = (
        np.array([codes.setdefault(getattr(part, name), len(codes)) for part in table.parts], dtype=np.int64)[rows]
        for name in ("place", "branch")
    )
    other_place = (place != known_place) & (place != 0) & (known_place != 0)
    other_branch = (branch != known_branch) & (branch != 0) & (known_branch != 0)
    lost_branch = (branch != known_branch) & ~other_branch
    return np.asarray(other_place * _OTHER_PLACE + other_branch * _OTHER_BRANCH + lost_branch * _LOST_BRANCH)
