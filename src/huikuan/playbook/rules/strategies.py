"""PURE: a strategy of collecting (HANDBOOK C4): when it fits, its steps, its caution, its scripts, and what is wrong with one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any

from huikuan.playbook.rules.scripts import script_faults, wording_faults
from huikuan.playbook.rules.situations import Sign, Situation
from huikuan.reminders.rules.reasons import Reason

CODE = re.compile(r"[A-Z][A-Z_]{2,39}")
LONGEST_TITLE, LONGEST_STEP, MOST_STEPS, LONGEST_CAUTION = 80, 300, 12, 1_000
MOST_MINUTES = 2_400
CHANNELS = ("CALL", "VISIT", "MEETING", "CHAT", "SMS", "EMAIL", "LETTER")
NATURES = ("MALICIOUS", "NOT_MALICIOUS")
LANGUAGES = ("zh", "en")


class Met(StrEnum):
    """How a condition stands to the facts."""

    YES = "YES"
    NO = "NO"
    UNKNOWN = "UNKNOWN"


@dataclass(frozen=True, slots=True)
class Words:
    """The same in both languages, each written as its own."""

    zh: str = ""
    en: str = ""

    def said(self, *, language: str) -> str:
        """The text in the reader's language; the other one where his is empty."""
        return (self.en or self.zh) if language.startswith("en") else (self.zh or self.en)


@dataclass(frozen=True, slots=True)
class When:
    """Conditions over facts: all have to be met; an empty one asks nothing. Amounts in minor units of the debt's currency."""

    causes: tuple[str, ...] = ()
    natures: tuple[str, ...] = ()
    grades: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()
    signs: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    """Signs that must not be there: what is not known to be there is taken as not there."""
    channels: tuple[str, ...] = ()
    days_from: int | None = None
    days_to: int | None = None
    amount_from_minor: int = 0
    broken_from: int = 0


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition of a strategy beside the facts: which one, how it stands, what it asks for, what is known."""

    code: str
    met: Met
    asks: tuple[str, ...]
    known: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Strategy:
    """One strategy: `place` is its place in the library, `is_manual` that no machine ever does or sends it."""

    code: str
    place: int
    title: Words
    summary: Words
    when: When
    steps_zh: tuple[str, ...]
    steps_en: tuple[str, ...]
    caution: Words
    articles: tuple[str, ...]
    """Articles that the tactic touches, as written in the law; shown beside the caution."""
    is_manual: bool
    effort_minutes: int
    script: Words
    is_offered: bool = True
    number: int = 0
    """The version; 0 is the one that came with the product."""
    source: str = field(default="", compare=False)

    def steps(self, *, language: str) -> tuple[str, ...]:
        """The steps in the reader's language."""
        return (self.steps_en or self.steps_zh) if language.startswith("en") else (self.steps_zh or self.steps_en)


def conditions(*, when: When, facts: Situation) -> tuple[Condition, ...]:
    """Each condition that asks something, in a fixed order, with what is known about it."""
    return tuple(_conditions(when, facts))


def fits(*, when: When, facts: Situation) -> bool:
    """Whether all conditions are met; a fact nobody knows meets none."""
    return all(one.met is Met.YES for one in conditions(when=when, facts=facts))


def strategy_faults(*, strategy: Strategy) -> tuple[Reason, ...]:
    """Everything wrong with a strategy that somebody wants to save."""
    faults: list[Reason] = []
    if not CODE.fullmatch(strategy.code):
        faults.append(Reason("STRATEGY_CODE"))
    if not strategy.title.zh.strip() or not strategy.title.en.strip():
        faults.append(Reason("STRATEGY_TITLE"))
    if not 1 <= strategy.effort_minutes <= MOST_MINUTES:
        faults.append(Reason("STRATEGY_EFFORT", {"most": MOST_MINUTES}))
    if not strategy.steps_zh or not strategy.steps_en:
        faults.append(Reason("STRATEGY_STEPS"))
    if strategy.articles and not (strategy.caution.zh.strip() and strategy.caution.en.strip()):
        faults.append(Reason("STRATEGY_CAUTION"))
    faults += [*_length_faults(strategy), *_when_faults(strategy.when)]
    faults += [*script_faults(text=strategy.script.zh), *script_faults(text=strategy.script.en)]
    for text in (strategy.title.zh, strategy.title.en, *strategy.steps_zh, *strategy.steps_en):
        faults += wording_faults(text=text)
    return tuple(dict.fromkeys(faults))


def document_of(*, strategy: Strategy) -> dict[str, Any]:
    """A strategy as it is stored; code, number and source stand beside it."""
    known = asdict(strategy)
    return {name: value for name, value in known.items() if name not in ("code", "number", "source")}


def strategy_of(*, code: str, document: Mapping[str, Any], number: int = 0, source: str = "") -> Strategy:
    """A stored strategy as a record."""
    when: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in document["when"].items()
    }
    return Strategy(
        code=code,
        place=document["place"],
        title=Words(**document["title"]),
        summary=Words(**document["summary"]),
        when=When(**when),
        steps_zh=tuple(document["steps_zh"]),
        steps_en=tuple(document["steps_en"]),
        caution=Words(**document["caution"]),
        articles=tuple(document["articles"]),
        is_manual=document["is_manual"],
        effort_minutes=document["effort_minutes"],
        script=Words(**document["script"]),
        is_offered=document.get("is_offered", True),
        number=number,
        source=source,
    )


def found_in(*, strategies: Iterable[Strategy], search: str) -> tuple[Strategy, ...]:
    """The strategies in whose words, in either language, every word of the search stands; all of them for an empty one."""
    wanted = search.casefold().split()
    return tuple(one for one in strategies if all(word in _all_words(one) for word in wanted))


def _all_words(one: Strategy) -> str:
    texts = (one.code, *(text for words in _texts(one) for text in (words.zh, words.en)))
    return "\n".join((*texts, *one.steps_zh, *one.steps_en, *one.articles)).casefold()


def _texts(one: Strategy) -> tuple[Words, ...]:
    return one.title, one.summary, one.caution, one.script


def _conditions(when: When, facts: Situation) -> Iterator[Condition]:
    yield from _among("CAUSES", when.causes, facts.causes)
    yield from _among("NATURES", when.natures, {facts.nature} - {""})
    yield from _among("GRADES", when.grades, {facts.grade} - {""})
    yield from _among("CLASSES", when.classes, {facts.customer_class} - {""})
    signs = {sign.value for sign in facts.signs}
    if when.signs:
        yield Condition("SIGNS", Met.YES if signs & {*when.signs} else Met.NO, when.signs, tuple(sorted(signs)))
    if when.without:
        yield Condition("WITHOUT", Met.NO if signs & {*when.without} else Met.YES, when.without, tuple(sorted(signs)))
    if when.channels and facts.channel:
        yield from _among("CHANNELS", when.channels, {facts.channel})
    if when.days_from is not None or when.days_to is not None:
        least, most = when.days_from, when.days_to
        is_met = (least is None or facts.days_overdue >= least) and (most is None or facts.days_overdue <= most)
        asks = tuple("" if day is None else str(day) for day in (least, most))
        yield Condition("DAYS", Met.YES if is_met else Met.NO, asks, (str(facts.days_overdue),))
    yield from _at_least("AMOUNT", when.amount_from_minor, facts.amount_minor)
    yield from _at_least("BROKEN", when.broken_from, facts.broken_promises)


def _among(code: str, asks: tuple[str, ...], known: Iterable[str]) -> Iterator[Condition]:
    found = tuple(sorted(known))
    if asks:
        met = Met.UNKNOWN if not found else Met.YES if {*asks} & {*found} else Met.NO
        yield Condition(code, met, asks, found)


def _at_least(code: str, asks: int, known: int) -> Iterator[Condition]:
    if asks:
        yield Condition(code, Met.YES if known >= asks else Met.NO, (str(asks),), (str(known),))


def _length_faults(strategy: Strategy) -> list[Reason]:
    titles = (strategy.title.zh, strategy.title.en)
    steps = (strategy.steps_zh, strategy.steps_en)
    longer = (
        any(len(text) > LONGEST_TITLE for text in titles),
        any(len(some) > MOST_STEPS or any(len(step) > LONGEST_STEP for step in some) for some in steps),
        any(
            len(text) > LONGEST_CAUTION
            for words in (strategy.caution, strategy.summary)
            for text in (words.zh, words.en)
        ),
        any(len(article) > LONGEST_TITLE for article in strategy.articles),
    )
    return [Reason("TEXT_TOO_LONG")] if any(longer) else []


def _when_faults(when: When) -> list[Reason]:
    signs = {sign.value for sign in Sign}
    wrong = (
        not {*when.signs, *when.without} <= signs,
        not {*when.natures} <= {*NATURES},
        not {*when.channels} <= {*CHANNELS},
        when.amount_from_minor < 0 or when.broken_from < 0,
        when.days_from is not None and when.days_to is not None and when.days_from > when.days_to,
    )
    return [Reason("STRATEGY_WHEN")] if any(wrong) else []
