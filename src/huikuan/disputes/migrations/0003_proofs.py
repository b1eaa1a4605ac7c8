"""What the ending of a dispute rests on: credit notes, a corrected invoice, papers."""

import django.db.models.deletion
from django.db import migrations, models

from huikuan.audit.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [
        ("audit", "0002_append_only"),
        ("disputes", "0002_endings_and_escalation"),
        ("documents", "0006_papers_after_the_due_date"),
        ("receivables", "0010_late_interest"),
    ]

    operations = [
        migrations.CreateModel(
            name="DisputeProof",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(blank=True, max_length=200)),
                ("amount_minor", models.BigIntegerField()),
                (
                    "act",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="audit.act"),
                ),
                (
                    "dispute",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="proofs", to="disputes.dispute"
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
                (
                    "invoice",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="receivables.invoice",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("dispute", "invoice"), name="disputes_proof_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("amount_minor__gte", 0), ("document", None), ("invoice__isnull", False), ("name", "")
                            ),
                            models.Q(
                                ("amount_minor", 0),
                                ("document__isnull", False),
                                ("invoice", None),
                                models.Q(("name", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="disputes_proof_of_one_thing",
                    ),
                ],
            },
        ),
        AppendOnly("disputes_disputeproof"),
    ]
