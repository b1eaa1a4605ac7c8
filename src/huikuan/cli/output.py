"""What a command prints: one JSON document on standard output, or text for people; everything else on standard error."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

import click

from huikuan.cli.language import gettext as _


def print_json(*, document: Any, indent: int | None = 2) -> None:
    """Print exactly one JSON document; a document of many rows on one line."""
    click.echo(json.dumps(document, ensure_ascii=False, indent=indent))


def print_table(*, title: str, headings: Sequence[str], rows: Sequence[Sequence[object]], numbers: int = 0) -> None:
    """Print a table; the last `numbers` columns are right-aligned."""
    from rich.console import Console
    from rich.table import Table

    click.echo(title)
    table = Table()
    for place, heading in enumerate(headings):
        table.add_column(heading, justify="right" if place >= len(headings) - numbers else "left")
    for row in rows:
        table.add_row(*map(str, row))
    Console().print(table)


def amounts(*, sums: Mapping[str, int]) -> str:
    """Sums per currency as people write them; a dash where there is none."""
    from huikuan.kernel.text_amounts import format_amount

    shown = [f"{currency} {format_amount(minor=minor, currency=currency)}" for currency, minor in sums.items()]
    return " + ".join(shown) or "–"


def error_document(*, code: str, message: str, parameters: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """The document a refused command prints with --json."""
    return {"error": {"code": code, "message": message, "parameters": dict(parameters or {})}}


def refused_text(*, message: str) -> str:
    """How a refusal reads on a terminal."""
    return _("Refused: %(message)s") % {"message": message}
