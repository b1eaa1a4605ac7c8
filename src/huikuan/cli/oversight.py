"""`huikuan oversight`: what we should look at in ourselves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from huikuan.cli.language import gettext as _
from huikuan.cli.output import amounts, print_json, print_table

if TYPE_CHECKING:
    from huikuan.oversight.queries import FlagRow

STATES = ("OPEN", "EXPLAINED", "CONFIRMED", "DISMISSED")


@click.command("oversight", help=_("What we should look at in ourselves: flags that the day's run found."))
@click.option("--state", default="OPEN", show_default=True, type=click.Choice(STATES), help=_("Flags of this state."))
@click.option("--limit", default=50, show_default=True, type=click.IntRange(1, 200), help=_("Rows at most."))
@click.option("--json", "as_json", is_flag=True, help=_("Print one JSON document."))
def oversight_command(state: str, limit: int, as_json: bool) -> int:
    """Print the flags, newest first; exit code 0."""
    from huikuan.kernel.actor import SYSTEM
    from huikuan.oversight.queries import FlagFilter, flag_page

    found = flag_page(actor=SYSTEM, narrowed=FlagFilter(state=state), size=limit)
    flags = [_flag(row) for row in found.rows]
    if as_json:
        print_json(document={"state": state, "count": found.count, "flags": flags})
        return 0
    rows = [
        (
            flag["day"],
            flag["customer"] or "",
            amounts(sums={flag["currency"]: flag["minor"]} if flag["currency"] else {}),
            ", ".join(flag["people"]),
            flag["sentence"],
        )
        for flag in flags
    ]
    headings = (_("day"), _("customer"), _("amount"), _("who"), _("what"))
    print_table(title=_("To be looked at"), headings=headings, rows=rows)
    if found.count > len(flags):
        click.echo(_("%(count)s flags in all.") % {"count": found.count})
    return 0


def _flag(row: FlagRow) -> dict[str, Any]:
    from huikuan.wording.oversight import flag_said

    return {
        "id": row.id,
        "kind": row.kind.value,
        "day": row.day.isoformat(),
        "state": row.state.value,
        "customer_id": row.customer_id,
        "customer": row.customer_name or None,
        "currency": row.currency,
        "minor": row.amount_minor,
        "people": list(row.people),
        "sentence": flag_said(kind=row.kind.value, parameters=row.parameters),
        "rows": [{"kind": one.kind.value, "id": one.id, "label": one.label} for one in row.rows],
    }
