"""`huikuan calc bill-range`: what a sub-range of an electronic bill is worth; no books are opened."""

from __future__ import annotations

import click

from huikuan.bills.rules.numbers import RANGE_DIGITS, RangeFault, range_of
from huikuan.cli.language import gettext as _
from huikuan.cli.output import print_json
from huikuan.cli.starting import load_words
from huikuan.kernel.text_amounts import format_amount

_SERIAL = click.IntRange(0, 10**RANGE_DIGITS - 1)


@click.command("bill-range", help=_("Compute the amount of a sub-range of an electronic bill: each unit is 0.01 yuan."))
@click.argument("start", type=_SERIAL)
@click.argument("end", type=_SERIAL)
@click.option("--json", "as_json", is_flag=True, help=_("Print one JSON document."))
def bill_range_command(*, start: int, end: int, as_json: bool) -> int:
    """Print the amount of the units from START to END, both included; exit code 0, 2 for a range that has none."""
    found = range_of(start=start, end=end)
    if isinstance(found, RangeFault):
        load_words()
        from huikuan.wording.sentences import sentence

        raise click.UsageError(sentence(code=found.value, parameters={}))
    if as_json:
        print_json(document={"amount_minor": found.amount_minor})
    else:
        click.echo(f"CNY {format_amount(minor=found.amount_minor, currency='CNY')}")
    return 0
