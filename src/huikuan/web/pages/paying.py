"""What the pages show of how a customer pays: the line of steps, days and wishes in words, the versions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from huikuan.accounts.queries import people
from huikuan.customers.queries import ContactRow, CustomerRow, contacts_of
from huikuan.kernel.actor import Actor
from huikuan.paying.queries import PayingRow, versions_of
from huikuan.paying.rules.records import Habits, InvoiceDelivery, InvoiceForm, PaymentDayKind, PaymentDays, Step
from huikuan.web.components.days import iso
from huikuan.web.forms.paying import Choices, rate_text
from huikuan.web.pages.people import names_of
from huikuan.web.tables.columns import Text
from huikuan.wording import paying as names
from huikuan.wording.names import WEEKDAYS, name_of

_MONTH_END = 31


@dataclass(frozen=True, slots=True)
class StepShown:
    """One step of the line: whose it is with how to reach him, how long it takes, and why it stands still if it does."""

    place: int
    name: str
    kind: Text
    owner: str
    phone: str
    days: int
    evidence: str
    is_blocked: bool
    since: date | None
    blocked_days: int
    why: str
    mender: str
    is_behind: bool
    """Whether a step before it stands still."""


@dataclass(frozen=True, slots=True)
class Line:
    """How a customer pays at a glance: his steps, and his days and wishes as title and words."""

    steps: tuple[StepShown, ...]
    facts: tuple[tuple[Text, str], ...]
    note: str
    blocked: StepShown | None


@dataclass(frozen=True, slots=True)
class VersionLine:
    """One version: who saved it, when, and why."""

    number: int
    saved_by: str
    saved_at: datetime
    why: str
    restored_from: int | None
    steps: int
    is_newest: bool
    is_shown: bool


@dataclass(frozen=True, slots=True)
class PayingPage:
    """Everything the page shows; `row` is the version looked at, None where nothing is written down."""

    customer: CustomerRow
    row: PayingRow | None
    line: Line | None
    newest: int
    is_newest: bool
    versions: tuple[VersionLine, ...]


def paying_page(*, actor: Actor, customer: CustomerRow, today: date, number: int | None) -> PayingPage:
    """The version that holds, or the one asked for, with all versions. Four queries."""
    versions = versions_of(actor=actor, customer_id=customer.id)
    newest = versions[0].number if versions else 0
    row = next((one for one in versions if one.number == (number or newest)), versions[0] if versions else None)
    people_there = contacts_of(customer_ids=[customer.id]).get(customer.id, ())
    return PayingPage(
        customer=customer,
        row=row,
        line=line_of(row=row, people_there=people_there, today=today) if row else None,
        newest=newest,
        is_newest=row is None or row.number == newest,
        versions=tuple(_version(one, newest, row) for one in versions),
    )


def line_of(*, row: PayingRow, people_there: tuple[ContactRow, ...], today: date) -> Line:
    """The line of a version; names of our own people by one query where a step stands still."""
    owners = {person.id: person for person in people_there}
    menders = names_of(ids=[step.block.mender_id for step in row.process if step.block])
    steps: list[StepShown] = []
    for place, step in enumerate(row.process, 1):
        is_behind = any(before.is_blocked for before in steps)
        owner = owners.get(step.owner_id or 0)
        steps.append(_step(place, step, owner, menders, (today, is_behind)))
    blocked = next((step for step in steps if step.is_blocked), None)
    return Line(tuple(steps), tuple(_facts(row.habits)), row.habits.note, blocked)


def choices_for(*, customer_id: int) -> Choices:
    """Who may own a step, and who of us may mend one. Three queries."""
    there = contacts_of(customer_ids=[customer_id]).get(customer_id, ())
    return Choices(tuple((person.id, person.name) for person in there), menders())


def menders() -> tuple[tuple[int, str], ...]:
    """Active people of ours by name."""
    return tuple(sorted(((row.id, row.name) for row in people().values()), key=lambda pair: pair[1]))


def _step(
    place: int, step: Step, owner: ContactRow | None, mending: dict[int, str], seen: tuple[date, bool]
) -> StepShown:
    today, is_behind = seen
    block = step.block
    return StepShown(
        place=place,
        name=step.name,
        kind=name_of(names=names.STEP_KINDS, code=step.kind.value),
        owner=owner.name if owner else step.owner_text,
        phone=owner.phone if owner else "",
        days=step.usual_days,
        evidence=step.evidence,
        is_blocked=block is not None,
        since=block.since if block else None,
        blocked_days=(today - block.since).days if block else 0,
        why=block.why if block else "",
        mender=mending.get(block.mender_id or 0, "") if block else "",
        is_behind=is_behind,
    )


def _facts(habits: Habits) -> list[tuple[Text, str]]:
    wishes = habits.invoice
    found: list[tuple[Text, str]] = [(_("Pays on"), _payment_days(habits.payment_days))]
    if habits.closing_day is not None:
        found.append((_("Closing day"), _day_of_month(habits.closing_day)))
    if habits.needs_budget:
        through = iso(day=habits.budget_through)
        found.append(
            (
                _("Budget"),
                _("approved through %(day)s") % {"day": through} if habits.budget_through else _("not approved"),
            )
        )
    invoice = [
        str(names.INVOICE_FORMS[wishes.form.value]) if wishes.form is not InvoiceForm.EITHER else "",
        f"{rate_text(rate=wishes.tax_rate)} %" if wishes.tax_rate is not None else "",
        str(names.INVOICE_DELIVERIES[wishes.delivery.value]) if wishes.delivery is not InvoiceDelivery.ANY_WAY else "",
        _("by %(day)s") % {"day": _day_of_month(wishes.deadline_day)} if wishes.deadline_day else "",
    ]
    if any(invoice):
        found.append((_("Invoice"), " · ".join(filter(None, invoice))))
    if wishes.title:
        found.append((_("Title"), wishes.title))
    bank = [
        habits.bank,
        _("cut-off %(hour)s") % {"hour": habits.cut_off.isoformat("minutes")} if habits.cut_off else "",
        _("orders at %(hour)s") % {"hour": habits.pays_at.isoformat("minutes")} if habits.pays_at else "",
    ]
    if any(bank):
        found.append((_("Bank"), " · ".join(filter(None, bank))))
    if habits.transfer_days:
        found.append((_("Transfer, business days"), str(habits.transfer_days)))
    return found


def _payment_days(days: PaymentDays) -> str:
    if days.kind is PaymentDayKind.MONTH_DAYS:
        text = _(", ").join(_day_of_month(day) for day in days.month_days)
    elif days.kind is PaymentDayKind.WEEKDAY and days.weekday is not None:
        text = _("every %(weekday)s") % {"weekday": WEEKDAYS[days.weekday]}
    else:
        return str(names.PAYMENT_DAY_KINDS[days.kind.value])
    moved = _("if free, %(day)s") % {"day": names.HOLIDAY_ROLLS[days.roll.value]}
    return f"{text} ({moved})"


def _day_of_month(day: int) -> str:
    return _("the month's end") if day == _MONTH_END else _("day %(day)s") % {"day": day}


def _version(one: PayingRow, newest: int, shown: PayingRow | None) -> VersionLine:
    return VersionLine(
        number=one.number,
        saved_by=one.saved_by,
        saved_at=one.saved_at,
        why=one.why,
        restored_from=one.restored_from,
        steps=len(one.process),
        is_newest=one.number == newest,
        is_shown=shown is not None and one.number == shown.number,
    )
