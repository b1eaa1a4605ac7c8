"""What the portal shows a guest: frozen rows, each read through the access of his link."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby

import segno
from django.utils import timezone
from django.utils.translation import gettext as _

from huikuan.accounts.queries import CompanyRow, company
from huikuan.customers.queries import contacts_of, customers_by_id
from huikuan.disputes.queries import DisputeRow, disputed_minor, disputes_of_guest
from huikuan.disputes.rules import stopped_minor
from huikuan.guests.access import Guest
from huikuan.guests.queries import RequestRow, requests_of_guest
from huikuan.invoicing.queries.for_guest import GuestInvoice, invoices_for_guest
from huikuan.kernel.money import Money
from huikuan.promises.holding import Held, held_items
from huikuan.promises.queries import ExtensionRow, PromiseRow, extensions_of_guest, promises_of_guest
from huikuan.receipts.queries.for_guest import SeenReceipt, accounts_to_pay, receipts_for_guest
from huikuan.receivables.queries.for_guest import open_items_for_guest
from huikuan.receivables.queries.rows import ReceivableRow
from huikuan.wording import disputes as dispute_words
from huikuan.wording import guests as guest_words
from huikuan.wording import promises as promise_words

MOST_TOLD = 12


@dataclass(frozen=True, slots=True)
class ItemShown:
    """An open item with what of it is in dispute, and the promise that covers it."""

    row: ReceivableRow
    open: Money
    disputed: Money | None
    held: Held | None
    invoices: tuple[GuestInvoice, ...] = ()

    @property
    def undisputed_minor(self) -> int:
        """What of it is asked for, minor units."""
        return self.open.minor - (self.disputed.minor if self.disputed else 0)


@dataclass(frozen=True, slots=True)
class GroupShown:
    """What is open at one own company in one currency."""

    company: CompanyRow
    currency: str
    items: tuple[ItemShown, ...]
    open: Money
    overdue: Money
    disputed: Money

    @property
    def code(self) -> str:
        """How the group is named in an address."""
        return f"{self.company.id}-{self.currency}"


@dataclass(frozen=True, slots=True)
class Told:
    """Something the guest's company told us by whatever way, and where it stands."""

    what: str
    text: str
    amount: Money | None
    day: date
    state: str
    tone: str


@dataclass(frozen=True, slots=True)
class Account:
    """The whole view of a link."""

    customer_name: str
    customer_code: str
    person: str
    groups: tuple[GroupShown, ...]
    told: tuple[Told, ...]


@dataclass(frozen=True, slots=True)
class Drawing:
    """A code to scan: its modules a side, and one path of all that are dark."""

    size: int
    path: str


@dataclass(frozen=True, slots=True)
class PayTo:
    """How to pay one own company in one currency: the lines to copy, and the same as a code to scan."""

    group: GroupShown
    lines: tuple[tuple[str, str], ...]
    free_text: str
    drawing: Drawing | None


@dataclass(frozen=True, slots=True)
class ReceiptShown:
    """A payment we have seen."""

    row: SeenReceipt
    company_name: str
    amount: Money
    unused: Money | None


def account_shown(*, guest: Guest, today: date) -> Account:
    """Everything the first page shows."""
    customer = customers_by_id(ids=[guest.customer_id])[guest.customer_id]
    return Account(
        customer_name=customer.name,
        customer_code=customer.code,
        person=person_of(guest=guest),
        groups=groups_of(guest=guest, today=today),
        told=_told(guest),
    )


def person_of(*, guest: Guest) -> str:
    """The name of the person the link was made for; empty where it was made for nobody in particular."""
    if guest.contact_id is None:
        return ""
    known = contacts_of(customer_ids=[guest.customer_id]).get(guest.customer_id, ())
    return next((one.name for one in known if one.id == guest.contact_id), "")


def groups_of(*, guest: Guest, today: date) -> tuple[GroupShown, ...]:
    """Open items by own company and currency, in the order of the companies."""
    items: dict[tuple[int, str], list[ItemShown]] = {}
    disputed = disputed_minor(customer_id=guest.customer_id)
    held = held_items(today=today, customer_id=guest.customer_id)
    issued: dict[int, tuple[GuestInvoice, ...]] = {}
    for one in invoices_for_guest(guest=guest):
        issued[one.invoice_id] = (*issued.get(one.invoice_id, ()), one)
    for row in open_items_for_guest(guest=guest, as_of=today):
        shown = _item(row, disputed.get(row.id, 0), held.get(row.id), issued.get(row.invoice_id, ()))
        items.setdefault((row.company_id, row.currency), []).append(shown)
    return tuple(_group(company(company_id=key[0]), key[1], found) for key, found in sorted(items.items()))


def ways_to_pay(*, guest: Guest, today: date, code: str = "", number: str = "") -> tuple[PayTo, ...]:
    """Our accounts for what is open, with the reference to quote: the document, or else the customer's own number."""
    customer = customers_by_id(ids=[guest.customer_id])[guest.customer_id]
    groups = [group for group in groups_of(guest=guest, today=today) if code in ("", group.code)]
    return tuple(_pay_to(group, customer.code, number) for group in groups)


def receipts_shown(*, guest: Guest) -> tuple[ReceiptShown, ...]:
    """The payments of the guest's company that we have seen, newest first."""
    rows = receipts_for_guest(guest=guest)
    names = {company_id: company(company_id=company_id).name for company_id in {row.company_id for row in rows}}
    return tuple(
        ReceiptShown(
            row,
            names[row.company_id],
            Money(row.amount_minor, row.currency),
            Money(row.unapplied_minor, row.currency) if row.unapplied_minor else None,
        )
        for row in rows
    )


def _item(row: ReceivableRow, disputed: int, held: Held | None, issued: tuple[GuestInvoice, ...]) -> ItemShown:
    stopped = stopped_minor(open_minor=row.parts.outstanding, disputed_minor=disputed)
    own = Money(stopped, row.currency) if stopped else None
    return ItemShown(row, Money(row.parts.outstanding, row.currency), own, held, issued)


def _group(own: CompanyRow, currency: str, items: list[ItemShown]) -> GroupShown:
    late = [item for item in items if (item.row.days_overdue or 0) > 0]
    return GroupShown(
        company=own,
        currency=currency,
        items=tuple(items),
        open=Money(sum(item.open.minor for item in items), currency),
        overdue=Money(sum(item.open.minor for item in late), currency),
        disputed=Money(sum(item.disputed.minor for item in items if item.disputed), currency),
    )


def _pay_to(group: GroupShown, customer_code: str, number: str) -> PayTo:
    known = {item.row.invoice_number for item in group.items}
    reference = number if number in known else customer_code
    accounts = [one for one in accounts_to_pay(company_ids=[group.company.id]) if one.currency == group.currency]
    lines: list[tuple[str, str]] = [(_("Payee"), group.company.name)]
    for account in accounts[:1]:
        lines += [(_("Account number"), account.number)]
        lines += [(_("Bank"), account.bank)] if account.bank else []
    lines += [(_("Currency"), group.currency), (_("Reference to quote"), reference)]
    free_text = "" if accounts else group.company.bank_details
    return PayTo(group, tuple(lines), free_text, _drawing(lines) if accounts else None)


def _drawing(lines: list[tuple[str, str]]) -> Drawing:
    """The lines as a QR code (ISO/IEC 18004), for a phone that is pointed at the screen or at a print."""
    text = "\n".join(f"{name}: {value}" for name, value in lines)
    rows = [bytes(row) for row in segno.make(text, error="m", micro=False).matrix_iter(border=2)]
    runs = [f"M{place} {line}h{len(run)}v1h-{len(run)}z" for line, row in enumerate(rows) for place, run in _runs(row)]
    return Drawing(len(rows), "".join(runs))


def _runs(row: bytes) -> Iterator[tuple[int, bytes]]:
    """The dark modules of a line, those beside each other together."""
    place = 0
    for dark, found in groupby(row):
        run = bytes(found)
        if dark:
            yield place, run
        place += len(run)


def _told(guest: Guest) -> tuple[Told, ...]:
    """What the customer told us lately and what became of it, the newest first."""
    found = [
        *map(_promised, promises_of_guest(guest=guest)),
        *map(_disputed, disputes_of_guest(guest=guest)),
        *map(_put_off, extensions_of_guest(guest=guest)),
        *map(_asked, requests_of_guest(guest=guest)),
    ]
    return tuple(sorted(found, key=lambda one: one.day, reverse=True)[:MOST_TOLD])


def _promised(row: PromiseRow) -> Told:
    state, amount = row.state.value, Money(row.amount_minor, row.currency)
    word, tone = str(promise_words.STATES[state]), promise_words.STATE_TONES.get(state, "plain")
    return Told(str(_("Promise to pay")), row.text, amount, row.day, word, tone)


def _disputed(row: DisputeRow) -> Told:
    state, amount = row.state.value, Money(row.amount_minor, row.currency)
    word, tone = str(dispute_words.STATES_FOR_CUSTOMERS[state]), dispute_words.STATE_TONES.get(state, "plain")
    return Told(str(_("Dispute")), row.text, amount, row.opened_on, word, tone)


def _put_off(row: ExtensionRow) -> Told:
    state, amount = row.state.value, Money(row.amount_minor, row.currency)
    word, tone = str(promise_words.EXTENSION_STATES[state]), promise_words.EXTENSION_TONES.get(state, "plain")
    return Told(str(_("Request for more time")), row.note or row.text, amount, row.day, word, tone)


def _asked(row: RequestRow) -> Told:
    state, title = row.state.value, str(guest_words.REQUEST_KINDS[row.kind.value])
    word, tone = str(guest_words.REQUEST_STATES[state]), guest_words.REQUEST_TONES.get(state, "plain")
    return Told(
        title, row.answer or row.text, None, row.asked_at.astimezone(timezone.get_default_timezone()).date(), word, tone
    )
