"""The components templates draw with, one each: money, day, due, chip, person, icon, cell, field, key, table, pages, tile, chart."""

from __future__ import annotations

from datetime import date, datetime
from functools import cache
from typing import Any

from django import template
from django.forms import BoundField
from django.template.context import RequestContext
from django.templatetags.static import static
from django.utils.html import format_html

from huikuan.kernel.currencies import exponent_of
from huikuan.kernel.money import Money
from huikuan.web import acts
from huikuan.web.components import amounts, days
from huikuan.web.tables.columns import Chip, Due, Linked, Titled
from huikuan.wording import bills, calculators, contracts, deliveries, names

register = template.Library()
DASH = "–"
STATE_TONES = {"OVERDUE": "risk", "SETTLED": "done", "PARTIAL": "soon"}
_NAMES = {
    name.lower(): value
    for room in (bills, calculators, contracts, names)
    for name, value in vars(room).items()
    if name.isupper() and name not in ("WEEKDAYS", "SENTENCES")
} | {"delivery_stages": deliveries.STAGES}


@register.simple_tag
def money(amount: Money | None, *, with_currency: bool = False) -> str:
    """An exact amount, tabular figures; negative with a minus, unknown as a dash."""
    if amount is None:
        return DASH
    text = amounts.exact(minor=amount.minor, currency=amount.currency)
    tone = " negative" if amount.minor < 0 else ""
    if with_currency:
        return format_html('<span class="money{}"><small>{}</small> {}</span>', tone, amount.currency, text)
    return format_html('<span class="money{}">{}</span>', tone, text)


@register.simple_tag
def item_money(item: Any, minor: int) -> str:
    """An amount of an open item, in its currency, which stands elsewhere."""
    return money(Money(minor, item.currency))


@register.simple_tag
def state_chip(code: str) -> str:
    """The state of a receivable in a word."""
    return chip(names.RECEIVABLE_STATES[code], STATE_TONES.get(code, "plain"))


@register.simple_tag
def debit_credit(entry: Any) -> str:
    """Two cells: what stands in debit, what in credit."""
    amount = money(Money(abs(entry.minor), entry.currency), with_currency=True)
    cells = (amount, "") if entry.minor > 0 else ("", amount)
    return format_html('<td class="money">{}</td><td class="money">{}</td>', *cells)


@register.simple_tag
def places(currency: str) -> int:
    """How many decimals a currency has."""
    return exponent_of(currency=currency) or 0


@register.simple_tag
def short_money(amount: Money | None) -> str:
    """An amount for a tile: short to see, exact on hover and for a screen reader."""
    if amount is None:
        return DASH
    text = amounts.exact(minor=amount.minor, currency=amount.currency)
    return format_html(
        '<span class="money" title="{0} {1}"><span aria-hidden="true">{2}</span>'
        '<span class="only-read">{0} {1}</span></span>',
        amount.currency,
        text,
        amounts.short(minor=amount.minor, currency=amount.currency),
    )


@register.simple_tag
def day(value: date | None, *, weekday: bool = False) -> str:
    """A day, ISO; with its weekday where somebody must act."""
    if value is None:
        return DASH
    text = days.with_weekday(day=value) if weekday else days.iso(day=value)
    return format_html('<time class="day" datetime="{}">{}</time>', value.isoformat(), text)


@register.simple_tag
def moment(value: datetime | None) -> str:
    """A moment in the company's zone."""
    if value is None:
        return DASH
    return format_html('<time class="day" datetime="{}">{}</time>', value.isoformat(), days.moment(at=value))


@register.simple_tag
def due(value: date | None, days_overdue: int | None, *, is_open: bool = True) -> str:
    """A due day with how it lies to today: colour, word and days."""
    if value is None or days_overdue is None:
        return DASH
    if not is_open:
        return day(value)
    return format_html(
        '<span class="due {}">{} <small>{}</small></span>',
        days.tone(days_overdue=days_overdue),
        day(value),
        days.relation(days_overdue=days_overdue),
    )


@register.simple_tag
def chip(word: object, tone: str = "plain") -> str:
    """A state in a word, with a tone that never stands alone."""
    return format_html('<span class="chip {}">{}</span>', tone, word)


@register.simple_tag
def person(name: str | None) -> str:
    """A person of ours; a dash where nobody is named."""
    if not name:
        return DASH
    return format_html('<span class="person"><span class="face" aria-hidden="true">{}</span>{}</span>', name[:1], name)


@register.simple_tag
def by(actor_name: str) -> str:
    """Who did it: a person's name, or the system's own."""
    return names.who_said(name=actor_name)


@register.simple_tag
def icon(name: str) -> str:
    """A drawing from the sprite; it never carries meaning alone."""
    return format_html(
        '<svg class="icon" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>', _sprite(), name
    )


@register.simple_tag
def cell(value: Any, currency: str = "") -> str:
    """The content of a table cell by what it holds."""
    if value is None or value == "":
        return DASH
    if isinstance(value, Money):
        return money(value, with_currency=not currency)
    if isinstance(value, Titled):
        return _titled(value)
    if isinstance(value, Linked):
        return _linked(value)
    if isinstance(value, Due):
        return due(value.day, value.days_overdue, is_open=value.is_open)
    if isinstance(value, Chip):
        return chip(value.word, value.tone)
    return day(value) if isinstance(value, date) else format_html("{}", value)


@register.simple_tag
def key_field() -> str:
    """The idempotency key of a form: a second click on the same form changes nothing."""
    return format_html('<input type="hidden" name="{}" value="{}">', acts.KEY, acts.new_key())


@register.filter
def named(code: str, kind: str) -> str:
    """The name of a code of `kind` (roles, methods, posting_kinds, …) in the active language."""
    return names.name_of(names=_NAMES[kind], code=code)


@register.inclusion_tag("web/components/field.html")
def field(bound: BoundField) -> dict[str, Any]:
    """A labelled form field with its help and its errors beside it."""
    described = [f"{bound.auto_id}_help"] if bound.help_text else []
    described += [f"{bound.auto_id}_error"] if bound.errors else []
    attributes: dict[str, str | bool] = {"aria-describedby": " ".join(described)} if described else {}
    if bound.errors:
        attributes["aria-invalid"] = "true"
    return {"field": bound, "widget": bound.as_widget(attrs=attributes), "kind": bound.widget_type}


@register.inclusion_tag("web/components/box.html")
def box(bound: BoundField, *name: object) -> dict[str, Any]:
    """A form field in a cell, with its errors; its name, read aloud, is what the heads of row and column say together."""
    attributes: dict[str, str | bool] = {"aria-label": " ".join(str(part) for part in name)}
    if bound.errors:
        attributes["aria-invalid"] = "true"
    return {"box": bound.as_widget(attrs=attributes), "errors": bound.errors}


@register.inclusion_tag("web/components/table.html", takes_context=True)
def table(context: RequestContext, shown: Any) -> dict[str, Any]:
    """A list: sticky head, sort links, chosen rows, totals that stay in sight, pages, columns, export."""
    return {"table": shown, "csrf_token": context.get("csrf_token")}


@register.inclusion_tag("web/components/page_links.html")
def page_links(shown: Any, address: str = "") -> dict[str, Any]:
    """The way to the page before and to the next one of what stands at `address`; nothing where there is one page only."""
    asked = f"{address}{'&' if '?' in address else '?'}page="
    before, after = min(shown.number - 1, shown.pages), shown.number + 1
    return {
        "number": shown.number,
        "pages": shown.pages,
        "before": f"{asked}{before}" if before else "",
        "after": f"{asked}{after}" if after <= shown.pages else "",
    }


@register.inclusion_tag("web/components/empty.html")
def empty(title: str, text: str = "", address: str = "", verb: str = "") -> dict[str, str]:
    """What will be here, and the one button that fills it."""
    return {"title": title, "text": text, "address": address, "verb": verb}


@register.inclusion_tag("web/components/tile.html")
def tile(shown: Any) -> dict[str, Any]:
    """A figure with its formula."""
    return {"tile": shown}


@register.inclusion_tag("web/components/chart.html")
def chart(shown: Any) -> dict[str, Any]:
    """A chart whose title says the finding, with its table and the way to its rows."""
    return {"chart": shown}


@cache
def _sprite() -> str:
    return static("dist/icons.svg")


def _titled(value: Titled) -> str:
    if value.under:
        return format_html('{}<small class="under">{}</small>', value.text, value.under)
    if not value.on_phone:
        return value.text
    late = value.due_on_phone
    shown = due(late.day, late.days_overdue, is_open=late.is_open) if late and late.day else ""
    return format_html('{}<small class="under on-phone">{}{}</small>', value.text, value.on_phone, shown)


def _linked(value: Linked) -> str:
    if value.under:
        return format_html('<a href="{}">{}</a><small class="under">{}</small>', value.address, value.text, value.under)
    return format_html('<a href="{}">{}</a>', value.address, value.text)
