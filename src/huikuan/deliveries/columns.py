"""Columns that several tables of this room share: a line of goods, and a paper that somebody signed."""

from django.db import models

from huikuan.deliveries.rules.states import PaperState

_PAPER_STATES = [(state.value, state.value) for state in PaperState]


class Goods(models.Model):
    """A line of goods: quantity and unit price in millionths, tax included."""

    number = models.PositiveSmallIntegerField()
    item_code = models.CharField(max_length=60, blank=True)
    name = models.CharField(max_length=200)
    specification = models.CharField(max_length=200, blank=True)
    unit = models.CharField(max_length=20, blank=True)
    quantity_micros = models.BigIntegerField()
    unit_price_micros = models.BigIntegerField()
    amount_minor = models.BigIntegerField()

    class Meta:
        abstract = True


class Signed(models.Model):
    """A paper that somebody signed, in a role, with its scan or photo; it stands until it is taken back."""

    company = models.ForeignKey("accounts.Company", models.PROTECT, db_index=False, related_name="+")
    customer = models.ForeignKey("customers.Customer", models.PROTECT, related_name="+")
    signed_on = models.DateField()
    signatory = models.CharField(max_length=100, blank=True)
    signatory_role = models.CharField(max_length=100, blank=True)
    document = models.ForeignKey("documents.Document", models.PROTECT, null=True, related_name="+")
    remark = models.CharField(max_length=300, blank=True)
    state = models.CharField(max_length=10, choices=_PAPER_STATES, default=PaperState.STANDS.value)
    act = models.ForeignKey("audit.Act", models.PROTECT, related_name="+")

    class Meta:
        abstract = True
