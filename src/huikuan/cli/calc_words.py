"""`huikuan calc words`: amounts and days in Chinese capitals, both ways; no books are opened."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import click

from huikuan.cli.language import gettext as _
from huikuan.cli.output import print_json
from huikuan.cli.starting import load_words
from huikuan.kernel.amount_words import CapitalsFault, CapitalStyle, capitals, parse_capitals
from huikuan.kernel.bill_dates import format_bill_date, parse_bill_date
from huikuan.kernel.refusal import Refused
from huikuan.kernel.text_amounts import format_amount, parse_amount
from huikuan.kernel.text_faults import TextFault
from huikuan.kernel.text_normal import narrow

_LONG = re.compile(r"-?[0-9]{1,16}(?:\.[0-9]{1,2})?")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@click.command(
    "words",
    context_settings={"ignore_unknown_options": True},
    help=_("Write an amount (or a day, as 2026-10-20) in Chinese capitals; --parse reads one."),
)
@click.argument("text")
@click.option("--parse", "is_words", is_flag=True, help=_("The text is in capitals; print it in figures."))
@click.option("--prefix", is_flag=True, help=_("Write 人民币 before the amount."))
@click.option("--json", "as_json", is_flag=True, help=_("Print one JSON document."))
def words_command(*, text: str, is_words: bool, prefix: bool, as_json: bool) -> int:
    """Print an amount in capitals or in figures; exit code 1 where it is none, with the reason and the place."""
    load_words()
    if is_words:
        document = _day_document(_read_day(text)) if "月" in text else _amount_document(_read(text), prefix=False)
        shown = document.get("day") or document["amount"]
    else:
        is_day = _DAY.fullmatch(text.strip()) is not None
        document = _day_document(_day(text)) if is_day else _amount_document(_figures(text), prefix=prefix)
        shown = document["words"]
    if as_json:
        print_json(document=document)
    else:
        click.echo(shown)
    return 0


def _amount_document(minor: int, *, prefix: bool) -> dict[str, Any]:
    try:
        words = capitals(minor=minor, style=CapitalStyle(prefix=prefix))
    except ValueError as error:
        raise Refused("WORDS_TOO_LARGE", position=1) from error
    return {"amount": format_amount(minor=minor, currency="CNY", grouped=False), "amount_minor": minor, "words": words}


def _day_document(day: date) -> dict[str, Any]:
    return {"day": day.isoformat(), "words": format_bill_date(day=day)}


def _read(text: str) -> int:
    found = parse_capitals(text=text)
    if isinstance(found, CapitalsFault):
        raise Refused(f"WORDS_{found.reason}", position=found.position, value=found.value)
    return found


def _read_day(text: str) -> date:
    found = parse_bill_date(text=text)
    if isinstance(found, TextFault):
        raise Refused("WORDS_NO_DAY", value=found.value)
    return found


def _figures(text: str) -> int:
    """The fen of an amount in figures; as large as capitals go, which is more than a document may be."""
    minor = parse_amount(text=text, currency="CNY")
    if not isinstance(minor, TextFault):
        return minor
    plain = narrow(text=text).replace(",", "")
    if minor.code != "OUT_OF_RANGE" or not _LONG.fullmatch(plain):
        raise Refused("WORDS_NO_AMOUNT", value=minor.value)
    whole, _point, cents = plain.lstrip("-").partition(".")
    fen = int(whole) * 100 + int(cents.ljust(2, "0") or "0")
    return -fen if plain.startswith("-") else fen


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text.strip())
    except ValueError as error:
        raise Refused("WORDS_NO_DAY", value=text[:40]) from error
