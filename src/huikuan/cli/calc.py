"""`huikuan calc`: credit codes, due days and statutory terms, each with its article; no books are opened.

A code that is wrong is an answer, not a failure: exit code 0 with `valid` false.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

import click

from huikuan.cli.language import gettext as _
from huikuan.cli.option_types import DAY
from huikuan.cli.output import print_json
from huikuan.cli.starting import load_words
from huikuan.contracts.due_rules import MOST_DAYS, MOST_GRACE_DAYS, MOST_MONTHS, DueRule, Roll, Step, due_by_rule
from huikuan.contracts.statutory import Buyer, Case, Notice, Seller, statutory_term
from huikuan.kernel.calendar import BusinessCalendar, HolidayRoll
from huikuan.kernel.identity import CreditCode, parse_credit_code

if TYPE_CHECKING:
    from huikuan.contracts.statutory import Term

_FIXED_DAY = re.compile(r"day:([0-9]{1,2})")
_ROLLS = {"none": Roll.NONE, "eom": Roll.EOM, "next_month_1st": Roll.NEXT_MONTH_1ST}
DAYS = click.IntRange(0, MOST_DAYS)
JSON = click.option("--json", "as_json", is_flag=True, help=_("Print one JSON document."))


class RollType(click.ParamType[tuple[Roll, int | None]]):
    """none, eom, next_month_1st, or day:N with N from 1 to 31."""

    name = "none|eom|next_month_1st|day:N"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[Roll, int | None]:
        """The roll and its fixed day."""
        if isinstance(value, tuple):
            return value
        if value in _ROLLS:
            return _ROLLS[value], None
        found = _FIXED_DAY.fullmatch(value)
        if found is None or not 1 <= int(found[1]) <= 31:
            self.fail(
                _("%(text)s is none of none, eom, next_month_1st, day:1 … day:31") % {"text": repr(value)}, param, ctx
            )
        return Roll.FIXED_DAY, int(found[1])


@click.command("uscc", help=_("Check a unified social credit code (GB 32100-2015)."))
@click.argument("code")
@JSON
def uscc_command(*, code: str, as_json: bool) -> int:
    """Print whether a code is valid, what is wrong and what is unusual; exit code 0 either way."""
    found = parse_credit_code(text=code)
    is_valid = isinstance(found, CreditCode)
    errors = [] if isinstance(found, CreditCode) else [found.code.value]
    warnings = [one.value for one in found.warnings] if isinstance(found, CreditCode) else []
    texts = {one: _words(f"USCC_{one}") for one in (*errors, *warnings)}
    if as_json:
        shown = found.code if isinstance(found, CreditCode) else None
        document = {"valid": is_valid, "errors": errors, "warnings": warnings, "code": shown, "texts": texts}
        print_json(document=document)
        return 0
    click.echo(_("The code is valid.") if is_valid else _("The code is not valid."))
    for text in texts.values():
        click.echo(f"- {text}")
    return 0


@click.command("due", help=_("Compute a due day and show every step with its article."))
@click.option("--from", "start", type=DAY, required=True, help=_("The day the term runs from."))
@click.option("--months", type=click.IntRange(0, MOST_MONTHS), help=_("Months of the term."))
@click.option("--days", type=DAYS, help=_("Days of the term."))
@click.option(
    "--roll", type=RollType(), default="none", help=_("Where the first day is moved before the term is added.")
)
@click.option("--grace", type=click.IntRange(0, MOST_GRACE_DAYS), default=0, help=_("Days of grace after the term."))
@click.option("--no-holiday-roll", is_flag=True, help=_("A last day that is a day off stays."))
@JSON
def due_command(*, start: date, as_json: bool, **options: Any) -> int:
    """Print the due day of a rule; exit code 0, 2 where not exactly one of months and days is given."""
    if (options["months"] is None) == (options["days"] is None):
        raise click.UsageError(_("Give --months or --days, one of the two."))
    roll, fixed_day = options["roll"]
    rule = DueRule(
        roll=roll,
        fixed_day=fixed_day,
        months=options["months"] or 0,
        days=options["days"] or 0,
        grace_days=options["grace"],
        holiday_roll=HolidayRoll.NONE if options["no_holiday_roll"] else HolidayRoll.NEXT,
    )
    found = due_by_rule(rule=rule, anchor_day=start, calendar=BusinessCalendar())
    if as_json:
        document = {"due": found.due.isoformat(), "steps": _steps(found.steps), "is_certain": found.is_certain}
        print_json(document=document)
        return 0
    click.echo(_("Due on %(day)s") % {"day": found.due.isoformat()})
    _print_steps(found.steps)
    return 0


@click.command("statutory-term", help=_("Compute the payment term the law sets for small and medium sellers."))
@click.option("--buyer", type=click.Choice([one.value.lower() for one in Buyer]), required=True, help=_("Who pays."))
@click.option("--seller", type=click.Choice([one.value.lower() for one in Seller]), required=True, help=_("Who sells."))
@click.option("--delivered", type=DAY, required=True, help=_("The day of delivery."))
@click.option("--contract-days", type=DAYS, help=_("The term the contract gives, in days."))
@click.option("--accept-within", type=DAYS, help=_("The agreed inspection period, in days."))
@click.option("--accepted", type=DAY, help=_("The day of acceptance."))
@click.option("--signed", type=DAY, help=_("The day the contract was signed."))
@click.option("--pay-when-paid", is_flag=True, help=_("The contract lets payment wait for a third party's."))
@click.option("--reasonable", is_flag=True, help=_("A longer term of a large buyer was found reasonable."))
@JSON
def statutory_term_command(*, as_json: bool, buyer: str, seller: str, **options: Any) -> int:
    """Print contract day, statutory day and the first day of interest; exit code 0, 2 for days that contradict each other."""
    case = Case(
        buyer=Buyer(buyer.upper()),
        seller=Seller(seller.upper()),
        is_reasonable=options.pop("reasonable"),
        **options,
    )
    if case.faults:
        raise click.UsageError(" ".join(_words(f"CASE_{fault}") for fault in case.faults))
    term = statutory_term(case=case, calendar=BusinessCalendar())
    if as_json:
        print_json(document=_document(term))
        return 0
    _print_term(term)
    return 0


def _document(term: Term) -> dict[str, Any]:
    return {
        "contract_due": _iso(term.contract_due),
        "statutory_due": _iso(term.statutory_due),
        "interest_from": _iso(term.interest_from),
        "warnings": [notice.code.value for notice in term.warnings],
        "articles": list(term.articles),
        "notes": [notice.code.value for notice in term.notes],
        "texts": {notice.code.value: _notice(notice) for notice in (*term.warnings, *term.notes)},
        "steps": {"contract": _steps(term.contract_steps), "statutory": _steps(term.statutory_steps)},
        "rates": [
            {
                "code": rate.code.value,
                "article": rate.article,
                "daily_ppm": rate.daily_ppm,
                "yearly_bp": rate.yearly_bp,
                "yearly_most_bp": rate.yearly_most_bp,
            }
            for rate in term.rates
        ],
    }


def _print_term(term: Term) -> None:
    shown = (
        (_("Due by contract"), term.contract_due, term.contract_steps),
        (_("Due by law at the latest"), term.statutory_due, term.statutory_steps),
    )
    for title, day, steps in shown:
        click.echo(f"{title}: {_iso(day) or '–'}")
        _print_steps(steps)
    click.echo(_("Interest from") + f": {_iso(term.interest_from) or '–'}")
    for notice in term.warnings:
        click.echo(_("Warning") + f": {_notice(notice)} ({_article(notice.article)})")
    for notice in term.notes:
        click.echo(f"- {_notice(notice)} ({_article(notice.article)})")


def _steps(steps: Iterable[Step]) -> list[dict[str, str]]:
    return [
        {"code": str(step.code), "day": step.day.isoformat(), "article": step.article, "text": _step(step)}
        for step in steps
    ]


def _print_steps(steps: Sequence[Step]) -> None:
    for step in steps:
        click.echo(f"  {step.day.isoformat()}  {_step(step)} ({_article(step.article)})")


def _step(step: Step) -> str:
    return _words(f"DUE_{step.code}", **step.parameters)


def _notice(notice: Notice) -> str:
    return _words(f"TERM_{notice.code}", **notice.parameters)


def _article(article: str) -> str:
    from huikuan.wording.calculators import article_words

    load_words()
    return article_words(article=article)


def _words(code: str, **parameters: str | int) -> str:
    load_words()
    from huikuan.wording.sentences import sentence

    return sentence(code=code, parameters=parameters)


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
