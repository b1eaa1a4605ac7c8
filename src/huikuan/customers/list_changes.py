"""Write what a list says of many customers inside an open act: each his own values, with the history of every field."""

from __future__ import annotations

from collections.abc import Mapping

from huikuan.audit.operations import Json, OpenAct
from huikuan.customers.field_rules import FIELDS, FOLLOWED, Place, clean_value
from huikuan.customers.file_rules import NameKind
from huikuan.customers.groups import merged_below
from huikuan.customers.models import Customer, CustomerChange, CustomerFile, CustomerName
from huikuan.customers.rules import normal_name, pinyin_key, sort_key
from huikuan.kernel.paging import portions

_KEYS = ("name_sort", "name_pinyin")


def change_each(*, act: OpenAct, changes: Mapping[int, Mapping[str, Json]], reason: str | Mapping[int, str]) -> int:
    """Give every customer his own values; how many fields became other ones. A few queries for 200 customers.

    Customers merged into one of them follow in salesperson, class and do-not-contact. `reason` is one for all or by customer.
    The caller has judged numbers, tax codes and that nobody stands under himself. Raises Refused CUSTOMER_FIELD_UNKNOWN,
    CUSTOMER_FIELD_WRONG.
    """
    count = 0
    wanted = {
        pk: {name: clean_value(name=name, value=value) for name, value in values.items()}
        for pk, values in changes.items()
    }
    above = merged_below(customer_ids=[pk for pk, values in wanted.items() if FOLLOWED & set(values)])
    for child, top in above.items():
        followed = {name: value for name, value in wanted[top].items() if name in FOLLOWED}
        wanted[child] = wanted.get(child, {}) | followed
    why = {pk: reason if isinstance(reason, str) else reason[above.get(pk, pk)] for pk in wanted}
    for ids in portions(values=sorted(wanted)):
        count += _change(act, {pk: wanted[pk] for pk in ids}, why)
    return count


def put_under(*, act: OpenAct, parents: Mapping[int, int]) -> None:
    """Put customers who have no file yet under others: `parents` maps each to the one above, judged by the caller."""
    CustomerFile.objects.bulk_create(
        [CustomerFile(customer_id=pk, parent_id=above) for pk, above in parents.items()], batch_size=1_000
    )
    CustomerChange.objects.bulk_create(
        [_noted(act, pk, "parent_id", None, above, "") for pk, above in parents.items()], batch_size=1_000
    )


def _change(act: OpenAct, wanted: Mapping[int, Mapping[str, Json]], why: Mapping[int, str]) -> int:
    rows = {row.pk: row for row in Customer.objects.select_for_update().filter(pk__in=wanted).order_by("pk")}
    CustomerFile.objects.bulk_create(
        [CustomerFile(customer_id=pk) for pk in rows if _on_file(wanted[pk])], ignore_conflicts=True, batch_size=1_000
    )
    files = {file.pk: file for file in CustomerFile.objects.filter(pk__in=wanted)}
    history: list[CustomerChange] = []
    former: list[CustomerName] = []
    for pk, row in rows.items():
        for name, value in wanted[pk].items():
            holder: Customer | CustomerFile = row if FIELDS[name].place is Place.CUSTOMER else files[pk]
            before = getattr(holder, name)
            if before == value:
                continue
            history.append(_noted(act, pk, name, before, value, why[pk]))
            if name == "name":
                former.append(_former(act, row))
            setattr(holder, name, value)
    _save(rows, files, {change.field for change in history})
    CustomerName.objects.bulk_create(former, ignore_conflicts=True, batch_size=1_000)
    CustomerChange.objects.bulk_create(history, batch_size=1_000)
    return len(history)


def _on_file(values: Mapping[str, Json]) -> bool:
    return any(FIELDS[name].place is Place.FILE for name in values)


def _save(rows: Mapping[int, Customer], files: Mapping[int, CustomerFile], changed: set[str]) -> None:
    own = sorted(name for name in changed if FIELDS[name].place is Place.CUSTOMER)
    on_file = sorted(changed - set(own))
    if "name" in own:
        for row in rows.values():
            row.name_sort, row.name_pinyin = sort_key(name=row.name), pinyin_key(name=row.name)
        own += _KEYS
    if own:
        Customer.objects.bulk_update(rows.values(), own, batch_size=200)
    if on_file:
        CustomerFile.objects.bulk_update(files.values(), on_file, batch_size=200)


def _former(act: OpenAct, row: Customer) -> CustomerName:
    return CustomerName(
        customer=row,
        kind=NameKind.FORMER.value,
        name=row.name,
        normal=normal_name(name=row.name)[:200],
        valid_through=act.now.date(),
    )


def _noted(act: OpenAct, customer_id: int, field: str, before: Json, after: Json, reason: str) -> CustomerChange:
    return CustomerChange(
        customer_id=customer_id,
        field=field,
        before=before,
        after=after,
        act_id=act.id,
        at=act.now,
        who_id=act.actor.user_id,
        who_name=act.actor.name[:100],
        reason=reason[:300],
    )
