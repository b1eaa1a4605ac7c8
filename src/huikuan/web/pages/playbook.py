"""What the library shows: strategies with their success, one with its conditions, script and groups, in words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from huikuan.kernel.actor import Actor, Verb
from huikuan.kernel.money import Money
from huikuan.playbook.queries.library import VersionRow, measure_in_force, strategies_in_force, versions_of
from huikuan.playbook.queries.outcomes import UseRow, latest_uses, outcomes_of, tallies, totals_of
from huikuan.playbook.rules.measuring import Measured, MeasurePolicy
from huikuan.playbook.rules.situations import Situation
from huikuan.playbook.rules.strategies import Condition, Strategy, conditions, found_in
from huikuan.web.tables.columns import Chip, Text
from huikuan.wording import playbook as words
from huikuan.wording.calculators import article_words

NOTHING_KNOWN = Situation(0, 0, "")


@dataclass(frozen=True, slots=True)
class ConditionShown:
    """A condition in words: what it asks, what is known, how they stand."""

    title: Text
    asks: str
    known: str
    met: Chip


@dataclass(frozen=True, slots=True)
class StrategyShown:
    """A strategy in the reader's language."""

    row: Strategy
    title: str
    summary: str
    steps: tuple[str, ...]
    caution: str
    articles: tuple[str, ...]
    success: str


@dataclass(frozen=True, slots=True)
class OutcomeShown:
    """Success in one group of debts, in words."""

    cause: Text
    grade: str
    age: Text
    cases: int
    success: str


@dataclass(frozen=True, slots=True)
class UseShown:
    """One contact made with a strategy, and what came of it."""

    row: UseRow
    asked: Money
    paid: Money | None
    result: Chip


@dataclass(frozen=True, slots=True)
class StrategyPage:
    """Everything about one strategy."""

    shown: StrategyShown
    conditions: tuple[ConditionShown, ...]
    outcomes: tuple[OutcomeShown, ...]
    uses: tuple[UseShown, ...]
    versions: tuple[VersionRow, ...]
    policy: MeasurePolicy
    may_edit: bool


def library_shown(*, search: str) -> tuple[StrategyShown, ...]:
    """The strategies in whose words the search stands, in the order of the library, each with its success in all cases."""
    found = found_in(strategies=strategies_in_force(), search=search)
    success = totals_of(strategies=[one.code for one in found], known=tallies(), policy=measure_in_force())
    return tuple(strategy_shown(row=one, success=success[one.code]) for one in found)


def strategy_page(*, actor: Actor, strategy: Strategy) -> StrategyPage:
    """One strategy with its conditions, what came of it in each group, and where it was used lately."""
    known, policy = tallies(), measure_in_force()
    total = totals_of(strategies=[strategy.code], known=known, policy=policy)[strategy.code]
    return StrategyPage(
        shown=strategy_shown(row=strategy, success=total),
        conditions=conditions_shown(found=conditions(when=strategy.when, facts=NOTHING_KNOWN)),
        outcomes=tuple(
            OutcomeShown(
                words.CAUSES.get(one.cause, one.cause),
                one.grade or "–",
                words.AGES[one.age],
                one.success.cases,
                success_words(success=one.success),
            )
            for one in outcomes_of(strategy=strategy.code, known=known, policy=policy)
        ),
        uses=tuple(_use(row) for row in latest_uses(actor=actor, strategy=strategy.code)),
        versions=versions_of(code=strategy.code),
        policy=policy,
        may_edit=actor.may(Verb.EDIT_POLICY),
    )


def strategy_shown(*, row: Strategy, success: Measured) -> StrategyShown:
    """A strategy with its success in words."""
    language = get_language() or "zh"
    return StrategyShown(
        row=row,
        title=row.title.said(language=language),
        summary=row.summary.said(language=language),
        steps=row.steps(language=language),
        caution=row.caution.said(language=language),
        articles=tuple(article_words(article=one) for one in row.articles),
        success=success_words(success=success),
    )


def conditions_shown(*, found: Iterable[Condition]) -> tuple[ConditionShown, ...]:
    """Conditions in words."""
    return tuple(
        ConditionShown(
            words.CONDITIONS[one.code],
            words.asks_words(condition=one),
            words.named(code=one.code, values=one.known),
            Chip(words.MET[one.met.value], words.MET_TONES[one.met.value]),
        )
        for one in found
    )


def success_words(*, success: Measured) -> str:
    """A share with its interval and the number of cases; without a share where the cases are too few to say one."""
    if not success.is_enough or success.share_permille is None:
        return _("not enough cases (%(cases)s)") % {"cases": success.cases}
    said = {
        "share": _percent(success.share_permille),
        "low": _percent(success.low_permille or 0),
        "high": _percent(success.high_permille or 0),
        "cases": success.cases,
    }
    return _("%(share)s %% (95 %%: %(low)s–%(high)s %%), %(cases)s cases") % said


def _percent(permille: int) -> str:
    return f"{permille // 10}.{permille % 10}"


def _use(row: UseRow) -> UseShown:
    if row.has_succeeded is None:
        result = Chip(_("open"), "plain")
    else:
        result = Chip(_("succeeded"), "done") if row.has_succeeded else Chip(_("did not"), "risk")
    paid = None if row.paid_minor is None else Money(row.paid_minor, row.currency)
    return UseShown(row, Money(row.asked_minor, row.currency), paid, result)
