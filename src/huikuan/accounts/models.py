"""Own companies, departments, users with roles, API tokens, and the company's own calendar days."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q

from huikuan.kernel.actor import Role


class Company(models.Model):
    """A legal entity of ours that issues invoices and owns bank accounts (own company 本公司)."""

    name = models.CharField(max_length=200, unique=True)
    short_name = models.CharField(max_length=60)
    tax_code = models.CharField(max_length=30, blank=True)
    currency = models.CharField(max_length=3)
    address = models.CharField(max_length=300, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    bank_details = models.CharField(max_length=300, blank=True)
    closed_through = models.DateField(null=True)
    is_active = models.BooleanField(default=True)


class Department(models.Model):
    """A department; its manager sees the customers of its people and of the departments below."""

    name = models.CharField(max_length=100, unique=True)
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")


class UserManager(BaseUserManager["User"]):
    """Finds users by their sign-in name."""


class User(AbstractBaseUser):
    """A person who signs in."""

    username = models.CharField(max_length=60, unique=True)
    name = models.CharField(max_length=100)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=40, blank=True)
    department = models.ForeignKey(Department, models.PROTECT, null=True, related_name="members")
    language = models.CharField(max_length=10, default="zh-hans")
    theme = models.CharField(max_length=10, default="auto")
    is_active = models.BooleanField(default=True)
    sessions_from = models.DateTimeField(null=True)
    """Sessions that began earlier are over: set by a new password and by signing out everywhere."""

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = ["name"]
    objects = UserManager()


class UserRole(models.Model):
    """One role of one user; a user may have several."""

    user = models.ForeignKey(User, models.CASCADE, related_name="roles")
    role = models.CharField(max_length=20, choices=[(role.value, role.value) for role in Role])

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "role"], name="accounts_user_role_once")]


class UserCompany(models.Model):
    """A restriction of a user to one own company; a user without any row sees all companies."""

    user = models.ForeignKey(User, models.CASCADE, related_name="companies")
    company = models.ForeignKey(Company, models.PROTECT)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "company"], name="accounts_user_company_once")]


class ApiToken(models.Model):
    """A token that acts as its user: shown once, kept hashed, scoped and expiring (TRUST S21)."""

    user = models.ForeignKey(User, models.PROTECT, related_name="tokens")
    name = models.CharField(max_length=100)
    token_hash = models.CharField(max_length=64, unique=True)
    can_write = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_at__gt=models.F("created_at")), name="accounts_token_expires_later"
            )
        ]


class CalendarDay(models.Model):
    """A day that the company itself declares working or free, over the published calendar."""

    day = models.DateField(unique=True)
    is_working = models.BooleanField()
    name = models.CharField(max_length=100, blank=True, default="")
    source = models.CharField(max_length=200)


class OneTimeLink(models.Model):
    """A link that opens once: the first administrator's, an invitation, a new password; kept hashed (TRUST S14)."""

    user = models.ForeignKey(User, models.PROTECT, null=True, related_name="links")
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_at__gt=models.F("created_at")), name="accounts_link_expires_later"
            )
        ]


class SignInCounter(models.Model):
    """Sign-in attempts of one address, account or device within the running window (TRUST S20)."""

    bucket = models.CharField(max_length=64, unique=True)
    window_started_at = models.DateTimeField(db_index=True)
    attempts = models.PositiveIntegerField()


class ExchangeRate(models.Model):
    """What one unit of a currency is worth in another on a day, in millionths; never changed, corrected by a next version."""

    day = models.DateField()
    currency = models.CharField(max_length=3)
    to_currency = models.CharField(max_length=3)
    version = models.PositiveIntegerField(default=1)
    rate_micros = models.BigIntegerField()
    source = models.CharField(max_length=200)
    note = models.CharField(max_length=200, blank=True)
    entered_by = models.CharField(max_length=100)
    entered_at = models.DateTimeField()
    act = models.ForeignKey("audit.Act", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["to_currency", "currency", "day", "version"], name="accounts_rate_once"),
            models.CheckConstraint(
                condition=Q(rate_micros__gte=1, rate_micros__lte=10**13), name="accounts_rate_in_bounds"
            ),
            models.CheckConstraint(condition=~Q(currency=models.F("to_currency")), name="accounts_rate_of_another"),
            models.CheckConstraint(condition=~Q(source=""), name="accounts_rate_has_source"),
            models.CheckConstraint(condition=Q(version=1) | ~Q(note=""), name="accounts_rate_correction_says_why"),
        ]
