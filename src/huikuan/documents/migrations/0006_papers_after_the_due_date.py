from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("documents", "0005_seal_of_an_own_company"),
    ]

    operations = [
        migrations.AlterField(
            model_name="documentuse",
            name="purpose",
            field=models.CharField(
                choices=[
                    ("LETTER", "LETTER"),
                    ("STATEMENT", "STATEMENT"),
                    ("IMPORT", "IMPORT"),
                    ("EVIDENCE", "EVIDENCE"),
                    ("EXPORT", "EXPORT"),
                    ("REPORT", "REPORT"),
                    ("OPENING", "OPENING"),
                    ("CONTRACT", "CONTRACT"),
                    ("PRICES", "PRICES"),
                    ("SECURITY", "SECURITY"),
                    ("DELIVERY", "DELIVERY"),
                    ("INVOICE", "INVOICE"),
                    ("BILL", "BILL"),
                    ("SET_OFF", "SET_OFF"),
                    ("CLAIM", "CLAIM"),
                    ("MANDATE", "MANDATE"),
                    ("DISPUTE", "DISPUTE"),
                    ("REPLY", "REPLY"),
                    ("SEAL", "SEAL"),
                    ("CONTACT", "CONTACT"),
                    ("CAUSE", "CAUSE"),
                    ("CONDUCT", "CONDUCT"),
                    ("PLAN", "PLAN"),
                    ("INTEREST", "INTEREST"),
                    ("SANCTION", "SANCTION"),
                    ("CLOCK", "CLOCK"),
                    ("CASE", "CASE"),
                    ("BUNDLE", "BUNDLE"),
                    ("PROVISION", "PROVISION"),
                    ("WRITE_OFF", "WRITE_OFF"),
                    ("CREDITOR", "CREDITOR"),
                ],
                max_length=12,
            ),
        ),
    ]
