"""`huikuan calc allocate`: which debts a payment settles, with the article or policy behind each; no books are opened."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from huikuan.cli.debts_file import DebtsFile, debts_in
from huikuan.cli.language import gettext as _
from huikuan.cli.output import print_json, print_table
from huikuan.cli.starting import load_words
from huikuan.receipts.debt_order import Order, Placed, Spread, spread_payment


@click.command(
    "allocate", help=_("Spread a payment over debts in the order of the Civil Code (arts. 560, 561) or of a policy.")
)
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--policy",
    type=click.Choice([one.value.lower() for one in Order]),
    default=Order.STATUTORY.value.lower(),
    show_default=True,
    help=_("What decides where the debtor named no debt; a debt he named goes first in any case."),
)
@click.option("--json", "as_json", is_flag=True, help=_("Print one JSON document."))
def allocate_command(*, file: Path, policy: str, as_json: bool) -> int:
    """Print what is settled of each debt and what is left; exit code 0, 1 where the file cannot be read."""
    given = debts_in(path=file)
    spread = spread_payment(
        minor=given.receipt_minor,
        debts=given.debts,
        as_of=given.as_of,
        order=Order(policy.upper()),
        named=given.named,
    )
    if as_json:
        print_json(document=_document(given, spread))
    else:
        _print(given, spread)
    return 0


def _document(given: DebtsFile, spread: Spread) -> dict[str, Any]:
    return {
        "allocations": [
            {
                "id": given.ids[one.id],
                "costs_minor": one.costs_minor,
                "interest_minor": one.interest_minor,
                "principal_minor": one.principal_minor,
            }
            for one in spread.settled
        ],
        "unapplied_minor": spread.unapplied_minor,
        "reasons": [
            {"id": given.ids[one.id], "code": one.why.value, "article": one.article, "text": _why(one)}
            for one in spread.placed
        ],
    }


def _print(given: DebtsFile, spread: Spread) -> None:
    rows = [
        (given.ids[one.id], _why(placed), one.costs_minor, one.interest_minor, one.principal_minor)
        for one, placed in zip(spread.settled, spread.placed, strict=True)
    ]
    headings = (_("Debt"), _("Why here"), _("Costs"), _("Interest"), _("Principal"))
    print_table(title=_("The payment settles, in minor units:"), headings=headings, rows=rows, numbers=3)
    click.echo(_("Left over: %(minor)s") % {"minor": spread.unapplied_minor})


def _why(one: Placed) -> str:
    load_words()
    from huikuan.wording.calculators import article_words
    from huikuan.wording.sentences import sentence

    told = sentence(code=f"ORDER_{one.why.value}", parameters={})
    return f"{told} ({article_words(article=one.article)})" if one.article else told
