"""Of a code that went by text message, which message it was."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("guests", "0001_portal_links"),
        ("outbox", "0003_channels"),
    ]

    operations = [
        migrations.AddField(
            model_name="linkcode",
            name="message",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="outbox.message"
            ),
        ),
    ]
