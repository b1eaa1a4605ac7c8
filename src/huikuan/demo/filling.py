"""What the demo company did before its deals: files, ways of paying, openings, limits, contracts, ratings, held orders."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

from huikuan.demo.bills import fill_bills
from huikuan.demo.building import Built
from huikuan.demo.cases import fill_cases
from huikuan.demo.causes import fill_causes
from huikuan.demo.clocks import fill_clocks
from huikuan.demo.contracts import fill_contracts
from huikuan.demo.credit import fill_credit
from huikuan.demo.customers_file import fill_customers_file
from huikuan.demo.deliveries import fill_deliveries
from huikuan.demo.evidence import fill_evidence
from huikuan.demo.interest import fill_interest
from huikuan.demo.limits import fill_limits
from huikuan.demo.openings import fill_openings
from huikuan.demo.oversight import fill_oversight
from huikuan.demo.paying import fill_paying
from huikuan.demo.portal import fill_portal
from huikuan.demo.prices import fill_prices
from huikuan.demo.provisions import fill_provisions
from huikuan.demo.ratings import fill_ratings
from huikuan.demo.sanctions import fill_sanctions
from huikuan.demo.securities import fill_securities
from huikuan.demo.settlements import fill_settlements
from huikuan.demo.statements import fill_statements
from huikuan.demo.tax_invoices import fill_tax_invoices
from huikuan.demo.wallets import fill_wallets

Fill = Callable[..., None]
FILLS: tuple[Fill, ...] = (
    fill_customers_file,
    fill_paying,
    fill_openings,
    fill_contracts,
    fill_securities,
    fill_prices,
    fill_limits,
    fill_ratings,
    fill_credit,
    fill_deliveries,
    fill_tax_invoices,
    fill_statements,
    fill_portal,
    fill_settlements,
    fill_interest,
    fill_sanctions,
    fill_provisions,
    fill_bills,
    fill_wallets,
    fill_causes,
    fill_clocks,
    fill_evidence,
    fill_cases,
    fill_oversight,
)
"""In the order of the floors: what one room needs of another is there before it."""


def fill(*, built: Built, now: datetime, today: date) -> None:
    """Fill the rooms before the deal through the same acts as a real company."""
    for one in FILLS:
        one(built=built, now=now, today=today)
