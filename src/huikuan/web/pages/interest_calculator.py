"""What the calculator of late-payment interest answers, by the same rules as the books and the command."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from huikuan.interest.rules.bases import Fault, Rate
from huikuan.interest.rules.reckoning import Reckoned
from huikuan.kernel.text_amounts import format_amount
from huikuan.web.pages.calculators import Answer, Said, Table
from huikuan.wording.calculators import article_words
from huikuan.wording.sentences import sentence

CURRENCY = "CNY"


def interest_answer(*, found: Reckoned | Fault) -> Answer:
    """The sum, the segments it is made of, the article, and what a person should know."""
    if isinstance(found, Fault):
        return Answer(sentence(code=found.code, parameters=found.parameters), "risk")
    days = found.interest.days
    text = ngettext("%(sum)s for %(days)s day late", "%(sum)s for %(days)s days late", days) % {
        "sum": f"{CURRENCY} {_plain(found.interest.interest_minor)}",
        "days": days,
    }
    rows = tuple(
        (
            one.piece.from_day.isoformat(),
            one.piece.through_day.isoformat(),
            str(one.piece.days),
            rate_words(rate=one.piece.rate),
            _plain(one.interest_minor),
        )
        for one in found.interest.segments
    )
    warned = tuple(
        caution_said(code=one.code, article=one.article, parameters=one.parameters) for one in found.cautions
    )
    rule = _("Simple interest from the day after the due date; both days count; the sum is rounded once, half up.")
    columns = (_("From"), _("Through"), _("Number of days"), _("Interest rate"), _("Interest"))
    said = (*warned, Said(rule, article_words(article=found.article), is_warning=False))
    return Answer(text, "soon" if warned else "done", (), said, Table(columns, rows))


def caution_said(*, code: str, article: str, parameters: object) -> Said:
    """A caution as a warning with its article in words."""
    known = parameters if isinstance(parameters, dict) else {}
    return Said(sentence(code=f"INTEREST_{code}", parameters=known), article_words(article=article), is_warning=True)


def rate_words(*, rate: Rate) -> str:
    """5.525 % a year, 0.05 % a day."""
    code = "INTEREST_RATE_A_DAY" if rate.is_daily else "INTEREST_RATE_A_YEAR"
    return sentence(code=code, parameters={"rate": rate.percent})


def _plain(minor: int) -> str:
    return format_amount(minor=minor, currency=CURRENCY)
