import django.db.models.deletion
from django.db import migrations, models

from huikuan.audit.append_only import AppendOnly
from huikuan.audit.references import Kept


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0004_exchange_rates"),
        ("audit", "0002_append_only"),
        ("customers", "0006_permissions"),
        ("documents", "0006_papers_after_the_due_date"),
        ("receivables", "0010_late_interest"),
    ]

    operations = [
        migrations.CreateModel(
            name="RecordedEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("demand", "demand"),
                            ("demand_signed", "demand_signed"),
                            ("letter", "letter"),
                            ("email", "email"),
                            ("message", "message"),
                            ("bank_set_off", "bank_set_off"),
                            ("newspaper", "newspaper"),
                            ("call", "call"),
                            ("visit", "visit"),
                            ("promise", "promise"),
                            ("plan", "plan"),
                            ("extension", "extension"),
                            ("security", "security"),
                            ("acknowledgement", "acknowledgement"),
                            ("new_agreement", "new_agreement"),
                            ("suit", "suit"),
                            ("arbitration", "arbitration"),
                            ("payment_order", "payment_order"),
                            ("preservation", "preservation"),
                            ("bankruptcy_claim", "bankruptcy_claim"),
                            ("enforcement", "enforcement"),
                            ("set_off_in_suit", "set_off_in_suit"),
                            ("mediation", "mediation"),
                            ("police_report", "police_report"),
                            ("joint_debtor", "joint_debtor"),
                            ("assignment", "assignment"),
                            ("procedure_ended", "procedure_ended"),
                            ("suspension", "suspension"),
                            ("grace_ended", "grace_ended"),
                            ("refusal", "refusal"),
                        ],
                        max_length=20,
                    ),
                ),
                ("on", models.DateField()),
                ("since", models.DateField(null=True)),
                ("note", models.CharField(blank=True, max_length=500)),
                ("reference", models.CharField(blank=True, max_length=60)),
                ("recorded_by_id", models.BigIntegerField(null=True)),
                ("recorded_by_name", models.CharField(max_length=150)),
                ("at", models.DateTimeField()),
                (
                    "act",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="audit.act"),
                ),
                (
                    "company",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.company"
                    ),
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
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="documents.document",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="EventItem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "receivable",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="receivables.receivable"
                    ),
                ),
                (
                    "event",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="items", to="clocks.recordedevent"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Withdrawal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reason", models.CharField(max_length=300)),
                ("who_name", models.CharField(max_length=150)),
                ("at", models.DateTimeField()),
                (
                    "act",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="audit.act"),
                ),
                (
                    "event",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="withdrawal",
                        to="clocks.recordedevent",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="AcceptedLoss",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("company_id", models.BigIntegerField()),
                ("customer_id", models.BigIntegerField()),
                ("safe", models.DateField()),
                ("reason", models.CharField(max_length=500)),
                ("who_name", models.CharField(max_length=150)),
                ("at", models.DateTimeField()),
                (
                    "act",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="audit.act"),
                ),
                (
                    "invoice",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="receivables.invoice"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="clocks_accepted_why"
                    ),
                    models.UniqueConstraint(fields=("invoice", "safe"), name="clocks_accepted_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Deadline",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("ENFORCEMENT", "ENFORCEMENT"),
                            ("BANKRUPTCY_CLAIM", "BANKRUPTCY_CLAIM"),
                            ("PAYMENT_ORDER", "PAYMENT_ORDER"),
                            ("INSPECTION", "INSPECTION"),
                        ],
                        max_length=16,
                    ),
                ),
                ("basis", models.DateField()),
                ("named", models.DateField(null=True)),
                ("last_day", models.DateField()),
                ("article", models.CharField(max_length=20)),
                ("subject", models.CharField(max_length=300)),
                ("recorded_by_name", models.CharField(max_length=150)),
                ("recorded_at", models.DateTimeField()),
                ("finished_on", models.DateField(null=True)),
                ("finished_note", models.CharField(blank=True, max_length=300)),
                ("finished_by_name", models.CharField(blank=True, max_length=150)),
                (
                    "act",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="audit.act"),
                ),
                (
                    "company",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.company"
                    ),
                ),
                (
                    "customer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="customers.customer"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("finished_on", None)), fields=["last_day"], name="clocks_deadlines_open"
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("last_day__gt", models.F("basis")), models.Q(("subject", ""), _negated=True)
                        ),
                        name="clocks_deadline_whole",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("finished_by_name", ""), ("finished_note", ""), ("finished_on", None)),
                            models.Q(
                                ("finished_on__isnull", False),
                                models.Q(("finished_note", ""), _negated=True),
                                models.Q(("finished_by_name", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="clocks_deadline_finished_whole",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DebtClock",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("company_id", models.BigIntegerField()),
                ("currency", models.CharField(max_length=3)),
                ("basis", models.DateField()),
                ("expires", models.DateField()),
                ("safe", models.DateField()),
                (
                    "last_kind",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("demand", "demand"),
                            ("demand_signed", "demand_signed"),
                            ("letter", "letter"),
                            ("email", "email"),
                            ("message", "message"),
                            ("bank_set_off", "bank_set_off"),
                            ("newspaper", "newspaper"),
                            ("call", "call"),
                            ("call_unanswered", "call_unanswered"),
                            ("visit", "visit"),
                            ("part_payment", "part_payment"),
                            ("promise", "promise"),
                            ("plan", "plan"),
                            ("extension", "extension"),
                            ("security", "security"),
                            ("statement_confirmed", "statement_confirmed"),
                            ("acknowledgement", "acknowledgement"),
                            ("new_agreement", "new_agreement"),
                            ("suit", "suit"),
                            ("arbitration", "arbitration"),
                            ("payment_order", "payment_order"),
                            ("preservation", "preservation"),
                            ("bankruptcy_claim", "bankruptcy_claim"),
                            ("enforcement", "enforcement"),
                            ("set_off_in_suit", "set_off_in_suit"),
                            ("mediation", "mediation"),
                            ("police_report", "police_report"),
                            ("joint_debtor", "joint_debtor"),
                            ("assignment", "assignment"),
                            ("procedure_ended", "procedure_ended"),
                            ("suspension", "suspension"),
                            ("grace_ended", "grace_ended"),
                            ("refusal", "refusal"),
                        ],
                        max_length=20,
                    ),
                ),
                ("last_on", models.DateField(null=True)),
                (
                    "strength",
                    models.CharField(
                        blank=True, choices=[("STRONG", "STRONG"), ("FAIR", "FAIR"), ("WEAK", "WEAK")], max_length=6
                    ),
                ),
                ("as_of", models.DateField()),
                (
                    "customer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="customers.customer"
                    ),
                ),
                (
                    "invoice",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="receivables.invoice"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["safe", "id"], name="clocks_by_end")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("safe__lte", models.F("expires"))), name="clocks_safe_first"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("last_kind", ""), ("last_on", None), ("strength", "")),
                            models.Q(
                                models.Q(("last_kind", ""), _negated=True),
                                ("last_on__isnull", False),
                                models.Q(("strength", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="clocks_last_event_whole",
                    ),
                ],
            },
        ),
        migrations.AddIndex(
            model_name="recordedevent",
            index=models.Index(fields=["customer", "on"], name="clocks_events_of_customer"),
        ),
        migrations.AddConstraint(
            model_name="recordedevent",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("document__isnull", False), models.Q(("reference", ""), _negated=True), _connector="OR"
                ),
                name="clocks_event_with_evidence",
            ),
        ),
        migrations.AddConstraint(
            model_name="recordedevent",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("since", None), models.Q(("kind", "suspension"), ("since__lte", models.F("on"))), _connector="OR"
                ),
                name="clocks_obstacle_days",
            ),
        ),
        migrations.AddConstraint(
            model_name="eventitem",
            constraint=models.UniqueConstraint(fields=("event", "receivable"), name="clocks_event_item_once"),
        ),
        migrations.AddConstraint(
            model_name="withdrawal",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True), name="clocks_withdrawn_why"
            ),
        ),
        AppendOnly("clocks_recordedevent", "clocks_eventitem", "clocks_withdrawal", "clocks_acceptedloss"),
        Kept("clocks_deadline"),
    ]
