"""A period interrupted runs anew, with the paper of it. SQLite makes the table anew: what keeps its rows is put on again."""

import django.db.models.deletion
from django.db import migrations, models

from huikuan.audit.references import Kept

KEPT = Kept("clocks_deadline")


class Migration(migrations.Migration):
    dependencies = [
        ("clocks", "0004_obstacles_that_last"),
        ("documents", "0006_papers_after_the_due_date"),
    ]

    operations = [
        migrations.RunPython(KEPT.reverse_code, KEPT.code),
        migrations.AddField(
            model_name="deadline",
            name="document",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="documents.document"
            ),
        ),
        migrations.AddField(
            model_name="deadline",
            name="renews",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="clocks.deadline"
            ),
        ),
        migrations.AddConstraint(
            model_name="deadline",
            constraint=models.CheckConstraint(
                condition=models.Q(("renews", None), ("document__isnull", False), _connector="OR"),
                name="clocks_renewed_with_evidence",
            ),
        ),
        migrations.RunPython(KEPT.code, KEPT.reverse_code),
    ]
