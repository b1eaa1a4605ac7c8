"""One of several processes that write at once: `lists FIRST COUNT` imports invoices, `hand FIRST COUNT` enters them one by one.

It says `ready`, waits for a line on standard input, works, and prints what came of it. `--naive-ids` takes ids without the
lock that makes them nobody else's.
"""

from __future__ import annotations

import json
import os
import sys

import django


def take_lists(company_id: int, first: int, count: int) -> dict[str, int]:
    """Import the invoices of a list twenty rows at a time, each list overlapping the one before."""
    from tests.imports.lists import take

    done = {"accepted": 0, "duplicate": 0, "rejected": 0}
    for start in range(first, first + count, 20):
        rows = [[f"F{i:05}", f"公司{i % 9}", "2026-01-10", "2026-02-09", f"{i}.05"] for i in range(start, start + 40)]
        counts = take(company_id, rows, key=f"{os.getpid()}-{start}").counts
        done["accepted"] += counts.accepted
        done["duplicate"] += counts.duplicate
        done["rejected"] += len(counts.rejected)
    return done


def enter_by_hand(company_id: int, first: int, count: int) -> dict[str, int]:
    """Enter invoices one by one."""
    from huikuan.customers.queries import customer_ids_by_code
    from huikuan.kernel.actor import SYSTEM
    from huikuan.receivables.operations import InvoiceDraft, register_invoices
    from huikuan.receivables.rules import InstalmentDraft
    from tests.imports.lists import NOW, TODAY

    customer_id = customer_ids_by_code()["C-乙公司"]
    for i in range(first, first + count):
        draft = InvoiceDraft(customer_id, f"H{i:05}", TODAY, "CNY", (InstalmentDraft(TODAY, i),))
        register_invoices(actor=SYSTEM, now=NOW, key=f"hand-{i}", company_id=company_id, invoices=[draft])
    return {"accepted": count, "duplicate": 0, "rejected": 0}


def without_the_lock() -> None:
    """Take the ids that come next as they look, as code without the lock would."""
    import huikuan.ledger.bulk
    import huikuan.receivables.bulk
    from huikuan.ledger.staging import query

    def naive(*, table: str, count: int) -> int:
        return int(query(sql=f"SELECT COALESCE(MAX(id), 0) + 1 FROM {table}")[0][0])

    huikuan.ledger.bulk.reserve_ids = naive  # type: ignore[attr-defined]
    huikuan.receivables.bulk.reserve_ids = naive  # type: ignore[attr-defined]


def main() -> None:
    """Work when told to."""
    django.setup()
    from huikuan.accounts.models import Company

    kind, first, count, *flags = sys.argv[1:]
    if "--naive-ids" in flags:
        without_the_lock()
    company_id = Company.objects.get().pk
    work = {"lists": take_lists, "hand": enter_by_hand}[kind]
    print("ready", flush=True)
    sys.stdin.readline()
    print(json.dumps(work(company_id, int(first), int(count))), flush=True)


if __name__ == "__main__":
    main()
