"""PURE: rows of a list against each other and the books: new, changed, known already, or refused."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from huikuan.customers.rules import PartyRow as KnownParty
from huikuan.customers.rules import normal_name
from huikuan.imports.customer_lists.cells import Value
from huikuan.imports.customer_lists.fields import PartyField
from huikuan.imports.customer_lists.rows import PartyRow
from huikuan.imports.rules import Rejection, RejectionCode

Content = Mapping[PartyField, Value]
"""What the books say of a customer or a person, by field."""


@dataclass(frozen=True, slots=True)
class SourceNames:
    """The file and its own header of each field, for refusals."""

    file: str
    headers: Mapping[PartyField, str]

    def refusal(self, *, row: PartyRow, name: PartyField, code: RejectionCode, **more: str | int) -> Rejection:
        """The refusal of a row for one of its cells."""
        value = row.values.get(name)
        text = ", ".join(value) if isinstance(value, tuple) else "" if value is None else str(value)
        return Rejection(self.file, row.line, self.headers.get(name, name.value), text[:80], code.value, more)


@dataclass(frozen=True, slots=True)
class Change:
    """A known customer or person and the fields a row says otherwise."""

    row: PartyRow
    id: int
    fields: tuple[PartyField, ...]


@dataclass(slots=True)
class Judged:
    """Every row in one class: to take in, to change, known already (counted), refused."""

    new: list[PartyRow] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    duplicate: int = 0
    rejected: list[Rejection] = field(default_factory=list)

    @property
    def accepted(self) -> list[PartyRow]:
        """The rows that would be taken in or change something."""
        return [*self.new, *(change.row for change in self.changes)]

    def refuse(self, *, rows: Collection[PartyRow], refusals: Iterable[Rejection]) -> None:
        """Refuse rows that were accepted so far."""
        lines = {row.line for row in rows}
        self.new = [row for row in self.new if row.line not in lines]
        self.changes = [change for change in self.changes if change.row.line not in lines]
        self.rejected = sorted([*self.rejected, *refusals], key=lambda one: one.line)


def judge(
    *,
    rows: Iterable[tuple[PartyRow, object]],
    known: Mapping[object, tuple[int, Content]],
    names: SourceNames,
    may_change: bool,
    named_by: PartyField,
) -> Judged:
    """Judge rows, each with what identifies it: `known` has the id and content of what the books hold under that identity.

    `named_by` may be spelled in other ways of one identity. An empty cell says nothing. Of rows with one identity the first
    stands: the same content again is a duplicate, other content is refused; so is other content than the books hold, unless
    it `may_change` them.
    """
    judged = Judged()
    first: dict[object, PartyRow] = {}
    for row, identity in rows:
        earlier = first.setdefault(identity, row)
        if earlier is not row:
            _repeated(judged, row, _differences(row, earlier.values, named_by), f"{names.file}:{earlier.line}", names)
        elif identity in known:
            pk, content = known[identity]
            _known(judged, Change(row, pk, _differences(row, content, named_by)), names, may_change=may_change)
        else:
            judged.new.append(row)
    judged.rejected.sort(key=lambda one: one.line)
    return judged


def customer_of(
    *, row: PartyRow, parties: Mapping[PartyField, Mapping[str, Sequence[KnownParty]]]
) -> int | RejectionCode:
    """The customer a row of people names: by number, then tax code, then name; why there is none or more than one."""
    for name in (PartyField.NUMBER, PartyField.TAX_CODE, PartyField.NAME):
        text = row.text(field=name)
        if not text:
            continue
        found = parties[name].get(normal_name(name=text) if name is PartyField.NAME else text, ())
        if len(found) > 1:
            return RejectionCode.CUSTOMER_AMBIGUOUS
        if found:
            return found[0].id
    return RejectionCode.CUSTOMER_UNKNOWN


def judge_groups(*, judged: Judged, names: SourceNames, in_books: Collection[str], above: Mapping[str, str]) -> None:
    """Refuse rows that put a customer under a number nobody has, or under himself through others.

    `in_books` has the numbers known there, `above` who stands under whom there. A refused row may leave others without
    their group: they are refused as well.
    """
    while True:
        known = {*in_books, *(row.text(field=PartyField.NUMBER) for row in judged.new)}
        grouped = [row for row in judged.accepted if row.text(field=PartyField.GROUP)]
        bad = [row for row in grouped if row.text(field=PartyField.GROUP) not in known]
        code = RejectionCode.GROUP_UNKNOWN
        if not bad:
            said = {row.text(field=PartyField.NUMBER): row.text(field=PartyField.GROUP) for row in grouped}
            round_about = circles(parents={**above, **said})
            bad = [row for row in grouped if row.text(field=PartyField.NUMBER) in round_about]
            code = RejectionCode.GROUP_CYCLE
        if not bad:
            return
        judged.refuse(rows=bad, refusals=[names.refusal(row=row, name=PartyField.GROUP, code=code) for row in bad])


def circles(*, parents: Mapping[str, str]) -> frozenset[str]:
    """The numbers of customers that stand, directly or through others, under themselves."""
    found: set[str] = set()
    done: set[str] = set()
    for start in parents:
        way: list[str] = []
        here: str | None = start
        while here is not None and here not in done and here not in way:
            way.append(here)
            here = parents.get(here)
        if here is not None and here in way:
            found.update(way[way.index(here) :])
        done.update(way)
    return frozenset(found)


def _repeated(judged: Judged, row: PartyRow, other: tuple[PartyField, ...], where: str, names: SourceNames) -> None:
    if not other:
        judged.duplicate += 1
        return
    code = RejectionCode.KNOWN_WITH_OTHER_CONTENT
    judged.rejected.append(names.refusal(row=row, name=other[0], code=code, where=where))


def _known(judged: Judged, change: Change, names: SourceNames, *, may_change: bool) -> None:
    if not change.fields:
        judged.duplicate += 1
    elif may_change:
        judged.changes.append(change)
    else:
        code = RejectionCode.KNOWN_WITH_OTHER_CONTENT
        judged.rejected.append(names.refusal(row=change.row, name=change.fields[0], code=code, where=""))


def _differences(row: PartyRow, content: Content, named_by: PartyField) -> tuple[PartyField, ...]:
    return tuple(
        name
        for name, value in row.values.items()
        if name is not named_by and value not in (None, "", ()) and name in content and value != content[name]
    )
