"""`huikuan credit check`: may this go ahead, why not, and what would release it."""

from __future__ import annotations

from typing import Any

import click

from huikuan.cli.companies import company_for, known_currency
from huikuan.cli.language import gettext as _
from huikuan.cli.option_types import DAY, KEY, NAME, Text
from huikuan.cli.output import amounts, print_json
from huikuan.cli.starting import fresh_key, now, today

_POINTS = ("order", "release", "delivery", "invoice", "contract")


@click.command("check", help=_("May this go ahead? Decision, reasons, exposure, limit, and what would release it."))
@click.option("--customer", required=True, type=NAME, help=_("The customer's number."))
@click.option("--amount", required=True, type=Text(100, least=1), help=_("The amount, as people write it: 12,345.67."))
@click.option("--at", "point", required=True, type=click.Choice(_POINTS), help=_("The check point."))
@click.option("--currency", type=Text(40, least=1), help=_("Currency of the amount; the own company's if left out."))
@click.option(
    "--company", type=NAME, help=_("Own company of an order: name, short name or id; not needed if there is only one.")
)
@click.option("--order", type=Text(60, least=1), help=_("Order number: the answer is kept."))
@click.option("--reserve", is_flag=True, help=_("Let an order that may go ahead count at once."))
@click.option("--date", "day", type=DAY, help=_("The day; today if left out."))
@click.option("--key", type=KEY, help=_("Idempotency key: the same call again answers the same and does nothing."))
@click.option("--json", "as_json", is_flag=True, help=_("Print one JSON document."))
def check_command(**options: Any) -> int:
    """Print the answer; exit code 0 whatever it says."""
    from huikuan.credit.operations.checking import check_credit
    from huikuan.kernel.actor import SYSTEM

    answer = check_credit(
        actor=SYSTEM,
        now=now(),
        today=options["day"] or today(),
        key=options["key"] or fresh_key(what="credit"),
        question=_question(options),
    )
    document = _document(answer)
    if options["as_json"]:
        print_json(document=document)
        return 0
    _print(document)
    return 0


def _question(options: dict[str, Any]) -> Any:
    from huikuan.accounts.queries import company
    from huikuan.credit.rules.facts import Question
    from huikuan.credit.rules.policy import CheckPoint

    company_id = _company_id(options)
    currency = known_currency(text=options["currency"]) if options["currency"] else None
    currency = currency or company(company_id=company_id).currency
    return Question(
        customer_id=_customer_id(options["customer"]),
        company_id=company_id,
        amount_minor=_minor(options["amount"], currency),
        currency=currency,
        point=CheckPoint(options["point"].upper()),
        order_number=options["order"] or "",
        reserve=options["reserve"],
    )


def _company_id(options: dict[str, Any]) -> int:
    """The own company named, or the only one. Without an order number any will do: exposure is that of all of them."""
    from huikuan.accounts.queries import companies
    from huikuan.kernel.actor import SYSTEM
    from huikuan.limits.queries import base_currency

    if not (options["company"] or options["order"]):
        base = base_currency()
        known = [one.id for one in companies(actor=SYSTEM) if one.currency == base]
        if known:
            return known[0]
    return company_for(name=options["company"], currency=None, may_make=False)


def _customer_id(code: str) -> int:
    from huikuan.customers.queries import customers_after
    from huikuan.kernel.actor import SYSTEM
    from huikuan.kernel.refusal import Refused

    found = customers_after(actor=SYSTEM, after_id=0, limit=1, code=code)
    if not found:
        raise Refused("CUSTOMER_NOT_NUMBERED_SO", customer=code)
    return found[0].id


def _minor(text: str, currency: str) -> int:
    from huikuan.kernel.refusal import Refused
    from huikuan.kernel.text_amounts import parse_amount
    from huikuan.kernel.text_faults import TextFault

    minor = parse_amount(text=text, currency=currency)
    if isinstance(minor, TextFault):
        raise Refused("AMOUNT_UNREADABLE", text=text, fault=minor.code.value)
    return minor


def _document(answer: dict[str, Any]) -> dict[str, Any]:
    """The answer with every reason and way worded."""
    from huikuan.wording.sentences import sentence

    def worded(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
        return [{**row, "message": sentence(code=row["code"], parameters=row["parameters"])} for row in rows]

    return {**answer, "reasons": worded(answer["reasons"]), "release_by": worded(answer["release_by"])}


def _print(document: dict[str, Any]) -> None:
    from huikuan.wording.credit import DECISIONS

    currency, limit = document["currency"], document["limit"]
    click.echo(str(DECISIONS[document["decision"].upper()]))
    shown = _("none set") if limit is None else amounts(sums={currency: limit})
    words = {"exposure": amounts(sums={currency: document["exposure"]}), "limit": shown}
    click.echo(_("Exposure %(exposure)s, limit %(limit)s.") % words)
    for reason in document["reasons"]:
        click.echo(f"- {reason['message']}")
    if document["release_by"]:
        click.echo(_("What would release it:"))
    for way in document["release_by"]:
        click.echo(f"- {way['message']}")
