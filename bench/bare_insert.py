"""The floor of an import: the rows of invoices.csv into one table without an index, by the same route of the database.

python -m bench.bare_insert INVOICES.csv     prints {"seconds": …}
"""

from __future__ import annotations

import json
import os
import sys
import time

import django
import polars as pl


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "huikuan.config.settings")
    django.setup()
    from django.db import connection, transaction

    from huikuan.ledger.staging import staged

    started = time.perf_counter()
    frame = pl.read_csv(sys.argv[1], infer_schema_length=10_000)
    with transaction.atomic(), staged(name="bare", frame=frame) as table, connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE bare_floor AS SELECT * FROM {table}")
    print(json.dumps({"seconds": time.perf_counter() - started}))


if __name__ == "__main__":
    main()
