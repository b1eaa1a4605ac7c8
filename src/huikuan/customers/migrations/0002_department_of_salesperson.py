from django.db import migrations


class Migration(migrations.Migration):
    """A customer's department is his salesperson's; the column was never written."""

    dependencies = [("customers", "0001_initial")]

    operations = [migrations.RemoveField(model_name="customer", name="department")]
