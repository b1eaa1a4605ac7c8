"""Forged rows of prices."""

from datetime import date

from huikuan.kernel.actor import SYSTEM
from huikuan.prices.operations.policies import set_tolerance
from tests.books import NOW
from tests.guards.tables import Guard, changed, copied
from tests.prices.office import new_prices

GUARDS: tuple[Guard, ...] = (
    ("prices.Confirmation", "prices_number_once", copied()),
    ("prices.Confirmation", "prices_numbered", changed(number="")),
    ("prices.Confirmation", "prices_days_in_order", changed(valid_from=date(2028, 1, 1))),
    ("prices.Confirmation", "prices_ends_in_time", changed(ends_on=date(2028, 1, 1))),
    ("prices.Confirmation", "prices_signature_whole", changed(signed_by="")),
    ("prices.Confirmation", "prices_replaced_by_one", changed(state="REPLACED")),
    ("prices.Line", "prices_line_once", copied()),
    ("prices.Line", "prices_line_named", copied(number=9, name="")),
    ("prices.Line", "prices_line_priced", copied(number=9, price_micros=0)),
    ("prices.Line", "prices_line_tax", copied(number=9, tax_permille=1_001)),
    ("prices.TolerancePolicy", "number", copied()),
    ("prices.TolerancePolicy", "prices_tolerance_bounded", copied(number=9, tolerance_permille=501)),
    ("prices.TolerancePolicy", "prices_tolerance_says_why", copied(number=9, reason="")),
)


def ground() -> None:
    """A signed confirmation and a decided tolerance."""
    new_prices().signed("JG-001")
    set_tolerance(actor=SYSTEM, now=NOW, key="tolerance", tolerance_permille=5, reason="尾差", seen=0)
