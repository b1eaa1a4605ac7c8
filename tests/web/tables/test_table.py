"""A table as the component draws it."""

from __future__ import annotations

from huikuan.kernel.paging import Page
from huikuan.web.tables.columns import Column, Kind, Linked, Titled
from huikuan.web.tables.state import ListState
from huikuan.web.tables.table import ListKind, table_of

NAMES: ListKind[str] = ListKind(
    title="Names",
    columns=(Column("name", "Name", lambda row: Linked(row, f"/{row}/", "below"), Kind.TEXT),),
    filters=(),
    sorts=("name",),
    default_sort="name",
    id_of=len,
)


def test_a_row_whose_first_column_leads_somewhere_opens_there() -> None:
    state = ListState("/names/", {}, "name", "name")
    (row,) = table_of(kind=NAMES, page=Page(("甲",), 1, 50, 1, {}), state=state).rows
    assert (row.address, row.cells[0][1]) == ("/甲/", Titled("甲", "below"))
