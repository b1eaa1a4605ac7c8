"""PURE: talk scripts with `{{name}}` places from a fixed list. A script has no logic; a line with a place nobody can fill is left out."""

from __future__ import annotations

import re
from collections.abc import Mapping

from huikuan.kernel.refusal import Refused
from huikuan.reminders.rules.letters import LetterKind, LetterText, composed, place_faults
from huikuan.reminders.rules.reasons import Reason
from huikuan.reminders.rules.wording_check import word_findings

PLACES = frozenset(
    {
        "blocked_reason",
        "blocked_step",
        "caller_name",
        "company_name",
        "customer_name",
        "days_overdue",
        "expected_day",
        "invoice_numbers",
        "item_count",
        "last_said",
        "last_said_on",
        "oldest_due_date",
        "open_total",
        "overdue_total",
        "person_name",
        "promised_amount",
        "promised_day",
        "today",
    }
)
"""What a script may name: facts of this debt, never a fact of another customer."""

LONGEST_SCRIPT = 4_000
_PLACE = re.compile(r"\{\{\s*([a-z_]+)\s*\}\}")


def script_faults(*, text: str) -> tuple[Reason, ...]:
    """Everything wrong with a script: unknown or broken places, its length, words no message carries (RULES_CN §8)."""
    faults = place_faults(places=PLACES, text=text)
    if len(text) > LONGEST_SCRIPT:
        faults.append(Reason("TEXT_TOO_LONG"))
    return tuple(dict.fromkeys([*faults, *wording_faults(text=text)]))


def wording_faults(*, text: str) -> list[Reason]:
    """Threats, insults, false authority, publicity and what drags in uninvolved people: never said, whoever asks for it."""
    return [
        Reason("WORD_NOT_ALLOWED", {"word": one.word, "kind": one.kind.value, "line": one.line, "column": one.column})
        for one in word_findings(text=text)
        if one.is_error
    ]


def filled(*, text: str, values: Mapping[str, str]) -> tuple[str, ...]:
    """The paragraphs of a script with the facts of a debt in its places; a fact nobody knows leaves its line out.

    Values go in as they are and are never read as text with places again. Raises Refused PLACE_UNKNOWN.
    """
    known = {name: values.get(name, "") for name in PLACES}
    empty = {name for name in PLACES if not known[name]}
    lines = [line for line in text.split("\n") if not empty.intersection(_PLACE.findall(line))]
    body = re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n")
    try:
        letter = composed(text=LetterText(LetterKind.OVERDUE, "", "", "", "", body), values=known, items=())
    except KeyError as missing:
        raise Refused("PLACE_UNKNOWN", place=str(missing.args[0])) from missing
    return tuple(block for block in letter.blocks if isinstance(block, str))
