"""PURE: a JSON document read strictly: unknown or missing fields and wrong types become faults, all of them together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, TypeVar

from huikuan.ratings.rules.scorecards import Fault, Title

Code = TypeVar("Code", bound=StrEnum)
LONGEST_TEXT = 400
LARGEST = 10**15
_CODE_LETTERS = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_")


@dataclass(slots=True)
class Faults:
    """Collects what is wrong; reading goes on so that all of it is said at once."""

    found: list[Fault] = field(default_factory=list)

    def add(self, *, code: str, where: str, **parameters: str | int) -> None:
        """Note a fault."""
        self.found.append(Fault(code, where, tuple(sorted(parameters.items()))))


@dataclass(frozen=True, slots=True)
class Node:
    """An object of the document with its place; every read notes what is wrong and gives a stand-in."""

    values: Mapping[str, Any]
    where: str
    faults: Faults

    def only(self, *, names: tuple[str, ...]) -> None:
        """Note fields that the grammar does not know."""
        for name in sorted(str(key) for key in self.values.keys() - set(names)):
            self.faults.add(code="FIELD_UNKNOWN", where=self.at(name=name), field=name[:60])

    def at(self, *, name: str) -> str:
        """The place of a field."""
        return f"{self.where}.{name}" if self.where else name

    def number(self, *, name: str, least: int, most: int = LARGEST) -> int:
        """An integer in bounds; a float, a text or a truth value is a fault."""
        value = self.values.get(name)
        if isinstance(value, int) and not isinstance(value, bool) and least <= value <= most:
            return value
        self.faults.add(code="NUMBER_WRONG", where=self.at(name=name), least=least, most=most)
        return least

    def number_or_none(self, *, name: str, least: int = -LARGEST, most: int = LARGEST) -> int | None:
        """An integer in bounds, or null; the field must be there."""
        if name in self.values and self.values[name] is None:
            return None
        return self.number(name=name, least=least, most=most)

    def yes(self, *, name: str) -> bool:
        """A truth value."""
        value = self.values.get(name)
        if not isinstance(value, bool):
            self.faults.add(code="YES_OR_NO", where=self.at(name=name))
        return value is True

    def text(self, *, name: str, may_be_empty: bool = False) -> str:
        """A text."""
        value = self.values.get(name)
        if isinstance(value, str) and len(value) <= LONGEST_TEXT and (may_be_empty or value.strip()):
            return value.strip()
        self.faults.add(code="TEXT_WRONG", where=self.at(name=name), most=LONGEST_TEXT)
        return ""

    def word(self, *, name: str = "code") -> str:
        """A code of our own: Latin letters, digits, underscores."""
        value = self.values.get(name)
        if isinstance(value, str) and 1 <= len(value) <= 40 and set(value) <= _CODE_LETTERS:
            return value
        self.faults.add(code="CODE_WRONG", where=self.at(name=name))
        return ""

    def one_of(self, *, name: str, codes: type[Code], fault: str = "CHOICE_WRONG") -> Code:
        """One code of a closed set."""
        value = self.values.get(name)
        for code in codes:
            if code.value == value:
                return code
        self.faults.add(code=fault, where=self.at(name=name), value=str(value)[:60])
        return next(iter(codes))

    def title(self, *, name: str = "title") -> Title:
        """A name in both languages."""
        node = self.object(name=name)
        node.only(names=("zh", "en"))
        return Title(node.text(name="zh"), node.text(name="en"))

    def object(self, *, name: str) -> Node:
        """An object inside this one."""
        value = self.values.get(name)
        if not isinstance(value, dict):
            self.faults.add(code="OBJECT_MISSING", where=self.at(name=name))
            value = {}
        return Node(value, self.at(name=name), self.faults)

    def objects(self, *, name: str, most: int) -> Iterator[Node]:
        """The objects of a list; none or too many are a fault."""
        value = self.values.get(name)
        if not isinstance(value, list) or not value:
            self.faults.add(code="LIST_EMPTY", where=self.at(name=name))
            return
        if len(value) > most:
            self.faults.add(code="LIST_TOO_LONG", where=self.at(name=name), most=most)
        for place, one in enumerate(value[:most]):
            where = f"{self.at(name=name)}[{place}]"
            if isinstance(one, dict):
                yield Node(one, where, self.faults)
            else:
                self.faults.add(code="OBJECT_MISSING", where=where)


def root_of(*, document: object) -> Node:
    """The document as an object; anything else is a fault."""
    faults = Faults()
    if not isinstance(document, dict):
        faults.add(code="OBJECT_MISSING", where="")
        document = {}
    return Node(document, "", faults)
