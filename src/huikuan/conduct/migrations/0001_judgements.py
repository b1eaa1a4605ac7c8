import django.db.models.deletion
from django.db import migrations, models

from huikuan.audit.append_only import AppendOnly
from huikuan.audit.references import Kept


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("audit", "0002_append_only"),
        ("customers", "0006_permissions"),
        ("documents", "0006_papers_after_the_due_date"),
    ]

    operations = [
        migrations.CreateModel(
            name="Judgement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "nature",
                    models.CharField(
                        choices=[("MALICIOUS", "MALICIOUS"), ("NOT_MALICIOUS", "NOT_MALICIOUS")], max_length=14
                    ),
                ),
                ("reason", models.CharField(max_length=2000)),
                (
                    "proposed",
                    models.CharField(
                        choices=[("MALICIOUS", "MALICIOUS"), ("NOT_MALICIOUS", "NOT_MALICIOUS")], max_length=14
                    ),
                ),
                ("points_for", models.PositiveIntegerField()),
                ("points_against", models.PositiveIntegerField()),
                ("grounds", models.JSONField()),
                ("policy_number", models.PositiveIntegerField()),
                ("judged_on", models.DateField()),
                ("review_on", models.DateField()),
                ("judge_id", models.BigIntegerField()),
                ("judge_name", models.CharField(max_length=150)),
                (
                    "state",
                    models.CharField(
                        choices=[("IN_FORCE", "IN_FORCE"), ("REPLACED", "REPLACED"), ("OVERTURNED", "OVERTURNED")],
                        max_length=10,
                    ),
                ),
                ("ended_on", models.DateField(null=True)),
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
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="conduct_judgement_says_why"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("review_on__gt", models.F("judged_on"))), name="conduct_reviewed_later"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_on", None), ("state", "IN_FORCE")),
                            models.Q(
                                models.Q(("state", "IN_FORCE"), _negated=True),
                                ("ended_on__gte", models.F("judged_on")),
                                ("ended_on__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="conduct_ended_when_over",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "IN_FORCE")),
                        fields=("customer",),
                        name="conduct_one_judgement_in_force",
                    ),
                ],
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "IN_FORCE")), fields=["review_on"], name="conduct_reviews"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Appeal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("judge_id", models.BigIntegerField()),
                ("text", models.CharField(max_length=2000)),
                ("said_by", models.CharField(max_length=150)),
                ("filed_on", models.DateField()),
                ("filed_by_name", models.CharField(max_length=150)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("OPEN", "OPEN"),
                            ("UPHELD", "UPHELD"),
                            ("DISMISSED", "DISMISSED"),
                            ("LAPSED", "LAPSED"),
                        ],
                        max_length=9,
                    ),
                ),
                ("decided_on", models.DateField(null=True)),
                ("decided_by_id", models.BigIntegerField(null=True)),
                ("decided_by_name", models.CharField(blank=True, max_length=150)),
                ("note", models.CharField(blank=True, max_length=2000)),
                (
                    "act",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="audit.act"),
                ),
                (
                    "document",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="documents.document",
                    ),
                ),
                (
                    "judgement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="appeals", to="conduct.judgement"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("text", ""), _negated=True), models.Q(("said_by", ""), _negated=True)
                        ),
                        name="conduct_appeal_says_what",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decided_by_id", None), ("decided_on", None), ("state", "OPEN")),
                            models.Q(("decided_by_id", None), ("decided_on__isnull", False), ("state", "LAPSED")),
                            models.Q(
                                ("decided_by_id__isnull", False),
                                ("decided_on__isnull", False),
                                ("state__in", ["UPHELD", "DISMISSED"]),
                                models.Q(("note", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="conduct_appeal_decided_whole",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("decided_by_id", None),
                            models.Q(("decided_by_id", models.F("judge_id")), _negated=True),
                            _connector="OR",
                        ),
                        name="conduct_appeal_by_another",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "OPEN")), fields=("judgement",), name="conduct_one_open_appeal"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="JudgementStep",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "event",
                    models.CharField(
                        choices=[
                            ("JUDGE", "JUDGE"),
                            ("REPLACE", "REPLACE"),
                            ("APPEAL", "APPEAL"),
                            ("UPHOLD", "UPHOLD"),
                            ("DISMISS", "DISMISS"),
                        ],
                        max_length=8,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("IN_FORCE", "IN_FORCE"), ("REPLACED", "REPLACED"), ("OVERTURNED", "OVERTURNED")],
                        max_length=10,
                    ),
                ),
                ("at", models.DateTimeField()),
                ("who_name", models.CharField(max_length=150)),
                ("note", models.CharField(blank=True, max_length=2000)),
                (
                    "act",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="audit.act"),
                ),
                (
                    "judgement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="steps", to="conduct.judgement"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="PolicyVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField(unique=True)),
                ("weights", models.JSONField()),
                ("threshold", models.PositiveIntegerField()),
                ("least_kinds", models.PositiveSmallIntegerField()),
                ("look_back_days", models.PositiveSmallIntegerField()),
                ("review_days", models.PositiveSmallIntegerField()),
                ("reason", models.CharField(max_length=300)),
                ("who_name", models.CharField(max_length=150)),
                ("at", models.DateTimeField()),
                (
                    "act",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="audit.act"),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("least_kinds__gte", 1),
                            ("look_back_days__gte", 30),
                            ("review_days__gte", 1),
                            ("threshold__gte", 1),
                        ),
                        name="conduct_policy_bounded",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="conduct_policy_says_why"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Sign",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "ground",
                    models.CharField(
                        choices=[
                            ("ASSET_FLIGHT", "ASSET_FLIGHT"),
                            ("PAID_OTHERS", "PAID_OTHERS"),
                            ("FALSE_STATEMENT", "FALSE_STATEMENT"),
                            ("MOVED_AWAY", "MOVED_AWAY"),
                            ("COURT_LIST", "COURT_LIST"),
                            ("FORCE_MAJEURE", "FORCE_MAJEURE"),
                        ],
                        max_length=24,
                    ),
                ),
                ("text", models.CharField(max_length=2000)),
                ("happened_on", models.DateField()),
                ("recorded_at", models.DateTimeField()),
                ("recorded_by_name", models.CharField(max_length=150)),
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
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="documents.document"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("text", ""), _negated=True), name="conduct_sign_says_what"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SignTakenBack",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reason", models.CharField(max_length=500)),
                ("at", models.DateTimeField()),
                ("who_name", models.CharField(max_length=150)),
                (
                    "act",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="audit.act"),
                ),
                (
                    "sign",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="taken_back", to="conduct.sign"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="conduct_taken_back_says_why"
                    ),
                ],
            },
        ),
        AppendOnly("conduct_sign", "conduct_signtakenback", "conduct_judgementstep", "conduct_policyversion"),
        Kept("conduct_judgement", "conduct_appeal"),
    ]
