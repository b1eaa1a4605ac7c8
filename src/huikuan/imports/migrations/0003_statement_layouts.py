"""How people said the columns of bank statements are to be read, each change a version."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("audit", "0002_append_only"),
        ("imports", "0002_kinds_of_customer_lists"),
    ]

    operations = [
        migrations.CreateModel(
            name="StatementLayout",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.IntegerField()),
                ("version", models.IntegerField()),
                ("name", models.CharField(max_length=60)),
                ("signature", models.CharField(max_length=64)),
                ("headings", models.JSONField()),
                ("columns", models.JSONField()),
                ("minus_is_in", models.BooleanField(default=False)),
                ("is_live", models.BooleanField(default=True)),
                ("saved_at", models.DateTimeField()),
                ("saved_by", models.CharField(max_length=150)),
                (
                    "act",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="audit.act"),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("number", "version"), name="imports_layout_version_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("is_live", True)),
                        fields=("signature",),
                        name="imports_layout_signature_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("is_live", True)), fields=("name",), name="imports_layout_name_once"
                    ),
                ],
            },
        ),
    ]
