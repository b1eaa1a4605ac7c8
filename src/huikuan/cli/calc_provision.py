"""`huikuan calc provision`: expected-loss rates and the allowance from a file of figures; no books are opened."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from huikuan.cli.language import gettext as _
from huikuan.cli.output import print_json, print_table
from huikuan.cli.provision_file import WHOLE, ProvisionFile, provision_in
from huikuan.cli.starting import load_words
from huikuan.kernel.text_amounts import format_amount
from huikuan.provisions.rules.allowance import Allowance, Assessed, Line, allowance_of, percent_text
from huikuan.provisions.rules.figures import Rates, rates_of
from huikuan.provisions.rules.rates import BucketRate, Share

ARTICLES = ("CAS 22 art. 48", "IFRS 9 5.5.15", "IFRS 9 B5.5.35")


_EXAMPLES = """

\b
{"method": "flow", "sales": "100000.00", "open": ["50000", "23000"],
 "balances": ["300000", "140000", "60000"], "forward": "0.00"}
\b
{"method": "migration", "years": [["1000", "400"], ["900", "120"]],
 "final_loss": "1", "balances": ["900", "120"], "forward": "0.00"}
\b
{"method": "set", "rates": ["5%", "10%"], "balances": ["900", "120"]}"""


@click.command(
    "provision",
    help=_(
        "Compute expected-loss rates and the allowance (CAS 22, IFRS 9) from a JSON file. Amounts are texts or numbers with two"
        " decimals at most; rates are shares of one (0.05) or per cent (5%) and are printed in per cent. Flow takes sales and what"
        " was still open on entering each later bucket; migration takes the balances by bucket at two or more year-ends, the"
        " oldest first. docs/how-to/provisions.md explains segments, named customers and every other field."
    )
    + _EXAMPLES,
)
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help=_("Print one JSON document."))
def provision_command(*, file: Path, as_json: bool) -> int:
    """Print rates by bucket and the allowance; exit code 0, 1 where the file cannot be read."""
    given = provision_in(path=file)
    rates = {name: rates_of(figures=one.figures, forward=one.forward) for name, one in given.segments.items()}
    found = allowance_of(
        rates={name: one.buckets for name, one in rates.items()},
        balances={name: one.balances for name, one in given.segments.items()},
        assessed=[Assessed(place, one.balance_minor, one.expected_minor) for place, one in enumerate(given.named)],
    )
    if as_json:
        print_json(document=_document(given, rates, found))
    else:
        _print(given, found)
    return 0


def _document(given: ProvisionFile, rates: dict[str, Rates], found: Allowance) -> dict[str, Any]:
    segments = {name: _segment(rates[name], [line for line in found.lines if line.segment == name]) for name in rates}
    by_segment = {name: one["rates"] for name, one in segments.items()}
    shown = {"segments": segments} if given.has_segments else segments[WHOLE]
    individual = [
        {"name": given.named[one.customer_id].name, "allowance_minor": one.allowance_minor} for one in found.assessed
    ]
    document = {"rates": by_segment if given.has_segments else by_segment[WHOLE], "unit": "percent"}
    document |= {"allowance_minor": found.total_minor, "balance_minor": found.balance_minor}
    return document | {
        **{name: value for name, value in shown.items() if name not in document},
        "individual": individual,
        "unknown": [{"segment": line.segment, "bucket": line.bucket, "why": _why(line.rate)} for line in found.unknown],
        "articles": list(ARTICLES),
    }


def _segment(rates: Rates, lines: list[Line]) -> dict[str, Any]:
    return {
        "rates": [_percent(one.share) for one in rates.buckets],
        "historic": [_percent(one.historic) for one in rates.buckets],
        "migration_rates": [_percent(one) for one in rates.steps],
        "capped": [place for place, one in enumerate(rates.buckets) if one.is_capped],
        "raised": [place for place, one in enumerate(rates.buckets) if one.is_raised],
        "upper_bounds": sorted(rates.bounds),
        "without_rate": [
            {"bucket": place, "code": one.why_none.value, "text": _why(one)}
            for place, one in enumerate(rates.buckets)
            if one.why_none is not None
        ],
        "buckets_minor": [line.allowance_minor for line in lines],
    }


def _print(given: ProvisionFile, found: Allowance) -> None:
    rows = [
        (
            "" if not given.has_segments else line.segment,
            str(line.bucket + 1),
            _amount(line.balance_minor),
            _percent(line.rate.share) or "–",
            "–" if line.allowance_minor is None else _amount(line.allowance_minor),
            _changed(line.rate),
        )
        for line in found.lines
    ]
    rows += [
        (given.named[one.customer_id].name, "–", _amount(one.balance_minor), "–", _amount(one.allowance_minor), "")
        for one in found.assessed
    ]
    headings = (_("Segment"), _("Bucket"), _("Open"), _("Rate %"), _("Allowance for bad debts"), _("Note"))
    print_table(
        title=_("Expected losses (%(articles)s)") % {"articles": ", ".join(ARTICLES)}, headings=headings, rows=rows
    )
    total = found.total_minor
    click.echo(_("Allowance: %(amount)s") % {"amount": "–" if total is None else _amount(total)})


def _changed(rate: BucketRate) -> str:
    if rate.share is None:
        return _why(rate)
    told = [_("capped at 100 %")] if rate.is_capped else []
    return ", ".join([*told, *([_("raised to the younger bucket's")] if rate.is_raised else [])])


def _why(rate: BucketRate) -> str:
    if rate.why_none is None:
        return ""
    load_words()
    from huikuan.wording.sentences import sentence

    return sentence(code=f"RATE_{rate.why_none.value}", parameters={})


def _percent(share: Share) -> str | None:
    return None if share is None else percent_text(share=share)


def _amount(minor: int) -> str:
    return format_amount(minor=minor, currency="CNY")
