"""PURE: what happened, as frozen records that the rules look at; amounts in minor units, orders in the base currency."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from huikuan.oversight.rules.flags import Person


@dataclass(frozen=True, slots=True)
class LimitRaise:
    """A customer's limit became higher; `before_minor` is 0 where none was set."""

    entry_id: int
    customer_id: int
    day: date
    before_minor: int
    after_minor: int
    currency: str
    people: tuple[Person, ...]


@dataclass(frozen=True, slots=True)
class Deal:
    """An order or, where orders are not kept here, an invoice; `base_minor` None if no exchange rate is known."""

    id: int
    is_order: bool
    number: str
    company_id: int
    customer_id: int
    day: date
    amount_minor: int
    currency: str
    base_minor: int | None
    person: Person


@dataclass(frozen=True, slots=True)
class TermChange:
    """A customer's payment term became longer."""

    change_id: int
    customer_id: int
    day: date
    before_days: int
    after_days: int
    person: Person


@dataclass(frozen=True, slots=True)
class TermAmended:
    """An amendment put a payment of a contract off; `is_moved`: its term is reckoned otherwise. `delivered` are days of delivery."""

    version_id: int
    contract_id: int
    number: str
    company_id: int
    customer_id: int
    day: date
    title: str
    before_days: int
    after_days: int
    is_moved: bool
    payments: int
    delivered: tuple[date, ...]
    people: tuple[Person, ...]


@dataclass(frozen=True, slots=True)
class Cash:
    """Money entered by hand that no bank statement shows."""

    receipt_id: int
    number: int
    company_id: int
    customer_id: int | None
    received_on: date
    amount_minor: int
    unapplied_minor: int
    currency: str
    is_cash: bool
    people: tuple[Person, ...] = ()


@dataclass(frozen=True, slots=True)
class Underprice:
    """An invoice billed below what the customer confirmed; `short_minor` is positive."""

    invoice_id: int
    number: str
    company_id: int
    customer_id: int
    day: date
    short_minor: int
    currency: str
    confirmation_id: int
    confirmation_number: str
    lines: int
    person: Person


@dataclass(frozen=True, slots=True)
class Decided:
    """A request that one person asked and another decided."""

    request_id: int
    day: date
    asked_by: Person
    decided_by: Person


@dataclass(frozen=True, slots=True)
class Credited:
    """A credit note and the invoice it takes from, each with who entered it."""

    note_id: int
    note_number: str
    invoice_id: int
    invoice_number: str
    company_id: int
    customer_id: int
    day: date
    invoice_day: date
    amount_minor: int
    currency: str
    noted_by: Person
    entered_by: Person


@dataclass(frozen=True, slots=True)
class Billed:
    """An invoice of a customer."""

    invoice_id: int
    number: str
    company_id: int
    customer_id: int
    day: date
    amount_minor: int
    currency: str


@dataclass(frozen=True, slots=True)
class BackDating:
    """An act that posted on an earlier day than it was done; `postings` in all, the earliest of them effective on `earliest`."""

    act_id: int
    posting_id: int
    company_id: int
    kind: str
    day: date
    earliest: date
    postings: int
    person: Person


@dataclass(frozen=True, slots=True)
class NewCustomer:
    """When a customer was taken in."""

    customer_id: int
    day: date
    name: str


@dataclass(frozen=True, slots=True)
class AccountLearned:
    """A bank account became known as a customer's."""

    alias_id: int
    customer_id: int
    day: date
    account: str
    source: str


@dataclass(frozen=True, slots=True)
class Refunded:
    """Money given back to a customer."""

    posting_id: int
    receipt_id: int
    company_id: int
    customer_id: int
    day: date
    amount_minor: int
    currency: str
    person: Person


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything one run looks at."""

    raises: tuple[LimitRaise, ...] = ()
    deals: tuple[Deal, ...] = ()
    term_changes: tuple[TermChange, ...] = ()
    terms_amended: tuple[TermAmended, ...] = ()
    cash: tuple[Cash, ...] = ()
    underprices: tuple[Underprice, ...] = ()
    decided: tuple[Decided, ...] = ()
    credited: tuple[Credited, ...] = ()
    billed: tuple[Billed, ...] = ()
    back_datings: tuple[BackDating, ...] = ()
    newcomers: tuple[NewCustomer, ...] = ()
    accounts: tuple[AccountLearned, ...] = ()
    refunds: tuple[Refunded, ...] = ()
