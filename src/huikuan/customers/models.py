"""Companies that buy from us: names, terms, who looks after them, aliases of payers, people."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q


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
    """Not read or written any more: limits are in their journal; the column goes in a later release."""
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


class CustomerFile(models.Model):
    """What is known of a customer beyond his name: group, industry, standing (customer file 客户档案, HANDBOOK A1).

    A customer without a row has nothing on file. `merged_into` is set while a merge stands, see CustomerMerge.
    """

    customer = models.OneToOneField(Customer, models.PROTECT, primary_key=True, related_name="file")
    parent = models.ForeignKey(Customer, models.PROTECT, null=True, related_name="+")
    merged_into = models.ForeignKey(Customer, models.PROTECT, null=True, related_name="+")
    industry = models.CharField(max_length=20, blank=True)
    buyer_type = models.CharField(max_length=10, default="OTHER")
    distance_km = models.PositiveIntegerField(null=True)
    market_position = models.CharField(max_length=300, blank=True)
    business_condition = models.TextField(blank=True)
    financial_condition = models.TextField(blank=True)
    sales_network = models.TextField(blank=True)
    organisation = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(parent=None) | ~Q(parent=F("customer")), name="customers_file_not_own_parent"
            ),
            models.CheckConstraint(
                condition=Q(merged_into=None) | ~Q(merged_into=F("customer")), name="customers_file_not_into_itself"
            ),
            models.CheckConstraint(
                condition=Q(buyer_type__in=["PUBLIC", "LARGE", "OTHER"]), name="customers_file_buyer_type"
            ),
        ]


class CustomerName(models.Model):
    """Another name of a customer: former, English, short, a brand; with the days it was in use."""

    customer = models.ForeignKey(Customer, models.PROTECT, related_name="other_names")
    kind = models.CharField(max_length=10)
    name = models.CharField(max_length=200)
    normal = models.CharField(max_length=200)
    valid_from = models.DateField(null=True)
    valid_through = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["customer", "kind", "normal"], name="customers_name_once"),
            models.CheckConstraint(condition=~Q(normal=""), name="customers_name_not_empty"),
            models.CheckConstraint(
                condition=Q(kind__in=["FORMER", "ENGLISH", "SHORT", "BRAND"]), name="customers_name_kind"
            ),
            models.CheckConstraint(
                condition=Q(valid_from=None) | Q(valid_through=None) | Q(valid_through__gte=F("valid_from")),
                name="customers_name_days",
            ),
        ]
        indexes = [models.Index(fields=["normal"], name="customers_other_name")]


class CustomerChange(models.Model):
    """One field of a customer, what it was and what it became; append-only. Never holds data of a person."""

    customer = models.ForeignKey(Customer, models.PROTECT, related_name="changes")
    field = models.CharField(max_length=40)
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)
    act = models.ForeignKey("audit.Act", models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()
    who_id = models.BigIntegerField(null=True)
    who_name = models.CharField(max_length=100)
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(field=""), name="customers_change_of_a_field")]
        indexes = [models.Index(fields=["customer", "-id"], name="customers_changes")]


class SizeDeclaration(models.Model):
    """Staff, revenue and assets a customer or an own company declared on a day, and the size class they give; append-only.

    RULES_CN §3.2: 工信部联企业〔2011〕300号. The class as declared and the class as computed are both kept.
    """

    customer = models.ForeignKey(Customer, models.PROTECT, null=True, related_name="sizes")
    company = models.ForeignKey("accounts.Company", models.PROTECT, null=True, related_name="+")
    declared_on = models.DateField()
    industry = models.CharField(max_length=20)
    staff = models.PositiveIntegerField(null=True)
    revenue_minor = models.BigIntegerField(null=True)
    assets_minor = models.BigIntegerField(null=True)
    declared_size = models.CharField(max_length=10, blank=True)
    computed_size = models.CharField(max_length=10, blank=True)
    rule_version = models.CharField(max_length=20)
    source = models.CharField(max_length=200, blank=True)
    act = models.ForeignKey("audit.Act", models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()
    who_name = models.CharField(max_length=100)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(customer=None, company__isnull=False) | Q(customer__isnull=False, company=None),
                name="customers_size_of_one",
            ),
            models.CheckConstraint(condition=~Q(declared_size="", computed_size=""), name="customers_size_known"),
            models.CheckConstraint(
                condition=(Q(revenue_minor=None) | Q(revenue_minor__gte=0))
                & (Q(assets_minor=None) | Q(assets_minor__gte=0)),
                name="customers_size_not_negative",
            ),
        ]
        indexes = [
            models.Index(fields=["customer", "-declared_on", "-id"], name="customers_sizes"),
            models.Index(fields=["company", "-declared_on", "-id"], name="customers_own_sizes"),
        ]


class CustomerReport(models.Model):
    """A third party's report on a customer: who made it, on which day; its bytes are in the documents room; append-only."""

    customer = models.ForeignKey(Customer, models.PROTECT, related_name="reports")
    document_id = models.BigIntegerField()
    issuer = models.CharField(max_length=100)
    reported_on = models.DateField()
    note = models.CharField(max_length=300, blank=True)
    act = models.ForeignKey("audit.Act", models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()
    who_name = models.CharField(max_length=100)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["customer", "document_id"], name="customers_report_once"),
            models.CheckConstraint(condition=~Q(issuer=""), name="customers_report_by_somebody"),
        ]


class CustomerMerge(models.Model):
    """A customer found to be the same as another; kept when it is undone. `before` is what undoing brings back."""

    customer = models.ForeignKey(Customer, models.PROTECT, related_name="+")
    into = models.ForeignKey(Customer, models.PROTECT, related_name="+")
    reason = models.CharField(max_length=300)
    before = models.JSONField()
    act = models.ForeignKey("audit.Act", models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()
    who_name = models.CharField(max_length=100)
    undone_act = models.ForeignKey("audit.Act", models.PROTECT, null=True, related_name="+")
    undone_at = models.DateTimeField(null=True)
    undone_by = models.CharField(max_length=100, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["customer"], condition=Q(undone_at=None), name="customers_merge_stands_once"
            ),
            models.CheckConstraint(condition=~Q(customer=F("into")), name="customers_merge_of_two"),
            models.CheckConstraint(
                condition=Q(undone_at=None, undone_act=None) | Q(undone_at__isnull=False, undone_act__isnull=False),
                name="customers_merge_undone_whole",
            ),
        ]


class ContactFile(models.Model):
    """How and when a person is reached, what ties us, on which legal basis we keep it (HANDBOOK A2, RULES_CN §8)."""

    contact = models.OneToOneField(Contact, models.PROTECT, primary_key=True, related_name="file")
    position = models.CharField(max_length=100, blank=True)
    mobile = models.CharField(max_length=40, blank=True)
    wechat = models.CharField(max_length=60, blank=True)
    wecom = models.CharField(max_length=60, blank=True)
    address = models.CharField(max_length=300, blank=True)
    reachable_when = models.CharField(max_length=200, blank=True)
    reachable_where = models.CharField(max_length=200, blank=True)
    relationship = models.TextField(blank=True)
    basis_on = models.DateField(null=True)
    left_on = models.DateField(null=True)
    erased_at = models.DateTimeField(null=True)


class ContactRole(models.Model):
    """One of the parts a person plays in paying; a person may play several."""

    contact = models.ForeignKey(Contact, models.CASCADE, related_name="roles")
    role = models.CharField(max_length=20)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["contact", "role"], name="customers_contact_role_once")]


class ContactChange(models.Model):
    """One field of a person, what it was and what it became. Erasing the person blanks the values and keeps the rows."""

    contact = models.ForeignKey(Contact, models.PROTECT, related_name="changes")
    field = models.CharField(max_length=40)
    before = models.TextField(blank=True)
    after = models.TextField(blank=True)
    act = models.ForeignKey("audit.Act", models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()
    who_name = models.CharField(max_length=100)
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(field=""), name="customers_person_change_of_a_field")]
        indexes = [models.Index(fields=["contact", "-id"], name="customers_person_changes")]


class ContactPermission(models.Model):
    """What a person said about a channel: consent or opt-out. Append-only; the last row counts."""

    contact = models.ForeignKey(Contact, models.PROTECT, related_name="permissions")
    channel = models.CharField(max_length=10)
    stand = models.CharField(max_length=10)
    said_on = models.DateField()
    told_by = models.CharField(max_length=10)
    note = models.CharField(max_length=200, blank=True)
    act = models.ForeignKey("audit.Act", models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()
    who_name = models.CharField(max_length=100)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(stand__in=["CONSENT", "OPT_OUT"]), name="customers_stand")]
        indexes = [models.Index(fields=["contact", "-id"], name="customers_permissions")]
