"""The items that the letter of a sanction named: what was paid before it was written is not asked for in it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("sanctions", "0003_notices_that_arrived")]

    operations = [
        migrations.AddField(model_name="sanction", name="named", field=models.JSONField(null=True)),
    ]
