"""A stop may be for one order: what the law lets us keep back is the order in breach, not every one (民法典 525, 526)."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("credit", "0002_append_only")]
    operations = [
        migrations.AddField(
            model_name="creditstop",
            name="order_number",
            field=models.CharField(blank=True, default="", max_length=60),
        ),
        migrations.RemoveConstraint(model_name="creditstop", name="credit_stopped_once"),
        migrations.AddConstraint(
            model_name="creditstop",
            constraint=models.UniqueConstraint(
                condition=models.Q(("lifted_at", None)),
                fields=("customer", "order_number"),
                name="credit_stopped_once",
            ),
        ),
    ]
