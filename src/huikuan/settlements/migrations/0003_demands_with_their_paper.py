"""The paper that proves a demand; those recorded before have none."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("settlements", "0002_the_rest_called_in"),
    ]

    operations = [
        migrations.AddField(
            model_name="planstep",
            name="document_id",
            field=models.BigIntegerField(null=True),
        ),
    ]
