"""`huikuan calc interest`: late-payment interest day by day with its segments and article; no books are opened."""

from __future__ import annotations

from datetime import date
from typing import Any, TypeVar

import click

from huikuan.cli.language import gettext as _
from huikuan.cli.option_types import DAY
from huikuan.cli.output import print_json, print_table
from huikuan.cli.starting import load_words
from huikuan.interest.rules.bases import USUAL_FACTOR, YEARS, Basis, Fault, PrimeRates, Rate, Terms
from huikuan.interest.rules.cautions import Caution
from huikuan.interest.rules.reckoning import Reckoned, on_principal
from huikuan.interest.rules.typed import typed_factor, typed_rate
from huikuan.kernel.text_amounts import format_amount, parse_amount
from huikuan.kernel.text_faults import TextFault

Found = TypeVar("Found", Rate, int, Reckoned)
_BASES = {
    "agreed": Basis.AGREED,
    "lpr_at_default": Basis.LPR_AT_DEFAULT,
    "lpr_segments": Basis.LPR_SEGMENTS,
    "daily_0.05": Basis.DAILY,
    "judgment": Basis.JUDGMENT,
}


@click.command(
    "interest",
    help=_("Compute late-payment interest: from the day after the due date through the last day, both counted."),
)
@click.option("--principal", required=True, help=_("What is owed, in yuan."))
@click.option("--due", type=DAY, required=True, help=_("The due date; a day off has been moved already."))
@click.option("--until", type=DAY, required=True, help=_("The last day that counts."))
@click.option("--basis", type=click.Choice(list(_BASES)), required=True, help=_("What the rate is taken from."))
@click.option("--rate", help=_("The agreed rate: 12 for 12 % a year; 0.05%/day, 0.5‰/day or 万分之五/日 for a day."))
@click.option("--factor", help=_("Times the one-year loan prime rate; 1.3 to 1.5 is usual.  [default: 1.3]"))
@click.option(
    "--year",
    type=click.Choice([str(days) for days in YEARS]),
    default="365",
    show_default=True,
    help=_("Days of a year."),
)
@click.option("--json", "as_json", is_flag=True, help=_("Print one JSON document."))
def interest_command(*, principal: str, due: date, until: date, basis: str, as_json: bool, **options: Any) -> int:
    """Print days, interest, segments (`rate` in per cent, `per` year or day), article and warnings.

    Exit code 0, 2 where a value is wrong or no rate known.
    """
    minor = parse_amount(text=principal, currency="CNY")
    if isinstance(minor, TextFault):
        raise click.UsageError(_("%(text)s is no amount such as 1000000.00") % {"text": repr(principal)})
    terms = _terms(_BASES[basis], options["rate"], options["factor"], int(options["year"]))
    found = _or_usage(on_principal(principal_minor=minor, days=(due, until), terms=terms, prime=PrimeRates()))
    if as_json:
        print_json(document=_document(found))
        _warn(found)
    else:
        _print(found)
    return 0


def _terms(basis: Basis, rate: str | None, factor: str | None, year_days: int) -> Terms:
    if (rate is None) != (basis is not Basis.AGREED):
        raise click.UsageError(_("--rate belongs to --basis agreed, and only to it."))
    if factor is not None and basis not in (Basis.LPR_AT_DEFAULT, Basis.LPR_SEGMENTS):
        raise click.UsageError(_("--factor belongs to --basis lpr_at_default and lpr_segments."))
    agreed = None if rate is None else _or_usage(typed_rate(text=rate))
    permille = USUAL_FACTOR if factor is None else _or_usage(typed_factor(text=factor))
    return Terms(basis, agreed, permille, year_days)


def _or_usage(found: Found | Fault) -> Found:
    if isinstance(found, Fault):
        raise click.UsageError(_words(found.code, **found.parameters))
    return found


def _document(found: Reckoned) -> dict[str, Any]:
    return {
        "days": found.interest.days,
        "interest_minor": found.interest.interest_minor,
        "segments": [
            {
                "from": one.piece.from_day.isoformat(),
                "to": one.piece.through_day.isoformat(),
                "days": one.piece.days,
                "rate": one.piece.rate.percent,
                "per": "day" if one.piece.rate.is_daily else "year",
                "interest_minor": one.interest_minor,
            }
            for one in found.interest.segments
        ],
        "article": found.article,
        "warnings": [
            {"code": one.code, "article": one.article, "text": _said(one), "parameters": dict(one.parameters)}
            for one in found.cautions
        ],
    }


def _print(found: Reckoned) -> None:
    rows = [
        (
            one.piece.from_day.isoformat(),
            one.piece.through_day.isoformat(),
            one.piece.days,
            _words(
                "INTEREST_RATE_A_DAY" if one.piece.rate.is_daily else "INTEREST_RATE_A_YEAR",
                rate=one.piece.rate.percent,
            ),
            format_amount(minor=one.interest_minor, currency="CNY"),
        )
        for one in found.interest.segments
    ]
    headings = (_("From"), _("Through"), _("Number of days"), _("Interest rate"), _("Interest"))
    print_table(title=_article(found.article), headings=headings, rows=rows, numbers=3)
    shown = {"days": found.interest.days, "sum": format_amount(minor=found.interest.interest_minor, currency="CNY")}
    click.echo(_("Interest of %(days)s days: %(sum)s") % shown)
    _warn(found)


def _warn(found: Reckoned) -> None:
    """What a person should know, on standard error, so that it is read beside a document too."""
    for one in found.cautions:
        click.echo(_("Warning") + f": {_said(one)} ({_article(one.article)})", err=True)


def _said(caution: Caution) -> str:
    return _words(f"INTEREST_{caution.code}", **caution.parameters)


def _article(article: str) -> str:
    load_words()
    from huikuan.wording.calculators import article_words

    return article_words(article=article)


def _words(code: str, **parameters: str | int) -> str:
    load_words()
    from huikuan.wording.sentences import sentence

    return sentence(code=code, parameters=parameters)
