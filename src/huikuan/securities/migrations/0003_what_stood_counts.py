from typing import Any

from django.db import migrations

_AT_ONCE = 1_000


def confirm_what_stood(apps: Any, _schema_editor: Any) -> None:
    """Security recorded before a second person was asked goes on counting: confirmed by nobody, by the act that recorded it."""
    securities = apps.get_model("securities", "Security").objects.order_by("pk")
    confirmations = apps.get_model("securities", "SecurityConfirmation")
    some = list(securities[:_AT_ONCE])
    while some:
        confirmations.objects.bulk_create(
            confirmations(
                security_id=row.pk,
                valid_through=row.valid_through,
                recorded_by_id=row.recorded_by_id,
                confirmed_by_id=None,
                confirmed_by_name="migration",
                at=row.recorded_at,
                act_id=row.act_id,
            )
            for row in some
        )
        some = list(securities.filter(pk__gt=some[-1].pk)[:_AT_ONCE])


class Migration(migrations.Migration):
    dependencies = [("securities", "0002_confirmations")]

    operations = [migrations.RunPython(confirm_what_stood, migrations.RunPython.noop)]
