"""PURE: what people state about a debtor for a gate, with papers; gates as JSON keeps them beside a sanction."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from huikuan.sanctions.rules.gates import Action, Gate, Missing, Turn, Unrest, Way


@dataclass(frozen=True, slots=True)
class Stated:
    """What a person says of an order and of the other side; `papers` are documents kept as evidence.

    `order_stands`: he confirms that an order stands which is not in the books.
    """

    order_number: str = ""
    turn: Turn = Turn.UNKNOWN
    unrest: frozenset[Unrest] = frozenset()
    papers: tuple[int, ...] = ()
    security_given: bool = False
    note: str = ""
    order_stands: bool = False


def plain_stated(*, stated: Stated) -> dict[str, Any]:
    """What was stated, as JSON keeps it."""
    return {
        "order_number": stated.order_number,
        "turn": stated.turn.value,
        "unrest": sorted(one.value for one in stated.unrest),
        "papers": list(stated.papers),
        "security_given": stated.security_given,
        "note": stated.note,
        "order_stands": stated.order_stands,
    }


def stated_from(*, content: Mapping[str, Any]) -> Stated:
    """What `plain_stated` kept; nothing stated where nothing was kept."""
    return Stated(
        order_number=str(content.get("order_number", "")),
        turn=Turn(content.get("turn", "")),
        unrest=frozenset(Unrest(one) for one in content.get("unrest", ())),
        papers=tuple(int(one) for one in content.get("papers", ())),
        security_given=bool(content.get("security_given", False)),
        note=str(content.get("note", "")),
        order_stands=bool(content.get("order_stands", False)),
    )


def plain_gate(*, gate: Gate) -> dict[str, Any]:
    """A gate as JSON keeps it: its ways with what was missing, and its warnings."""
    return {
        "action": gate.action.value,
        "ways": [{"article": way.article, "missing": [_plain(one) for one in way.missing]} for way in gate.ways],
        "warnings": [_plain(one) for one in gate.warnings],
    }


def gate_from(*, content: Mapping[str, Any]) -> Gate | None:
    """The gate that `plain_gate` kept; None where a rung has none."""
    if not content:
        return None
    ways = tuple(Way(way["article"], tuple(_missing(one) for one in way["missing"])) for way in content["ways"])
    return Gate(Action(content["action"]), ways, tuple(_missing(one) for one in content["warnings"]))


def _plain(one: Missing) -> dict[str, Any]:
    return {"code": one.code, "article": one.article, "parameters": dict(one.parameters)}


def _missing(content: Mapping[str, Any]) -> Missing:
    return Missing(content["code"], content["article"], dict(content["parameters"]))
