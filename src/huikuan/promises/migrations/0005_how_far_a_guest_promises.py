"""How far ahead a customer may promise through his link, in the versions of the policy."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("promises", "0004_named_items"),
    ]

    operations = [
        migrations.AddField(
            model_name="policyversion",
            name="guest_days",
            field=models.PositiveSmallIntegerField(null=True),
        ),
    ]
