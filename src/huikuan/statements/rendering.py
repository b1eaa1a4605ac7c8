"""Sets statements as PDF and workbook, many of them in two processes; a process is spawned, as the compiler survives no fork."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import get_context

from huikuan.documents.pdf import render_pdf
from huikuan.statements.rules.sheet import Sheet, sheet_data
from huikuan.statements.workbook import statement_workbook

PROCESSES = 2
FEW = 40
"""So many are set in this process: starting two others takes longer."""
_AT_ONCE = 10


@dataclass(frozen=True, slots=True)
class Files:
    """A statement as files."""

    pdf: bytes
    xlsx: bytes


def files_of(sheet: Sheet) -> Files:
    """The PDF and the workbook of a statement; the same sheet and font give the same PDF. Raises FontMissing."""
    pdf = render_pdf(template="statement", data=sheet_data(sheet=sheet), on=sheet.dated_on)
    return Files(pdf, statement_workbook(sheet=sheet))


class Press:
    """Sets sheets one after the other, or in two processes where there are many."""

    def __init__(self, pool: ProcessPoolExecutor | None) -> None:
        self._pool = pool

    def files(self, *, sheets: Sequence[Sheet]) -> Iterator[Files]:
        """The files of each sheet in order."""
        if self._pool is None:
            return map(files_of, sheets)
        return self._pool.map(files_of, sheets, chunksize=_AT_ONCE)


@contextmanager
def press_for(*, count: int) -> Iterator[Press]:
    """A press for so many statements; its processes end with it."""
    if count <= FEW:
        yield Press(None)
        return
    with ProcessPoolExecutor(max_workers=PROCESSES, mp_context=get_context("spawn")) as pool:
        yield Press(pool)
