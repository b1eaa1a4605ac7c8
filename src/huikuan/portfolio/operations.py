"""Acts on the mirror. It holds nothing that the ledger does not, so they leave no audit row."""

from __future__ import annotations

from datetime import date

from huikuan.portfolio.mirror import writing
from huikuan.portfolio.mirror.layout import BrokenMirror
from huikuan.portfolio.mirror.reading import company_folder
from huikuan.portfolio.sources import ledger_state

_ANY_DAY = date(2000, 1, 1)


def postings_behind() -> int:
    """Postings that the mirror does not hold yet, of all own companies; reads no entry and no column."""
    return sum(
        max(number - _reached(company_id), 0) for company_id, number in ledger_state(as_of=_ANY_DAY).positions.items()
    )


def refresh_mirror() -> dict[int, int]:
    """Append what was posted since, for every own company; the posting numbers it reaches now.

    Reads do the same on their own; an import or a nightly job calls it so that nobody waits. Raises GapInLedger.
    """
    positions = ledger_state(as_of=_ANY_DAY).positions
    return {
        company_id: writing.brought_up_to(folder=company_folder(company_id=company_id), number=number).cursor
        for company_id, number in sorted(positions.items())
    }


def compact_mirror() -> None:
    """Merge the many small files that single acts leave into one for each account and currency."""
    for company_id in sorted(ledger_state(as_of=_ANY_DAY).positions):
        writing.compacted(folder=company_folder(company_id=company_id))


def rebuild_mirror(*, company_id: int | None = None) -> dict[int, int]:
    """Throw the mirror of one own company (or of all) away and build it from the first posting."""
    for each in sorted(ledger_state(as_of=_ANY_DAY).positions):
        if company_id in (None, each):
            writing.begun_anew(folder=company_folder(company_id=each))
    return refresh_mirror()


def _reached(company_id: int) -> int:
    try:
        manifest = company_folder(company_id=company_id).manifest()
    except BrokenMirror:
        return 0
    return 0 if manifest is None else manifest.cursor
