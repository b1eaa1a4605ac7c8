"""What credit control says of the customers whose invoices an import brought: it warns, and loses and holds nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from huikuan.credit.queries.billed import billed_warnings
from huikuan.imports.rules import CREDIT, Counts


def with_credit(*, counts: Counts, customer_ids: Iterable[int], today: date) -> Counts:
    """The counts of an import with, for each rule of credit control that warns now, how many of these customers it warns of.

    Asked in the act after everything is written, by the service that answers for pages and programs (HANDBOOK A10).
    """
    said = billed_warnings(customer_ids=customer_ids, today=today)
    customers = Counter(f"{CREDIT}{reason.rule.value}" for reasons in said.values() for reason in reasons)
    return replace(counts, warnings={**counts.warnings, **customers})
