"""Tasks for what is done by hand, texts of letters as versions, the case of legal action. SQLite makes the table anew: what
keeps its rows is put on again."""

import django.db.models.deletion
from django.db import migrations, models

from huikuan.audit.references import Kept

KEPT = Kept("sanctions_sanction")


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0004_exchange_rates"),
        ("audit", "0002_append_only"),
        ("customers", "0006_permissions"),
        ("documents", "0006_papers_after_the_due_date"),
        ("sanctions", "0001_ladder_gates_and_notices"),
    ]

    operations = [
        migrations.RunPython(KEPT.reverse_code, KEPT.code),
        migrations.CreateModel(
            name="LetterVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("letter", models.CharField(max_length=20)),
                ("language", models.CharField(max_length=10)),
                ("number", models.PositiveIntegerField()),
                ("subject", models.CharField(max_length=150)),
                ("body", models.TextField()),
                ("author_name", models.CharField(max_length=150)),
                ("at", models.DateTimeField()),
                ("approver_name", models.CharField(blank=True, default="", max_length=150)),
                ("approved_at", models.DateTimeField(null=True)),
                ("alone_because", models.CharField(blank=True, default="", max_length=300)),
            ],
        ),
        migrations.CreateModel(
            name="SanctionTask",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("duty", models.CharField(choices=[("DO", "DO"), ("UNDO", "UNDO")], max_length=4)),
                ("responsible_name", models.CharField(blank=True, default="", max_length=150)),
                ("opened_on", models.DateField()),
                (
                    "ended",
                    models.CharField(
                        blank=True, choices=[("DONE", "DONE"), ("DROPPED", "DROPPED")], default="", max_length=7
                    ),
                ),
                ("ended_on", models.DateField(null=True)),
                ("ended_by_name", models.CharField(blank=True, default="", max_length=150)),
                ("note", models.CharField(blank=True, default="", max_length=500)),
            ],
        ),
        migrations.AddField(
            model_name="sanction",
            name="case_id",
            field=models.BigIntegerField(null=True),
        ),
        migrations.AlterField(
            model_name="sanctionstep",
            name="event",
            field=models.CharField(
                choices=[
                    ("PROPOSE", "PROPOSE"),
                    ("STATE", "STATE"),
                    ("APPROVE", "APPROVE"),
                    ("REJECT", "REJECT"),
                    ("WITHDRAW", "WITHDRAW"),
                    ("NOTIFY", "NOTIFY"),
                    ("APPLY", "APPLY"),
                    ("REPORT", "REPORT"),
                    ("RELEASE", "RELEASE"),
                ],
                max_length=10,
            ),
        ),
        migrations.AddConstraint(
            model_name="sanction",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("rung", "LEGAL"), ("state", "IN_FORCE"), _negated=True),
                    ("case_id__isnull", False),
                    _connector="OR",
                ),
                name="sanctions_legal_has_its_case",
            ),
        ),
        migrations.AddField(
            model_name="letterversion",
            name="act",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="audit.act"),
        ),
        migrations.AddField(
            model_name="letterversion",
            name="approver",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.user"
            ),
        ),
        migrations.AddField(
            model_name="letterversion",
            name="author",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.user"),
        ),
        migrations.AddField(
            model_name="sanctiontask",
            name="act",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="audit.act"),
        ),
        migrations.AddField(
            model_name="sanctiontask",
            name="responsible",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.user"
            ),
        ),
        migrations.AddField(
            model_name="sanctiontask",
            name="sanction",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="tasks", to="sanctions.sanction"
            ),
        ),
        migrations.AddConstraint(
            model_name="letterversion",
            constraint=models.UniqueConstraint(fields=("letter", "language", "number"), name="sanctions_letter_once"),
        ),
        migrations.AddConstraint(
            model_name="letterversion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("approver", None),
                    models.Q(("approver", models.F("author")), _negated=True),
                    models.Q(("alone_because", ""), _negated=True),
                    _connector="OR",
                ),
                name="sanctions_letter_four_eyes",
            ),
        ),
        migrations.AddConstraint(
            model_name="letterversion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("approved_at", None), ("approver", None)),
                    models.Q(("approved_at__isnull", False), ("approver__isnull", False)),
                    _connector="OR",
                ),
                name="sanctions_letter_approval_whole",
            ),
        ),
        migrations.AddIndex(
            model_name="sanctiontask",
            index=models.Index(condition=models.Q(("ended", "")), fields=["id"], name="sanctions_open_tasks"),
        ),
        migrations.AddConstraint(
            model_name="sanctiontask",
            constraint=models.UniqueConstraint(fields=("sanction", "duty"), name="sanctions_task_once"),
        ),
        migrations.AddConstraint(
            model_name="sanctiontask",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ended", ""), ("ended_on", None)),
                    models.Q(models.Q(("ended", ""), _negated=True), ("ended_on__isnull", False)),
                    _connector="OR",
                ),
                name="sanctions_task_end_whole",
            ),
        ),
        migrations.AddConstraint(
            model_name="sanctiontask",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ended", "DONE"), _negated=True),
                    models.Q(models.Q(("note", ""), _negated=True), models.Q(("ended_by_name", ""), _negated=True)),
                    _connector="OR",
                ),
                name="sanctions_task_done_says_what",
            ),
        ),
        Kept("sanctions_sanctiontask", "sanctions_letterversion"),
        KEPT,
    ]
