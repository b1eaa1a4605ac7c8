import django.db.models.deletion
from django.db import migrations, models

from huikuan.audit.append_only import AppendOnly
from huikuan.audit.references import Kept


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0004_exchange_rates"),
        ("audit", "0002_append_only"),
        ("customers", "0005_history_is_kept"),
        ("documents", "0004_papers_of_the_deal"),
    ]

    operations = [
        migrations.CreateModel(
            name="GuestCounter",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("bucket", models.CharField(max_length=64, unique=True)),
                ("window_started_at", models.DateTimeField(db_index=True)),
                ("attempts", models.PositiveIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="PortalLink",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "purpose",
                    models.CharField(choices=[("ACCOUNT", "ACCOUNT"), ("STATEMENT", "STATEMENT")], max_length=10),
                ),
                ("object_id", models.BigIntegerField(null=True)),
                ("language", models.CharField(max_length=10)),
                ("nonce", models.CharField(max_length=32)),
                ("token_hash", models.CharField(max_length=64, unique=True)),
                ("created_at", models.DateTimeField()),
                ("created_by_id", models.BigIntegerField(null=True)),
                ("created_by_name", models.CharField(max_length=150)),
                ("expires_at", models.DateTimeField()),
                ("revoked_at", models.DateTimeField(null=True)),
                ("revoked_by_name", models.CharField(blank=True, max_length=150)),
                ("last_used_at", models.DateTimeField(null=True)),
                ("uses", models.PositiveIntegerField(default=0)),
                (
                    "act",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="audit.act"),
                ),
                (
                    "company",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.company"
                    ),
                ),
                (
                    "contact",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="customers.contact"
                    ),
                ),
                (
                    "customer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="customers.customer"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["customer", "expires_at"], name="guests_links_of_customer")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("expires_at__gt", models.F("created_at"))), name="guests_link_expires_later"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("object_id", None), ("purpose", "ACCOUNT")),
                            models.Q(("object_id__isnull", False), ("purpose", "STATEMENT")),
                            _connector="OR",
                        ),
                        name="guests_link_of_one_object",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("last_used_at", None), ("uses", 0)),
                            models.Q(("last_used_at__isnull", False), ("uses__gte", 1)),
                            _connector="OR",
                        ),
                        name="guests_link_use_has_moment",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("nonce", ""), _negated=True), name="guests_link_has_nonce"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("revoked_at", None), ("revoked_by_name", "")),
                            models.Q(("revoked_at__isnull", False), models.Q(("revoked_by_name", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="guests_link_revoked_by_somebody",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="LinkCode",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("salt", models.CharField(max_length=32)),
                ("code_hash", models.CharField(max_length=64)),
                ("made_at", models.DateTimeField()),
                ("made_by_name", models.CharField(max_length=150)),
                ("expires_at", models.DateTimeField()),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                ("passed_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "act",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="audit.act"),
                ),
                (
                    "link",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="codes", to="guests.portallink"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at", None)), fields=("link",), name="guests_code_one_at_a_time"
                    ),
                    models.CheckConstraint(condition=models.Q(("tries__lte", 5)), name="guests_code_tries"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("passed_at", None),
                            models.Q(("ended_at__isnull", False), ("passed_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="guests_code_passes_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="GuestRequest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("company_id", models.BigIntegerField(null=True)),
                ("kind", models.CharField(choices=[("CONTACT", "CONTACT"), ("QUESTION", "QUESTION")], max_length=10)),
                ("text", models.CharField(max_length=2000)),
                ("person", models.JSONField(default=dict)),
                (
                    "state",
                    models.CharField(
                        choices=[("OPEN", "OPEN"), ("ACCEPTED", "ACCEPTED"), ("REFUSED", "REFUSED")], max_length=10
                    ),
                ),
                ("asked_at", models.DateTimeField()),
                ("decided_at", models.DateTimeField(null=True)),
                ("decided_by_name", models.CharField(blank=True, max_length=150)),
                ("answer", models.CharField(blank=True, max_length=2000)),
                (
                    "act",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="audit.act"),
                ),
                (
                    "customer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="customers.customer"
                    ),
                ),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="documents.document"
                    ),
                ),
                (
                    "link",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="guests.portallink"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "OPEN")), fields=["asked_at"], name="guests_requests_open"
                    ),
                    models.Index(fields=["customer"], name="guests_requests_customer"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("text", ""), _negated=True), name="guests_request_says_something"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decided_at", None), ("decided_by_name", ""), ("state", "OPEN")),
                            models.Q(
                                models.Q(("state", "OPEN"), _negated=True),
                                ("decided_at__isnull", False),
                                models.Q(("decided_by_name", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="guests_request_decided_by_somebody",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RequestStep",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("event", models.CharField(choices=[("ACCEPT", "ACCEPT"), ("REFUSE", "REFUSE")], max_length=8)),
                ("at", models.DateTimeField()),
                ("who_name", models.CharField(max_length=150)),
                (
                    "act",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="audit.act"),
                ),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="steps", to="guests.guestrequest"
                    ),
                ),
            ],
        ),
        AppendOnly("guests_requeststep"),
        Kept("guests_portallink", "guests_guestrequest", "guests_linkcode"),
    ]
