"""Acts on customers: take them in, say who looks after them, learn how they pay."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import IntegrityError

from huikuan.audit.operations import Intent, Json, OpenAct, perform
from huikuan.audit.rules import digest, plain
from huikuan.customers.access import customer_for
from huikuan.customers.field_rules import verbs_for
from huikuan.customers.fields import change_customer, change_customers
from huikuan.customers.models import Contact, Customer, PayerAlias
from huikuan.customers.rules import CUSTOMER_CLASSES, CustomerClass, normal_name, pinyin_key, sort_key
from huikuan.kernel.account_numbers import bare_account
from huikuan.kernel.actor import Actor
from huikuan.kernel.refusal import Refused


@dataclass(frozen=True, slots=True)
class ContactDraft:
    """A person at the customer."""

    name: str
    role: str = "FINANCE"
    email: str = ""
    phone: str = ""
    language: str = ""
    gets_reminders: bool = False
    legal_basis: str = ""


@dataclass(frozen=True, slots=True)
class CustomerDraft:
    """A customer to take in; `code` is his number with us and unique."""

    code: str
    name: str
    tax_code: str = ""
    region: str = ""
    country: str = "CN"
    address: str = ""
    language: str = "zh-hans"
    customer_class: str = CustomerClass.STANDARD.value
    terms_days: int | None = None
    terms_roll: str = "NONE"
    salesperson_id: int | None = None
    note: str = ""
    contacts: tuple[ContactDraft, ...] = ()


def register_customers(*, actor: Actor, now: datetime, key: str, customers: Sequence[CustomerDraft]) -> dict[str, Json]:
    """Take customers in with their people; `{"customer_ids": […]}` in the order given. Raises Refused CUSTOMER_EXISTS."""
    detail: dict[str, Json] = {"count": len(customers), "drafts": digest(value=[asdict(draft) for draft in customers])}
    if len(customers) == 1:
        detail["customer"] = plain(value=asdict(customers[0]) | {"contacts": len(customers[0].contacts)})
    intent = Intent("register_customers", actor, now, key, None, detail)
    try:
        return perform(intent=intent, work=lambda act: {"customer_ids": add_customers(act=act, drafts=customers)})
    except IntegrityError as error:
        taken = _taken_code(customers)
        if taken is None:
            raise
        raise Refused("CUSTOMER_EXISTS", number=taken) from error


def add_customers(*, act: OpenAct, drafts: Sequence[CustomerDraft]) -> list[int]:
    """Save customers and their people inside an open act; ids in order."""
    rows = Customer.objects.bulk_create([_customer(draft, act.now) for draft in drafts], batch_size=1_000)
    Contact.objects.bulk_create(
        [
            Contact(customer=row, **asdict(contact))
            for row, draft in zip(rows, drafts, strict=True)
            for contact in draft.contacts
        ],
        batch_size=1_000,
    )
    return [row.pk for row in rows]


def assign_salesperson(
    *, actor: Actor, now: datetime, key: str, customer_ids: Sequence[int], salesperson_id: int | None
) -> dict[str, Json]:
    """Say who looks after customers; he sees them from now on, in lists, reports and letters alike."""
    detail = {"customer_ids": sorted(customer_ids), "salesperson_id": salesperson_id}
    intent = Intent("assign_salesperson", actor, now, key, None, detail)

    def work(act: OpenAct) -> dict[str, Json]:
        changes = {"salesperson_id": salesperson_id}
        return {"changed": change_customers(act=act, customer_ids=customer_ids, changes=changes, reason="")}

    return perform(intent=intent, work=work)


def classify_customers(
    *, actor: Actor, now: datetime, key: str, customer_ids: Sequence[int], customer_class: str
) -> dict[str, Json]:
    """Put customers into a class (STANDARD, KEY, WATCH): the reminder policy of that class holds from the next run on.

    Raises Refused CUSTOMER_CLASS_UNKNOWN.
    """
    if customer_class not in CUSTOMER_CLASSES:
        raise Refused("CUSTOMER_CLASS_UNKNOWN", customer_class=customer_class[:20])
    detail = {"customer_ids": sorted(customer_ids), "customer_class": customer_class}
    intent = Intent("classify_customers", actor, now, key, None, detail)

    def work(act: OpenAct) -> dict[str, Json]:
        changes = {"customer_class": customer_class}
        return {"changed": change_customers(act=act, customer_ids=customer_ids, changes=changes, reason="")}

    return perform(intent=intent, work=work)


def set_do_not_contact(*, actor: Actor, now: datetime, key: str, customer_id: int, reason: str) -> dict[str, Json]:
    """Stop (or with an empty reason resume) every automatic message to a customer. Raises Refused as `change_customer`."""
    detail = {"customer_id": customer_id, "reason": reason}
    intent = Intent("set_do_not_contact", actor, now, key, None, detail)

    def work(act: OpenAct) -> dict[str, Json]:
        change_customer(
            act=act, customer_id=customer_id, changes={"do_not_contact_reason": reason[:200]}, reason=reason
        )
        return {"customer_id": customer_id}

    return perform(intent=intent, work=work)


def edit_customer(
    *, actor: Actor, now: datetime, key: str, customer_id: int, changes: Mapping[str, Json], reason: str
) -> dict[str, Json]:
    """Change fields of a customer and of his file as an act of its own; `{"customer_id"}`.

    Raises NotPermitted (the fields say which verb is needed), Refused as `change_customer`.
    """
    for verb in sorted(verbs_for(names=changes)):
        customer_for(actor=actor, customer_id=customer_id, need=verb)
    detail = {"customer_id": customer_id, "changes": dict(changes), "reason": reason[:300]}
    intent = Intent("change_customer", actor, now, key, None, detail)

    def work(act: OpenAct) -> dict[str, Json]:
        change_customer(act=act, customer_id=customer_id, changes=changes, reason=reason)
        return {"customer_id": customer_id}

    return perform(intent=intent, work=work)


def learn_payers(*, act: OpenAct, payers: Sequence[tuple[int, str, str, str]]) -> None:
    """Remember inside an open act who pays for whom: `(customer, payer name, payer account, source)` each.

    Names and accounts that are known already stay as they are; one query.
    """
    PayerAlias.objects.bulk_create(
        [
            PayerAlias(customer_id=customer_id, kind=kind, value=value, learned_at=act.now, learned_from=source[:200])
            for customer_id, name, account, source in payers
            for kind, value in (("NAME", normal_name(name=name)[:200]), ("ACCOUNT", bare_account(number=account)))
            if value
        ],
        ignore_conflicts=True,
        batch_size=500,
    )


def forget_payers(*, sources: Sequence[str]) -> frozenset[int]:
    """Forget what was learned from the sources, because the allocation that taught it was taken back.

    Gives the customers something was forgotten of: another source may have said the same, see `learn_payers`.
    """
    gone = PayerAlias.objects.filter(learned_from__in=list(sources))
    customers = frozenset(gone.values_list("customer_id", flat=True))
    gone.delete()
    return customers


def _taken_code(drafts: Sequence[CustomerDraft]) -> str | None:
    """The first code that is in the books already or comes twice among the drafts."""
    seen = set(Customer.objects.filter(code__in={draft.code for draft in drafts}).values_list("code", flat=True))
    for draft in drafts:
        if draft.code in seen:
            return draft.code
        seen.add(draft.code)
    return None


def _customer(draft: CustomerDraft, now: datetime) -> Customer:
    values = asdict(draft)
    values.pop("contacts")
    keys = {"name_sort": sort_key(name=draft.name), "name_pinyin": pinyin_key(name=draft.name)}
    return Customer(**values, **keys, created_at=now)
