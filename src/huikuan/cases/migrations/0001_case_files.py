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
        ("receivables", "0009_plan_firings"),
    ]

    operations = [
        migrations.CreateModel(
            name="Case",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("currency", models.CharField(max_length=3)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("LAWYERS_LETTER", "LAWYERS_LETTER"),
                            ("MEDIATION", "MEDIATION"),
                            ("COMPLAINT", "COMPLAINT"),
                            ("PAYMENT_ORDER", "PAYMENT_ORDER"),
                            ("ARBITRATION", "ARBITRATION"),
                            ("SUIT", "SUIT"),
                            ("ENFORCEMENT", "ENFORCEMENT"),
                            ("BANKRUPTCY", "BANKRUPTCY"),
                        ],
                        max_length=16,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("PREPARING", "PREPARING"),
                            ("FILED", "FILED"),
                            ("ACCEPTED", "ACCEPTED"),
                            ("DECIDED", "DECIDED"),
                            ("APPEALED", "APPEALED"),
                            ("IN_FORCE", "IN_FORCE"),
                            ("ENFORCING", "ENFORCING"),
                            ("STAYED", "STAYED"),
                            ("SETTLED", "SETTLED"),
                            ("WITHDRAWN", "WITHDRAWN"),
                            ("CLOSED", "CLOSED"),
                        ],
                        max_length=12,
                    ),
                ),
                ("authority", models.CharField(blank=True, max_length=200)),
                ("number", models.CharField(blank=True, max_length=100)),
                ("lawyer", models.CharField(blank=True, max_length=100)),
                ("principal_minor", models.BigIntegerField()),
                ("interest_minor", models.BigIntegerField(default=0)),
                ("awarded_minor", models.BigIntegerField(null=True)),
                ("opened_on", models.DateField()),
                ("last_on", models.DateField()),
                ("filed_on", models.DateField(null=True)),
                ("decided_on", models.DateField(null=True)),
                ("in_force_on", models.DateField(null=True)),
                ("enforced_on", models.DateField(null=True)),
                ("ended_on", models.DateField(null=True)),
                ("outcome", models.CharField(blank=True, max_length=2000)),
                ("opened_by", models.CharField(max_length=150)),
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
        ),
        migrations.CreateModel(
            name="CaseCost",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("COURT_FEE", "COURT_FEE"),
                            ("LAWYER", "LAWYER"),
                            ("PRESERVATION", "PRESERVATION"),
                            ("APPRAISAL", "APPRAISAL"),
                            ("NOTARY", "NOTARY"),
                            ("TRAVEL", "TRAVEL"),
                            ("OTHER", "OTHER"),
                        ],
                        max_length=12,
                    ),
                ),
                ("amount_minor", models.BigIntegerField()),
                ("on", models.DateField()),
                ("note", models.CharField(blank=True, max_length=300)),
                ("who_name", models.CharField(max_length=150)),
                (
                    "act",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="audit.act"),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="costs", to="cases.case"
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
            name="CaseDate",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("HEARING", "HEARING"), ("EVIDENCE", "EVIDENCE"), ("OTHER", "OTHER")], max_length=8
                    ),
                ),
                ("on", models.DateField()),
                ("note", models.CharField(blank=True, max_length=300)),
                ("who_name", models.CharField(max_length=150)),
                (
                    "act",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="audit.act"),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="dates", to="cases.case"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="CaseItem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("claimed_minor", models.BigIntegerField()),
                ("is_running", models.BooleanField(default=True)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="items", to="cases.case"
                    ),
                ),
                (
                    "receivable",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="receivables.receivable"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="CaseStep",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "event",
                    models.CharField(
                        choices=[
                            ("OPEN", "OPEN"),
                            ("FILE", "FILE"),
                            ("REJECT", "REJECT"),
                            ("ACCEPT", "ACCEPT"),
                            ("DECIDE", "DECIDE"),
                            ("APPEAL", "APPEAL"),
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
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("PREPARING", "PREPARING"),
                            ("FILED", "FILED"),
                            ("ACCEPTED", "ACCEPTED"),
                            ("DECIDED", "DECIDED"),
                            ("APPEALED", "APPEALED"),
                            ("IN_FORCE", "IN_FORCE"),
                            ("ENFORCING", "ENFORCING"),
                            ("STAYED", "STAYED"),
                            ("SETTLED", "SETTLED"),
                            ("WITHDRAWN", "WITHDRAWN"),
                            ("CLOSED", "CLOSED"),
                        ],
                        max_length=12,
                    ),
                ),
                ("on", models.DateField()),
                ("note", models.CharField(blank=True, max_length=2000)),
                ("at", models.DateTimeField()),
                ("who_name", models.CharField(max_length=150)),
                (
                    "act",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="audit.act"),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="steps", to="cases.case"
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
        migrations.AddIndex(
            model_name="case",
            index=models.Index(fields=["customer", "state"], name="cases_of_customer"),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("interest_minor__gte", 0), ("principal_minor__gte", 1), ("principal_minor__lte", 10000000000000)
                ),
                name="cases_amount",
            ),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=models.Q(("awarded_minor", None), ("awarded_minor__gte", 0), _connector="OR"),
                name="cases_awarded_not_negative",
            ),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ended_on__isnull", False), ("state__in", ["WITHDRAWN", "CLOSED"])),
                    models.Q(models.Q(("state__in", ["WITHDRAWN", "CLOSED"]), _negated=True), ("ended_on", None)),
                    _connector="OR",
                ),
                name="cases_ended_with_a_day",
            ),
        ),
        migrations.AddConstraint(
            model_name="casecost",
            constraint=models.CheckConstraint(condition=models.Q(("amount_minor__gte", 1)), name="cases_cost_amount"),
        ),
        migrations.AddConstraint(
            model_name="caseitem",
            constraint=models.UniqueConstraint(fields=("case", "receivable"), name="cases_item_once"),
        ),
        migrations.AddConstraint(
            model_name="caseitem",
            constraint=models.UniqueConstraint(
                condition=models.Q(("is_running", True)), fields=("receivable",), name="cases_item_in_one_case"
            ),
        ),
        migrations.AddConstraint(
            model_name="caseitem",
            constraint=models.CheckConstraint(condition=models.Q(("claimed_minor__gte", 1)), name="cases_item_amount"),
        ),
        AppendOnly("cases_casestep", "cases_casecost"),
        Kept("cases_case", "cases_caseitem"),
    ]
