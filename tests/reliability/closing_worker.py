"""Closes a period and posts into it on two connections: `closing_worker.py FIRST SECOND [WITHOUT_LOCK]`.

FIRST and SECOND are `close`, `post` or `import`. The second begins when the first has written but not committed, and the
first commits when the second waits for it or is through. Prints one JSON line.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import django

DAY = date(2026, 1, 31)


def main(first: str, second: str, *, without_lock: bool) -> None:
    """Play the two against each other and tell what came of it."""
    django.setup()
    from django.core.management import call_command
    from django.db import transaction

    from huikuan.accounts.queries import closed_through
    from huikuan.ledger import operations
    from huikuan.ledger.models import Posting

    call_command("migrate", verbosity=0)
    if without_lock:
        operations.hold_period = closed_through  # type: ignore[attr-defined]
    acts = _acts()
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            acts[first]()
            answer = pool.submit(_on_its_own_connection, acts[second])
            waited = False
            while not waited and not answer.done():
                waited = _somebody_waits()
        print(json.dumps({"waited": waited, "second": answer.result(timeout=60), "postings": Posting.objects.count()}))


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


def _on_its_own_connection(act: Callable[[], object]) -> str:
    from django.db import connection

    from huikuan.kernel.refusal import Refused

    try:
        act()
    except Refused as refusal:
        return refusal.code
    finally:
        connection.close()
    return "done"


def _somebody_waits() -> bool:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT 1 FROM pg_locks WHERE NOT granted)")
        return bool(cursor.fetchone()[0])


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], without_lock="WITHOUT_LOCK" in sys.argv)
