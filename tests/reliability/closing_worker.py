"""Closes a period and posts into it on two connections: `closing_worker.py FIRST SECOND [WITHOUT_LOCK]`.

FIRST and SECOND are `close`, `post` or `import`. The second begins when the first has written but not committed, and the
first commits when the second waits for it or is through. Prints one JSON line.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from datetime import date

import django

from tests.reliability.playing import played

DAY = date(2026, 1, 31)


def main(first: str, second: str, *, without_lock: bool) -> None:
    """Play the two against each other and tell what came of it."""
    django.setup()
    from huikuan.accounts.queries import closed_through
    from huikuan.ledger import operations
    from huikuan.ledger.models import Posting

    if without_lock:
        operations.hold_period = closed_through  # type: ignore[attr-defined]
    acts = _acts()
    print(json.dumps(played(acts[first], acts[second]) | {"postings": Posting.objects.count()}))


def _acts() -> dict[str, Callable[[], object]]:
    from huikuan.accounts.operations.companies import close_period
    from huikuan.kernel.actor import SYSTEM
    from tests.books import NOW, new_books
    from tests.imports.lists import take

    books = new_books()
    buyer = books.customer("乙公司")
    row = ["F002", "乙公司", DAY.isoformat(), "2026-03-02", "1.00"]
    return {
        "close": lambda: close_period(actor=SYSTEM, now=NOW, key="close", company_id=books.company_id, through=DAY),
        "post": lambda: books.invoice(buyer, "F001", 100, issued=DAY),
        "import": lambda: take(books.company_id, [row], key="import"),
    }


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], without_lock="WITHOUT_LOCK" in sys.argv)
