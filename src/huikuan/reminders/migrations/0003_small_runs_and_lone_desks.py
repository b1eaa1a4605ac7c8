"""Small runs are not held, policies begin on a day, and where nobody else can approve the maker may, with a reason."""

from typing import Any

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import F, Q

from huikuan.audit.append_only import AppendOnly, refusing_triggers, without_triggers

POLICIES = ("reminders_policyversion",)


def take_triggers_off(apps: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """SQLite makes a table anew to add a column, and would lose them; PostgreSQL would keep them: so off in both."""
    for statement in without_triggers(vendor=schema_editor.connection.vendor, tables=POLICIES):
        schema_editor.execute(statement, params=None)


def put_triggers_on(apps: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Back to where the migration before left them."""
    for statement in refusing_triggers(vendor=schema_editor.connection.vendor, tables=POLICIES):
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("audit", "0002_append_only"), ("reminders", "0002_append_only")]
    operations = [
        migrations.RunPython(take_triggers_off, put_triggers_on),
        migrations.AddField("policyversion", "effective_from", models.DateField(null=True)),
        migrations.AddField("policyversion", "small_run", models.PositiveSmallIntegerField(default=20)),
        AppendOnly(*POLICIES),
        migrations.RemoveConstraint("letterversion", "reminders_letter_four_eyes"),
        migrations.RemoveConstraint("run", "reminders_run_four_eyes"),
        migrations.AddField("letterversion", "alone_because", models.CharField(blank=True, default="", max_length=300)),
        migrations.AddField("run", "alone_because", models.CharField(blank=True, default="", max_length=300)),
        migrations.AddConstraint(
            "letterversion",
            models.CheckConstraint(
                condition=Q(approver_id=None) | ~Q(approver_id=F("author_id")) | ~Q(alone_because=""),
                name="reminders_letter_four_eyes",
            ),
        ),
        migrations.AddConstraint(
            "run",
            models.CheckConstraint(
                condition=Q(approver_id=None)
                | Q(planner_id=None)
                | ~Q(approver_id=F("planner_id"))
                | ~Q(alone_because=""),
                name="reminders_run_four_eyes",
            ),
        ),
    ]
