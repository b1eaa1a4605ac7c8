"""`huikuan calc gate KIND`: may a sanction be used on these facts, or which fact is missing, by which article; no books are opened."""

from __future__ import annotations

from datetime import date
from typing import Any

import click

from huikuan.cli.language import gettext as _
from huikuan.cli.option_types import DAY
from huikuan.cli.output import print_json
from huikuan.cli.starting import load_words
from huikuan.kernel.text_amounts import parse_amount
from huikuan.kernel.text_faults import TextFault
from huikuan.sanctions.rules.asked import GateKind, gate_asked
from huikuan.sanctions.rules.gates import Gate, Missing, Turn, Unrest
from huikuan.sanctions.rules.given import REASONABLE_DAYS


class YuanType(click.ParamType[int]):
    """An amount in yuan, such as 100000.00; its fen."""

    name = "amount"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """The minor units."""
        if isinstance(value, int):
            return value
        minor = parse_amount(text=value, currency="CNY")
        if isinstance(minor, TextFault) or minor < 0:
            self.fail(_("%(text)s is no amount such as 1000000.00") % {"text": repr(value)}, param, ctx)
        return minor


YUAN = YuanType()
_NEEDED = {GateKind.ACCELERATE: ("price",), GateKind.RETAKE: ("price",)}


@click.command("gate", help=_("Ask whether the law lets a sanction be used: which fact is missing, and the article."))
@click.argument("kind", type=click.Choice([one.value for one in GateKind]))
@click.option("--as-of", type=DAY, required=True, help=_("The day the question is asked for."))
@click.option("--order", help=_("supply: the order that is to stop."))
@click.option("--order-stands", is_flag=True, help=_("supply: it stands, contract or order are at hand."))
@click.option("--breached", help=_("supply: orders or contracts that are due and unpaid, by commas."))
@click.option("--overdue", type=YUAN, help=_("supply: undisputed, due and unpaid under them, in yuan."))
@click.option("--turn", type=click.Choice([one.value for one in Turn if one]), help=_("supply: who performs first."))
@click.option(
    "--unrest", multiple=True, type=click.Choice([one.value for one in Unrest]), help=_("supply: what is shown.")
)
@click.option("--papers", type=click.IntRange(0), help=_("supply: papers that show it."))
@click.option("--noticed", type=DAY, help=_("supply, set-off: the day the other side was notified."))
@click.option("--security-given", is_flag=True, help=_("supply: suitable security was given."))
@click.option("--price", type=YUAN, help=_("accelerate, retake: the whole price, in yuan."))
@click.option("--arrears", type=YUAN, help=_("accelerate, retake: what is due and unpaid of it, in yuan."))
@click.option("--payments", type=click.IntRange(0), help=_("accelerate: in how many payments the price is due."))
@click.option("--demanded", type=DAY, help=_("accelerate, retake: the day of the demand."))
@click.option(
    "--reasonable-days",
    type=click.IntRange(1),
    default=REASONABLE_DAYS,
    show_default=True,
    help=_("accelerate, retake: days after the demand; the law names none."),
)
@click.option("--paid", type=YUAN, help=_("retake: what is paid of the price; deposit: what was really paid, in yuan."))
@click.option("--retention-agreed", is_flag=True, help=_("retake: retention of title is agreed."))
@click.option("--registered", is_flag=True, help=_("retake: the retention is registered."))
@click.option("--third-party", is_flag=True, help=_("retake: a third party holds the goods in good faith."))
@click.option("--contract", type=YUAN, help=_("deposit: the amount of the contract, in yuan."))
@click.option("--claimed", type=YUAN, help=_("deposit: how much is to be kept, in yuan."))
@click.option("--called-deposit", is_flag=True, help=_("deposit: it was agreed as a deposit (定金)."))
@click.option("--penalty", is_flag=True, help=_("deposit: a penalty is claimed for the same breach."))
@click.option("--theirs-due", type=DAY, help=_("set-off: the day their debt fell due."))
@click.option("--same-kind", is_flag=True, help=_("set-off: both debts are of one kind."))
@click.option("--excluded", is_flag=True, help=_("set-off: law, contract or nature of a debt excludes it."))
@click.option("--conditional", is_flag=True, help=_("set-off: the notice has a condition or a time."))
@click.option("--agreed", is_flag=True, help=_("set-off: both sides signed it."))
@click.option("--case-number", help=_("publish: the number of the case on the courts' list."))
@click.option("--checked", type=DAY, help=_("publish: the day the list was looked up."))
@click.option("--stands", is_flag=True, help=_("publish: the entry stands."))
@click.option("--json", "as_json", is_flag=True, help=_("Print one JSON document."))
def gate_command(*, kind: str, as_of: date, as_json: bool, **given: Any) -> int:
    """Print whether it is allowed, on which article, or what is missing; exit code 0 either way, 2 for a fact that must be given."""
    asked = GateKind(kind)
    for name in _NEEDED.get(asked, ()):
        if given[name] is None:
            raise click.UsageError(_("Give --%(name)s.") % {"name": name})
    gate = gate_asked(kind=asked, given=given, today=as_of)
    if as_json:
        print_json(document=_document(asked, gate))
    else:
        _print(gate)
    return 0


def _document(kind: GateKind, gate: Gate) -> dict[str, Any]:
    return {
        "kind": kind.value,
        "allowed": gate.is_open,
        "article": gate.stands_on,
        "ways": [{"article": way.article, "missing": [_fact(one) for one in way.missing]} for way in gate.ways],
        "warnings": [_fact(one) for one in gate.warnings],
    }


def _fact(one: Missing) -> dict[str, Any]:
    return {"code": one.code, "article": one.article, "text": _words(one), "parameters": dict(one.parameters)}


def _print(gate: Gate) -> None:
    if gate.is_open:
        click.echo(_("The law allows it:") + f" {_article(gate.stands_on)}")
    else:
        click.echo(_("The law does not allow it yet."))
        for way in gate.ways:
            click.echo(f"{_article(way.article)}:")
            for one in way.missing:
                click.echo(f"  - {_words(one)} ({_article(one.article)})")
    for one in gate.warnings:
        click.echo(_("Warning") + f": {_words(one)} ({_article(one.article)})")


def _article(article: str) -> str:
    load_words()
    from huikuan.wording.names import name_of
    from huikuan.wording.sanctions import ARTICLES

    return name_of(names=ARTICLES, code=article)


def _words(one: Missing) -> str:
    load_words()
    from huikuan.wording.sentences import sentence

    return sentence(code=one.code, parameters=one.parameters)
