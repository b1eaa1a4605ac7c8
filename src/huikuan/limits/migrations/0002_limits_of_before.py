from typing import Any

from django.db import migrations

from huikuan.audit.rules import digest

_AT_ONCE = 2_000
_KEY = "upgrade:limits-into-the-journal"
_REASON = "Limit kept with the customer before there was a journal"


def enter_limits_of_before(apps: Any, _schema_editor: Any) -> None:
    """Enter each limit that stands with a customer as taken in on the day he was; 0 stays cash only."""
    customers = apps.get_model("customers", "Customer").objects.exclude(credit_limit_minor=None)
    first = apps.get_model("accounts", "Company").objects.filter(is_active=True).order_by("pk").first()
    latest = customers.order_by("-created_at").first()
    if latest is None:
        return
    act = _act(apps, latest.created_at, customers.count())
    currency = first.currency if first else "CNY"
    some = list(customers.order_by("pk")[:_AT_ONCE])
    while some:
        _enter(apps, some, act, currency)
        some = list(customers.filter(pk__gt=some[-1].pk).order_by("pk")[:_AT_ONCE])


def _act(apps: Any, at: Any, count: int) -> Any:
    detail = {"count": count}
    values = {
        "verb": "enter_limits_of_before",
        "actor_kind": "SYSTEM",
        "actor_name": "system",
        "at": at,
        "input_hash": digest(value={"verb": "enter_limits_of_before", "company": None, "detail": detail}),
        "detail": detail,
    }
    act, is_new = apps.get_model("audit", "Act").objects.get_or_create(key=_KEY, defaults=values)
    if is_new:
        apps.get_model("audit", "ActResult").objects.create(act=act, result=detail)
    return act


def _enter(apps: Any, customers: list[Any], act: Any, currency: str) -> None:
    line, entry = apps.get_model("limits", "LimitLine"), apps.get_model("limits", "LimitEntry")
    lines = line.objects.bulk_create([line(customer=one, kind="PERMANENT", order_number="") for one in customers])
    entry.objects.bulk_create(
        [
            entry(
                line=row,
                amount_minor=min(one.credit_limit_minor, 10**13),
                currency=currency,
                valid_from=one.created_at.date(),
                reason=_REASON,
                source="IMPORT",
                act=act,
                at=one.created_at,
            )
            for row, one in zip(lines, customers, strict=True)
        ],
        batch_size=500,
    )


class Migration(migrations.Migration):
    """Limits that stood with customers become entries of the journal; the column is not read or written any more."""

    dependencies = [
        ("limits", "0001_journal_of_limits"),
        ("accounts", "0003_calendar_day_name"),
        ("audit", "0002_append_only"),
    ]

    operations = [migrations.RunPython(enter_limits_of_before, migrations.RunPython.noop)]
