"""Every command that a page, a message or a document names is one that can be called."""

from __future__ import annotations

import re

import click
import pytest

from huikuan.cli.main import huikuan
from tests.source_rules import PACKAGE, ROOT

NAMED = re.compile(r"\bhuikuan ([a-z][a-z-]*)(?: ([a-z][a-z-]*))?")
PLACES = (
    *PACKAGE.rglob("*.html"),
    *PACKAGE.rglob("*.py"),
    *PACKAGE.rglob("*.md"),
    *ROOT.glob("*.md"),
    *ROOT.glob("docs/**/*.md"),
)


def unknown(text: str) -> list[str]:
    """The commands that a text names and nobody can call."""
    return [" ".join(filter(None, named)) for named in NAMED.findall(text) if not is_known(*named)]


def is_known(first: str, second: str) -> bool:
    context = click.Context(huikuan)
    command = huikuan.get_command(context, first)
    return command is not None and (
        not second or not isinstance(command, click.Group) or second in command.list_commands(context)
    )


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("the command “huikuan link” prints a new one", ["link"]),
        ("`huikuan import nothing` or `huikuan import ledger --dry-run`", ["import nothing"]),
        ("run `huikuan check` and `huikuan audit verify`", []),
    ],
)
def test_a_command_that_is_not_there_is_found(text: str, found: list[str]) -> None:
    assert unknown(text) == found


def test_every_command_that_is_named_can_be_called() -> None:
    texts = {str(place.relative_to(ROOT)): place.read_text(encoding="utf-8") for place in PLACES}
    assert sum(len(NAMED.findall(text)) for text in texts.values()) > 50
    assert {place: unknown(text) for place, text in texts.items() if unknown(text)} == {}
