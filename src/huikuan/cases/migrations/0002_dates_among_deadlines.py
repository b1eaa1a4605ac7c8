"""Days of a case become deadlines; costs claimed or not; a handler. SQLite makes tables anew: what keeps their rows is put on again."""

from typing import Any

from django.db import migrations, models

from huikuan.audit.append_only import AppendOnly
from huikuan.audit.references import Kept

FOR_EVER = AppendOnly("cases_casecost")
KEPT = Kept("cases_case")


def days_to_deadlines(apps: Any, schema_editor: Any) -> None:
    """Each hearing or other day as a deadline of its case, by whoever wrote it down and when."""
    deadlines = apps.get_model("clocks", "Deadline")
    for day in apps.get_model("cases", "CaseDate").objects.select_related("case", "act").order_by("pk"):
        case = day.case
        about = case.number or case.authority or f"#{case.pk}"
        over = {
            "finished_on": case.ended_on,
            "finished_note": case.outcome[:300] or case.state,
            "finished_by_name": day.who_name,
        }
        deadlines.objects.create(
            company_id=case.company_id,
            customer_id=case.customer_id,
            kind=day.kind,
            basis=min(case.last_on, day.on),
            named=day.on,
            last_day=day.on,
            article="",
            subject=" ".join(part for part in (day.note.strip(), about[:200]) if part)[:300],
            reference=f"case:{case.pk}",
            recorded_by_name=day.who_name,
            recorded_at=day.act.at,
            act_id=day.act_id,
            **(over if case.ended_on else {}),
        )


class Migration(migrations.Migration):
    dependencies = [
        ("audit", "0002_append_only"),
        ("cases", "0001_case_files"),
        ("clocks", "0002_deadlines_of_cases"),
    ]

    operations = [
        migrations.RunPython(FOR_EVER.reverse_code, FOR_EVER.code),
        migrations.RunPython(KEPT.reverse_code, KEPT.code),
        migrations.RunPython(days_to_deadlines, migrations.RunPython.noop),
        migrations.AddField(
            model_name="case",
            name="handler_id",
            field=models.BigIntegerField(null=True),
        ),
        migrations.AddField(
            model_name="casecost",
            name="is_claimed",
            field=models.BooleanField(default=True),
        ),
        migrations.AlterField(
            model_name="casestep",
            name="event",
            field=models.CharField(
                choices=[
                    ("OPEN", "OPEN"),
                    ("FILE", "FILE"),
                    ("REJECT", "REJECT"),
                    ("ACCEPT", "ACCEPT"),
                    ("DECIDE", "DECIDE"),
                    ("APPEAL", "APPEAL"),
                    ("REMAND", "REMAND"),
                    ("TAKE_EFFECT", "TAKE_EFFECT"),
                    ("ENFORCE", "ENFORCE"),
                    ("STAY", "STAY"),
                    ("SETTLE", "SETTLE"),
                    ("WITHDRAW", "WITHDRAW"),
                    ("CLOSE", "CLOSE"),
                ],
                max_length=12,
            ),
        ),
        migrations.DeleteModel(
            name="CaseDate",
        ),
        migrations.RunPython(KEPT.code, KEPT.reverse_code),
        migrations.RunPython(FOR_EVER.code, FOR_EVER.reverse_code),
    ]
