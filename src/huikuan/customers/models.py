"""Companies that buy from us: names, terms, who looks after them, aliases of payers, people."""

from django.conf import settings
from django.db import models
from django.db.models import Q


class Customer(models.Model):
    """A company that owes us money, or may (customer 客户)."""

    code = models.CharField(max_length=60, unique=True)
    name = models.CharField(max_length=200)
    name_sort = models.CharField(max_length=400, blank=True)
    name_pinyin = models.CharField(max_length=1_000, blank=True, db_default="")
    short_name = models.CharField(max_length=60, blank=True)
    tax_code = models.CharField(max_length=30, blank=True)
    region = models.CharField(max_length=60, blank=True)
    country = models.CharField(max_length=2, default="CN")
    address = models.CharField(max_length=300, blank=True)
    language = models.CharField(max_length=10, default="zh-hans")
    customer_class = models.CharField(max_length=20, default="STANDARD")
    credit_limit_minor = models.BigIntegerField(null=True)
    terms_days = models.PositiveSmallIntegerField(null=True)
    terms_roll = models.CharField(max_length=20, default="NONE")
    salesperson = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=True
    )
    do_not_contact_reason = models.CharField(max_length=200, blank=True)
    note = models.TextField(blank=True)
    created_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["name_sort", "id"], name="customers_by_name"),
            models.Index(fields=["name"], name="customers_name"),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(code="") & ~Q(name=""), name="customers_named"),
            models.CheckConstraint(
                condition=Q(credit_limit_minor=None) | Q(credit_limit_minor__gte=0), name="customers_limit_not_negative"
            ),
        ]


class PayerAlias(models.Model):
    """A payer name or bank account that belongs to a customer; shared ones never decide alone (FEATURES D15)."""

    customer = models.ForeignKey(Customer, models.PROTECT, related_name="aliases")
    kind = models.CharField(max_length=10, choices=[("NAME", "NAME"), ("ACCOUNT", "ACCOUNT")])
    value = models.CharField(max_length=200)
    learned_at = models.DateTimeField()
    learned_from = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["customer", "kind", "value"], name="customers_alias_once"),
            models.CheckConstraint(condition=~Q(value=""), name="customers_alias_not_empty"),
        ]
        indexes = [models.Index(fields=["kind", "value"], name="customers_alias_value")]


class Contact(models.Model):
    """A person at the customer, with his role in paying (key person 关键人)."""

    customer = models.ForeignKey(Customer, models.PROTECT, related_name="contacts")
    name = models.CharField(max_length=100)
    role = models.CharField(max_length=20, default="FINANCE")
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=40, blank=True)
    language = models.CharField(max_length=10, blank=True)
    gets_reminders = models.BooleanField(default=False)
    legal_basis = models.CharField(max_length=100, blank=True)

    class Meta:
        indexes = [models.Index(fields=["customer"], name="customers_contacts")]
