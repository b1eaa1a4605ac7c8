"""Forks a child for each import it is told to carry out, so that a life costs no start of an interpreter.

This process never computes with columns itself: a child forked from threads that do would hang. Each line on standard
input names a database; the answers are the child's process id and, when it is dead, how it ended.
"""

from __future__ import annotations

import os
import sys

import django

ROWS = 400


def work(database: str) -> None:
    """Import four hundred invoices of forty new customers, half of them paid."""
    from django.db import connection

    from huikuan.accounts.models import Company
    from huikuan.imports.operations.lists import ImportOrder, import_file
    from huikuan.imports.rules import Guess, ImportKind, Options
    from huikuan.kernel.actor import SYSTEM
    from huikuan.receivables.invoice_fields import Field
    from tests.imports.lists import COLUMNS, HEADER, NOW, TODAY, table

    connection.settings_dict["NAME"] = database
    rows = [
        [f"F{i:04}", f"公司{i % 40}", "2026-01-10", "2026-02-09", f"{i}.05", "2026-02-20" if i % 2 else ""]
        for i in range(1, ROWS + 1)
    ]
    guess = Guess({**COLUMNS, Field.SETTLED_DATE: 5})
    wanted = ImportOrder(
        ImportKind.INVOICES, Company.objects.get().pk, table(rows, (*HEADER, "结清日期")), guess, Options()
    )
    import_file(actor=SYSTEM, now=NOW, today=TODAY, key="the-import", order=wanted)


def main() -> None:
    """Serve until standard input ends."""
    django.setup()
    import tests.imports.lists  # noqa: F401  (loaded once, for every child)

    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            status = 1
            try:
                work(line.strip())
                status = 0
            finally:
                os._exit(status)
        print(child, flush=True)
        _, status = os.waitpid(child, 0)
        print(status, flush=True)


if __name__ == "__main__":
    main()
