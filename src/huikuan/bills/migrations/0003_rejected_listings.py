"""Rows of a list of acceptors that were not taken stay beside it, with their lines and reasons."""

import django.db.models.deletion
from django.db import migrations, models

from huikuan.audit.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("bills", "0002_append_only")]
    operations = [
        migrations.CreateModel(
            name="RejectedListing",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("file_name", models.CharField(blank=True, max_length=255)),
                ("line", models.PositiveIntegerField()),
                ("column", models.CharField(blank=True, max_length=20)),
                ("value", models.CharField(blank=True, max_length=200)),
                ("code", models.CharField(max_length=30)),
                (
                    "watch_list",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rejections",
                        to="bills.watchlist",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("watch_list", "line"), name="bills_rejected_line_once"),
                    models.CheckConstraint(
                        condition=models.Q(("line__gte", 1), models.Q(("code", ""), _negated=True)),
                        name="bills_rejected_why",
                    ),
                ],
            },
        ),
        AppendOnly("bills_rejectedlisting"),
    ]
