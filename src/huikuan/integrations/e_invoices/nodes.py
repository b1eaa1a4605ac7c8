"""Reading elements by the end of their path, and figures exactly; what cannot be read is a fault with its place."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import TypeVar

from huikuan.integrations.xml_door import XmlNode
from huikuan.invoicing.rules.records import ReadFault
from huikuan.kernel.currencies import exponent_of
from huikuan.kernel.micros import MICRO, MICROS_MAX
from huikuan.kernel.text_dates import parse_date
from huikuan.kernel.text_faults import TextFault

_NUMBER = re.compile(r"([-+]?)[¥￥]?([0-9]{1,24})(?:\.([0-9]{0,30}))?")
_PERCENT = re.compile(r"([0-9]{1,3}(?:\.[0-9]{1,4})?)\s*[%％]")
_SHOWN = 80
Value = TypeVar("Value")


class Unreadable(Exception):
    """A field that must be there is missing or cannot be read; carries the fault to the reader's door."""

    def __init__(self, fault: ReadFault) -> None:
        self.fault = fault
        super().__init__(fault.code)


def walk(*, node: XmlNode, path: str = "") -> Iterator[tuple[str, XmlNode]]:
    """Every element with its path (names joined by /), the root first."""
    here = f"{path}/{node.name}"
    yield here, node
    for child in node.children:
        yield from walk(node=child, path=here)


def found(*, root: XmlNode, paths: Sequence[str]) -> tuple[str, XmlNode] | None:
    """The first element with text whose path ends as one of `paths`, tried in their order."""
    elements = [(path, node) for path, node in walk(node=root) if node.text]
    for wanted in paths:
        for path, node in elements:
            if path.endswith(f"/{wanted}"):
                return path, node
    return None


def text(*, root: XmlNode, paths: Sequence[str]) -> str:
    """The text of `found`, white space evened out; empty where there is none."""
    one = found(root=root, paths=paths)
    return "" if one is None else " ".join(one[1].text.split())


def nodes(*, root: XmlNode, names: Sequence[str]) -> list[XmlNode]:
    """Every element of one of these names."""
    return [node for _, node in walk(node=root) if node.name in names]


def minor_of(*, value: str, currency: str) -> int | None:
    """Minor units of a figure; None where it is none, or would have to be rounded."""
    match = _NUMBER.fullmatch(value.replace(",", "").strip())
    decimals = exponent_of(currency=currency)
    if match is None or decimals is None:
        return None
    sign, whole, fraction = match.groups()
    fraction = (fraction or "").rstrip("0")
    if len(fraction) > decimals:
        return None
    minor: int = int(whole) * 10**decimals + int(fraction.ljust(decimals, "0") or "0")
    return -minor if sign == "-" else minor


def micros_of(*, value: str) -> int | None:
    """Millionths of a figure; None where it is none, has more decimals, or is out of bounds."""
    match = _NUMBER.fullmatch(value.replace(",", "").strip())
    if match is None:
        return None
    sign, whole, fraction = match.groups()
    fraction = (fraction or "").rstrip("0")
    if len(fraction) > 6:
        return None
    micros = int(whole) * MICRO + int(fraction.ljust(6, "0") or "0")
    return None if micros > MICROS_MAX else (-micros if sign == "-" else micros)


def rate_of(*, value: str, is_percent: bool = False) -> int | None:
    """Millionths of a tax rate: 0.13, 13% or (with `is_percent`) 13; 免税 and 不征税 are none."""
    written = _PERCENT.fullmatch(value.strip())
    if written is None and not is_percent:
        return micros_of(value=value)
    micros = micros_of(value=written[1] if written else value)
    return None if micros is None or micros % 100 else micros // 100


def day_of(*, value: str) -> date | None:
    """The day a text names, whatever time follows it; None where it names none."""
    plain = value.strip()
    if re.fullmatch(r"[0-9]{8}(?:[0-9]{6})?", plain):
        plain = f"{plain[:4]}-{plain[4:6]}-{plain[6:8]}"
    day = parse_date(text=plain[:10] if re.match(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", plain) else plain)
    return None if isinstance(day, TextFault) else day


def needed(*, root: XmlNode, paths: Sequence[str]) -> str:
    """The text of `found`. Raises Unreadable FIELD_MISSING with the first of the paths."""
    value = text(root=root, paths=paths)
    if not value:
        raise Unreadable(ReadFault("EINVOICE_FIELD_MISSING", paths[0]))
    return value


def amount(*, root: XmlNode, paths: Sequence[str], currency: str) -> int | None:
    """Minor units at one of the paths; None where nothing stands there. Raises Unreadable AMOUNT_UNREADABLE with its place."""
    return _read(root, paths, lambda value: minor_of(value=value, currency=currency), "EINVOICE_AMOUNT_UNREADABLE")


def day(*, root: XmlNode, paths: Sequence[str]) -> date | None:
    """The day at one of the paths; None where nothing stands there. Raises Unreadable DATE_UNREADABLE with its place."""
    return _read(root, paths, lambda value: day_of(value=value), "EINVOICE_DATE_UNREADABLE")


def _read(root: XmlNode, paths: Sequence[str], read: Callable[[str], Value | None], code: str) -> Value | None:
    one = found(root=root, paths=paths)
    if one is None:
        return None
    path, node = one
    value = read(node.text)
    if value is None:
        raise Unreadable(ReadFault(code, path.lstrip("/"), node.text[:_SHOWN], node.line))
    return value
