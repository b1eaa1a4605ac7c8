"""What terms of a contract come to before they are kept: amounts, days, and what the law says against them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from huikuan.accounts.queries import business_calendar
from huikuan.contracts.rules.due_days import foreseen_due
from huikuan.contracts.rules.judging import warnings_of
from huikuan.contracts.rules.terms import Terms
from huikuan.kernel.money import Money
from huikuan.wording.calculators import article_words
from huikuan.wording.sentences import sentence


@dataclass(frozen=True, slots=True)
class Caution:
    """A sentence and the article behind it."""

    text: str
    article: str


@dataclass(frozen=True, slots=True)
class Preview:
    """What a milestone of the form comes to: its amount, the day it is expected and then due."""

    title: str
    amount: Money
    expected_on: date | None
    due: date | None
    contract_due: date | None
    notices: tuple[Caution, ...]

    @property
    def is_capped(self) -> bool:
        """Whether the law brings the day forward."""
        return self.due != self.contract_due


def cautions_of(*, terms: Terms, signed_on: date) -> tuple[Caution, ...]:
    """What the law and the figures say against the terms, each sentence once, with its article in words."""
    found = [
        Caution(
            sentence(
                code=f"CAUTION_{one.code}",
                parameters={
                    "minor": one.first,
                    "over": one.second,
                    "days": one.first,
                    "count": one.first,
                    "title": one.title,
                    "currency": terms.currency,
                },
            ),
            article_words(article=one.article) if one.article else "",
        )
        for one in warnings_of(terms=terms)
    ]
    previews = previews_of(terms=terms, amounts=(), signed_on=signed_on)
    found += [Caution(f"{one.title}: {notice.text}", notice.article) for one in previews for notice in one.notices]
    return tuple(dict.fromkeys(found))


def previews_of(*, terms: Terms, amounts: tuple[int, ...], signed_on: date) -> tuple[Preview, ...]:
    """Amount and days of every milestone as the contract is typed, as if signed on `signed_on`."""
    calendar, found = business_calendar(), []
    for place, term in enumerate(terms.milestones):
        foreseen = foreseen_due(terms=terms, term=term, signed_on=signed_on, calendar=calendar)
        due = foreseen[1] if foreseen else None
        found.append(
            Preview(
                title=term.title,
                amount=Money(amounts[place] if amounts else term.amount_minor or 0, terms.currency),
                expected_on=foreseen[0] if foreseen else None,
                due=due.due if due else None,
                contract_due=due.contract_due if due else None,
                notices=tuple(
                    Caution(
                        sentence(code=f"TERM_{notice.code.value}", parameters=notice.parameters),
                        article_words(article=notice.article),
                    )
                    for notice in (due.notices if due else ())
                ),
            )
        )
    return tuple(found)
