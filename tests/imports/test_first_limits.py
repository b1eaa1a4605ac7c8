"""A limit in a file is entered in the act that takes its customer in, in the base currency."""

from __future__ import annotations

from datetime import date

import pytest

from huikuan.accounts.models import Company
from huikuan.audit.operations import Intent, perform
from huikuan.imports.first_limits import enter_limits
from huikuan.kernel.actor import SYSTEM
from huikuan.kernel.refusal import Refused
from huikuan.limits.models import LimitEntry
from huikuan.limits.queries import limits_in_force
from tests.books import NOW, new_books

pytestmark = pytest.mark.django_db


def entered(limits: dict[int, int], currency: str = "CNY") -> None:
    def work(act):
        enter_limits(act=act, limits=limits, currency=currency)
        return {}

    perform(intent=Intent("import", SYSTEM, NOW, "import"), work=work)


def test_zero_is_cash_only_and_each_is_entered_for_good():
    books = new_books()
    first, second, third = (books.customer(name) for name in ("乙公司", "丙公司", "丁公司"))
    entered({first: 0, second: 500})
    found = limits_in_force(customer_ids=[first, second, third], on=date(2026, 3, 2))
    assert [found[pk].amount_minor for pk in (first, second, third)] == [0, 500, None]
    assert {(row.source, row.valid_through, row.at) for row in LimitEntry.objects.all()} == {("IMPORT", None, NOW)}


def test_a_currency_without_a_rate_is_refused_and_nothing_is_entered():
    books = new_books()
    Company.objects.create(name="乙方", short_name="乙方", currency="EUR")
    with pytest.raises(Refused, match="LIMIT_CURRENCY"):
        entered({books.customer("乙公司"): 500}, "EUR")
    assert not LimitEntry.objects.exists()
