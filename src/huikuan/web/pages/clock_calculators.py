"""What the calculators of legal clocks answer."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from huikuan.clocks.rules.guarantees import guarantee
from huikuan.clocks.rules.limitation import limitation_clock
from huikuan.kernel.calendar import BusinessCalendar
from huikuan.web.pages.calculators import Answer, Derivation, Said, StepLine
from huikuan.wording.calculators import article_words
from huikuan.wording.clocks import KINDS, why_words
from huikuan.wording.sentences import sentence


def limitation_answer(*, typed: Mapping[str, Any], calendar: BusinessCalendar, today: date) -> Answer:
    """The last day of the period as of today, and each event with why it counts or not."""
    clock = limitation_clock(due_days=typed["due"], events=typed["events"], calendar=calendar, as_of=today)
    days = {"day": f"{clock.expires}", "first": f"{clock.counted_from}"}
    steps = tuple(
        StepLine(one.event.on, f"{KINDS[one.event.kind.value]}: {why_words(judged=one)}", one.event.evidence)
        for one in clock.events
    )
    warned = tuple(
        Said(sentence(code="DUE_CALENDAR_UNPUBLISHED", parameters={"year": year}), "", is_warning=True)
        for year in clock.unpublished
    )
    noted = (
        Said(
            _("Three years; the first day does not count, a last day that is a day off moves to the next working day."),
            article_words(article="CC 188"),
            is_warning=False,
        ),
        Said(
            _("Twenty years are over on %(day)s, whatever interrupts.") % {"day": f"{clock.longest}"},
            article_words(article="CC 188"),
            is_warning=False,
        ),
    )
    told = (Derivation(_("What happened"), None, steps),) if steps else ()
    text = _("The period ends on %(day)s, counted from %(first)s") % days
    return Answer(text, "soon" if warned else "done", told, (*warned, *noted))


def guarantee_answer(*, typed: Mapping[str, Any], calendar: BusinessCalendar) -> Answer:
    """The last day to claim a guarantor, and what an ordinary and a joint one's clock ask for."""
    found = guarantee(
        principal_due=typed["principal_due"],
        calendar=calendar,
        until=typed["until"],
        until_paid=bool(typed["until_paid"]),
    )
    text = _("The guarantee ends on %(day)s") % {"day": found.expires.isoformat()}
    noted = (
        Said(
            _("As agreed.") if found.is_agreed else _("Six months."),
            article_words(article=found.article),
            is_warning=False,
        ),
        Said(sentence(code="CLOCK_SUE", parameters={}), article_words(article="CC 693"), is_warning=False),
        Said(sentence(code="CLOCK_DEMAND", parameters={}), article_words(article="CC 693"), is_warning=False),
        Said(
            sentence(code="CLOCK_ACT_BY", parameters={"day": found.act_by.isoformat()}),
            article_words(article="CC 203"),
            is_warning=found.act_by != found.expires,
        ),
    )
    return Answer(text, "done", (), noted)
