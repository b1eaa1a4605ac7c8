"""Change fields of customers inside an open act and keep what each was: the one way a customer's data changes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from huikuan.audit.operations import Json, OpenAct
from huikuan.customers.field_rules import FIELDS, FOLLOWED, Place, clean_value
from huikuan.customers.file_rules import NameKind
from huikuan.customers.groups import merged_below, refuse_cycle
from huikuan.customers.models import Customer, CustomerChange, CustomerFile, CustomerName
from huikuan.customers.rules import normal_name, pinyin_key, sort_key
from huikuan.customers.tax_codes import read_tax_code
from huikuan.kernel.paging import portions
from huikuan.kernel.refusal import Refused
from huikuan.kernel.text_faults import TextFault

Before = dict[int, dict[str, Json]]


def change_customer(*, act: OpenAct, customer_id: int, changes: Mapping[str, Json], reason: str) -> None:
    """Change fields of one customer and of his file, keeping what each was; what is the same already stays unmentioned.

    Customers merged into him follow in salesperson, class and do-not-contact. A new name keeps the old one as a former name.
    Raises Refused CUSTOMER_UNKNOWN, CUSTOMER_MERGED, CUSTOMER_FIELD_UNKNOWN, CUSTOMER_FIELD_WRONG, CREDIT_CODE_WRONG,
    CUSTOMER_EXISTS (the number is taken) and what `groups.refuse_cycle` raises.
    """
    values = {name: clean_value(name=name, value=value) for name, value in changes.items()}
    if values.get("parent_id") is not None:
        refuse_cycle(customer_id=customer_id, above_id=values["parent_id"])
    row = _locked(customer_id)
    if {"tax_code", "country"} & set(values):
        values["tax_code"] = _tax_code(row, values)
    if "code" in values and Customer.objects.filter(code=values["code"]).exclude(pk=customer_id).exists():
        raise Refused("CUSTOMER_EXISTS", number=values["code"])
    if "name" in values and values["name"] != row.name:
        _keep_former_name(act, row)
    _write(act, [customer_id], values, reason)


def change_customers(*, act: OpenAct, customer_ids: Iterable[int], changes: Mapping[str, Json], reason: str) -> int:
    """Give many customers the same salesperson, class, terms or the like; how many there are. Constant queries for 5,000.

    Raises Refused CUSTOMER_MERGED, CUSTOMER_FIELD_UNKNOWN (also for what one customer has for himself: number, name, tax
    code, parent), CUSTOMER_FIELD_WRONG.
    """
    values = {name: clean_value(name=name, value=value) for name, value in changes.items()}
    for name in values:
        if FIELDS[name].is_own:
            raise Refused("CUSTOMER_FIELD_UNKNOWN", field=name)
    count = 0
    for some in portions(values=sorted(set(customer_ids))):
        merged = CustomerFile.objects.filter(pk__in=some, merged_into__isnull=False).select_related("customer").first()
        if merged is not None:
            raise Refused("CUSTOMER_MERGED", name=merged.customer.name)
        count += _write(act, some, values, reason)
    return count


def note_change(*, act: OpenAct, customer_id: int, field: str, before: Json, after: Json, reason: str) -> None:
    """Keep in a customer's history what changed beside his own fields: another name, an alias, a merge, a report."""
    CustomerChange.objects.create(**_change(act, customer_id, field, before, after, reason))


def set_fields(*, act: OpenAct, customer_id: int, values: Mapping[str, Json], reason: str) -> None:
    """Write values that are known to be good, a merged customer's too, and keep what they were."""
    _write(act, [customer_id], dict(values), reason)


def _locked(customer_id: int) -> Customer:
    row = Customer.objects.select_for_update().filter(pk=customer_id).first()
    if row is None:
        raise Refused("CUSTOMER_UNKNOWN", customer=customer_id)
    if CustomerFile.objects.filter(pk=customer_id, merged_into__isnull=False).exists():
        raise Refused("CUSTOMER_MERGED", name=row.name)
    return row


def _tax_code(row: Customer, values: Mapping[str, Any]) -> str:
    text = str(values.get("tax_code", row.tax_code))
    if text == row.tax_code and "country" not in values:
        return text  # what was taken in with an import is not judged anew
    read = read_tax_code(text=text, country=values.get("country", row.country))
    if isinstance(read, TextFault):
        raise Refused("CREDIT_CODE_WRONG", value=text[:60], fault=read.code.value)
    return read.code


def _keep_former_name(act: OpenAct, row: Customer) -> None:
    CustomerName.objects.get_or_create(
        customer=row,
        kind=NameKind.FORMER.value,
        normal=normal_name(name=row.name)[:200],
        defaults={"name": row.name, "valid_through": act.now.date()},
    )


def _write(act: OpenAct, customer_ids: Sequence[int], values: dict[str, Any], reason: str) -> int:
    if not values:
        return 0
    followers = merged_below(customer_ids=customer_ids) if FOLLOWED & set(values) else {}
    count = _write_rows(act, list(customer_ids), values, reason)
    if followers:
        _write_rows(act, sorted(followers), {name: values[name] for name in FOLLOWED & set(values)}, reason)
    return count


def _write_rows(act: OpenAct, ids: list[int], values: dict[str, Any], reason: str) -> int:
    own = {name: value for name, value in values.items() if FIELDS[name].place is Place.CUSTOMER}
    on_file = {name: value for name, value in values.items() if FIELDS[name].place is Place.FILE}
    before = _before(ids, sorted(own))
    if on_file:
        CustomerFile.objects.bulk_create([CustomerFile(customer_id=pk) for pk in before], ignore_conflicts=True)
        for row in CustomerFile.objects.filter(pk__in=ids).values("pk", *sorted(on_file)):
            before[row.pop("pk")] |= row
        CustomerFile.objects.filter(pk__in=ids).update(**on_file)
    if own:
        Customer.objects.filter(pk__in=ids).update(**own, **_keys_of(own))
    CustomerChange.objects.bulk_create(
        [
            CustomerChange(**_change(act, pk, name, known[name], value, reason))
            for pk, known in before.items()
            for name, value in values.items()
            if known[name] != value
        ],
        batch_size=1_000,
    )
    return len(before)


def _before(ids: list[int], names: list[str]) -> Before:
    rows = Customer.objects.select_for_update().filter(pk__in=ids).order_by("pk").values("pk", *names)
    return {row.pop("pk"): row for row in rows}


def _keys_of(own: Mapping[str, Any]) -> dict[str, str]:
    if "name" not in own:
        return {}
    return {"name_sort": sort_key(name=own["name"]), "name_pinyin": pinyin_key(name=own["name"])}


def _change(act: OpenAct, customer_id: int, field: str, before: Json, after: Json, reason: str) -> dict[str, Any]:
    return {
        "customer_id": customer_id,
        "field": field,
        "before": before,
        "after": after,
        "act_id": act.id,
        "at": act.now,
        "who_id": act.actor.user_id,
        "who_name": act.actor.name[:100],
        "reason": reason[:300],
    }
