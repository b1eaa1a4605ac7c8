import django.db.models.deletion
from django.db import migrations, models

from huikuan.audit.references import Kept


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("audit", "0002_append_only"),
        ("customers", "0006_permissions"),
    ]

    operations = [
        migrations.CreateModel(
            name="OtherCreditor",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=200)),
                ("supplies", models.CharField(blank=True, max_length=200)),
                ("owed_minor", models.BigIntegerField(null=True)),
                ("currency", models.CharField(max_length=3)),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("CREDITOR_SAID", "CREDITOR_SAID"),
                            ("CUSTOMER_SAID", "CUSTOMER_SAID"),
                            ("COURT_RECORD", "COURT_RECORD"),
                            ("BANKRUPTCY_FILE", "BANKRUPTCY_FILE"),
                            ("REGISTER", "REGISTER"),
                            ("OUR_PEOPLE", "OUR_PEOPLE"),
                            ("OTHER", "OTHER"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "confidence",
                    models.CharField(
                        choices=[("PROVEN", "PROVEN"), ("LIKELY", "LIKELY"), ("HEARSAY", "HEARSAY")], max_length=10
                    ),
                ),
                ("seen_on", models.DateField()),
                ("note", models.CharField(blank=True, max_length=1000)),
                ("is_past", models.BooleanField(default=False)),
                ("recorded_by_name", models.CharField(max_length=150)),
                ("recorded_at", models.DateTimeField()),
                (
                    "act",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="audit.act"),
                ),
                (
                    "customer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="customers.customer"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="JointStep",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("SHARE_FACTS", "SHARE_FACTS"),
                            ("JOINT_TALK", "JOINT_TALK"),
                            ("JOINT_LETTER", "JOINT_LETTER"),
                            ("JOINT_COUNSEL", "JOINT_COUNSEL"),
                            ("BANKRUPTCY", "BANKRUPTCY"),
                            ("CREDITORS_MEETING", "CREDITORS_MEETING"),
                        ],
                        max_length=20,
                    ),
                ),
                ("on", models.DateField()),
                ("owner_id", models.BigIntegerField()),
                ("owner_name", models.CharField(max_length=150)),
                ("text", models.CharField(max_length=1000)),
                (
                    "state",
                    models.CharField(
                        choices=[("PLANNED", "PLANNED"), ("DONE", "DONE"), ("DROPPED", "DROPPED")], max_length=8
                    ),
                ),
                ("result", models.CharField(blank=True, max_length=1000)),
                ("activity_id", models.BigIntegerField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                ("planned_at", models.DateTimeField()),
                (
                    "act",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="audit.act"),
                ),
                (
                    "creditor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="steps", to="creditors.othercreditor"
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="othercreditor",
            constraint=models.CheckConstraint(condition=models.Q(("name", ""), _negated=True), name="creditors_named"),
        ),
        migrations.AddConstraint(
            model_name="othercreditor",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("owed_minor", None),
                    models.Q(("owed_minor__gte", 1), ("owed_minor__lte", 10000000000000)),
                    _connector="OR",
                ),
                name="creditors_owed",
            ),
        ),
        migrations.AddConstraint(
            model_name="othercreditor",
            constraint=models.CheckConstraint(
                condition=models.Q(("confidence", "HEARSAY"), ("note", ""), _negated=True),
                name="creditors_hearsay_says_who",
            ),
        ),
        migrations.AddConstraint(
            model_name="jointstep",
            constraint=models.CheckConstraint(
                condition=models.Q(("text", ""), _negated=True), name="creditors_step_says_what"
            ),
        ),
        migrations.AddConstraint(
            model_name="jointstep",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("activity_id", None), ("ended_at", None), ("state", "PLANNED")),
                    models.Q(("activity_id__isnull", False), ("ended_at__isnull", False), ("state", "DONE")),
                    models.Q(("activity_id", None), ("ended_at__isnull", False), ("state", "DROPPED")),
                    _connector="OR",
                ),
                name="creditors_step_ended_whole",
            ),
        ),
        migrations.AddConstraint(
            model_name="jointstep",
            constraint=models.CheckConstraint(
                condition=models.Q(("state", "PLANNED"), models.Q(("result", ""), _negated=True), _connector="OR"),
                name="creditors_step_ends_with_result",
            ),
        ),
        Kept("creditors_othercreditor", "creditors_jointstep"),
    ]
