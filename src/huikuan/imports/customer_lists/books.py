"""What the books hold under the names of a list, in the fields of the list; reads only, a constant number of queries."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from huikuan.accounts.queries import person_ids_named
from huikuan.customers.list_contents import (
    KnownCustomer,
    KnownPerson,
    customers_with_codes,
    parties_for_people,
    people_of,
)
from huikuan.customers.rules import PartyRow as KnownParty
from huikuan.customers.rules import normal_name
from huikuan.imports.customer_lists.cells import Value
from huikuan.imports.customer_lists.fields import PartyField
from huikuan.imports.customer_lists.judging import Content
from huikuan.imports.customer_lists.rows import PartyRow

COLUMNS: Mapping[PartyField, str] = {
    PartyField.NUMBER: "code",
    PartyField.NAME: "name",
    PartyField.SHORT_NAME: "short_name",
    PartyField.TAX_CODE: "tax_code",
    PartyField.COUNTRY: "country",
    PartyField.REGION: "region",
    PartyField.ADDRESS: "address",
    PartyField.LANGUAGE: "language",
    PartyField.CUSTOMER_CLASS: "customer_class",
    PartyField.TERMS: "terms_days",
    PartyField.NOTE: "note",
}
"""The field of a customer that a column of the list fills as it stands."""


def known_customers(*, rows: Sequence[PartyRow], sellers: Mapping[str, int]) -> dict[object, tuple[int, Content]]:
    """The customers whose numbers the list gives; a salesperson the list may have meant is given by his name."""
    found = customers_with_codes(codes=[row.text(field=PartyField.NUMBER) for row in rows])
    names: dict[int, list[str]] = {}
    for name, pk in sellers.items():
        names.setdefault(pk, []).append(name)
    wanted = {row.text(field=PartyField.NUMBER): row.text(field=PartyField.SALESPERSON) for row in rows}
    return {code: (one.id, _content(one, wanted[code], names)) for code, one in found.items()}


def sellers_named(*, rows: Iterable[PartyRow]) -> dict[str, int]:
    """Ids of the people named as salespersons, by the name in the list; who is unknown or ambiguous is missing."""
    return person_ids_named(names={name for row in rows if (name := row.text(field=PartyField.SALESPERSON))})


def named_parties(*, rows: Sequence[PartyRow]) -> dict[PartyField, dict[str, list[KnownParty]]]:
    """The customers that rows of people may mean, by number, tax code and normal name."""
    by_name = any(
        row.text(field=PartyField.NAME)
        and not row.text(field=PartyField.NUMBER)
        and not row.text(field=PartyField.TAX_CODE)
        for row in rows
    )
    parties = parties_for_people(
        codes=[row.text(field=PartyField.NUMBER) for row in rows],
        tax_codes=[row.text(field=PartyField.TAX_CODE) for row in rows],
        by_name=by_name,
    )
    found: dict[PartyField, dict[str, list[KnownParty]]] = {
        PartyField.NUMBER: {},
        PartyField.TAX_CODE: {},
        PartyField.NAME: {},
    }
    for party in parties:
        found[PartyField.NUMBER].setdefault(party.code, []).append(party)
        if party.tax_code:
            found[PartyField.TAX_CODE].setdefault(party.tax_code, []).append(party)
        found[PartyField.NAME].setdefault(normal_name(name=party.name), []).append(party)
    return found


def known_people(*, customer_ids: Iterable[int]) -> dict[object, tuple[int, Content]]:
    """The people of these customers by customer and name; of two of one name the one entered first."""
    found: dict[object, tuple[int, Content]] = {}
    for person in people_of(customer_ids=customer_ids):
        found.setdefault((person.customer_id, normal_name(name=person.name)), (person.id, _person(person)))
    return found


def _content(one: KnownCustomer, seller: str, names: Mapping[int, Sequence[str]]) -> Content:
    known: dict[PartyField, Value] = {field: one.fields[name] for field, name in COLUMNS.items()}
    salesperson_id = one.fields["salesperson_id"]
    said = names.get(salesperson_id, ()) if isinstance(salesperson_id, int) else ()
    known[PartyField.SALESPERSON] = seller if seller in said else ""
    known[PartyField.GROUP] = one.group_code
    return known


def _person(person: KnownPerson) -> Content:
    return {
        PartyField.PERSON: person.name,
        PartyField.ROLES: person.roles,
        PartyField.POSITION: person.position,
        PartyField.PHONE: person.phone,
        PartyField.MOBILE: person.mobile,
        PartyField.EMAIL: person.email,
        PartyField.WECHAT: person.wechat,
        PartyField.LANGUAGE: person.language,
        PartyField.REMINDERS: person.gets_reminders,
        PartyField.BASIS: person.legal_basis,
    }
