"""The floor: the least that anybody could do for the same answer, with bare Polars and with one bare SQL table."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import polars as pl
from django.db import connection

EDGES = (0, 30, 60, 90, 180)


class BareFrames:
    """Open amount = invoice − Σ allocations, rolled up by customer and bucket: in memory, or from Parquet files."""

    def __init__(self, *, folder: Path, as_of: date) -> None:
        self.as_of = as_of
        self.files = folder / "invoices.parquet", folder / "allocations.parquet"
        invoices = pl.read_parquet(self.files[0], columns=["id", "customer_id", "due_date", "amount_minor"])
        self.invoices = invoices.with_columns(pl.col("customer_id").cast(pl.Int32)).rechunk()
        self.allocations = pl.read_parquet(self.files[1]).rechunk()

    def rolled_up(self) -> int:
        """Σ of the report from frames in memory."""
        return self._sum(self.invoices.lazy(), self.allocations.lazy())

    def rolled_up_from_files(self) -> int:
        """Σ of the report, reading warm files."""
        return self._sum(*(pl.scan_parquet(path) for path in self.files))

    def _sum(self, invoices: pl.LazyFrame, allocations: pl.LazyFrame) -> int:
        days = (pl.lit(self.as_of) - pl.col("due_date")).dt.total_days()
        paid = allocations.group_by("invoice_id").agg(pl.col("amount_minor").sum().alias("paid"))
        cells = (
            paid.join(invoices, left_on="invoice_id", right_on="id", how="right")
            .with_columns(
                (pl.col("amount_minor") - pl.col("paid").fill_null(0)).alias("open_minor"),
                pl.sum_horizontal((days > edge).cast(pl.Int8) for edge in EDGES).alias("bucket"),
            )
            .filter(pl.col("open_minor") != 0)
            .group_by("customer_id", "bucket")
            .agg(pl.col("open_minor").sum())
            .collect()
        )
        return int(cells["open_minor"].sum())


class BareDatabase:
    """A table of items with their open amount kept up to date, in the same database; a copy of it has an index."""

    def __init__(self, *, as_of: date) -> None:
        self.edges = [as_of - timedelta(days=edge) for edge in EDGES]
        with connection.cursor() as cursor:
            for table in ("bench_items", "bench_indexed"):
                cursor.execute(
                    f"CREATE TABLE IF NOT EXISTS {table} AS SELECT id, customer_id, currency, due_date, "
                    "outstanding_minor AS open_minor FROM receivables_receivable"
                )
            cursor.execute("CREATE INDEX IF NOT EXISTS bench_customer ON bench_indexed (customer_id)")
            for table in ("bench_items", "bench_indexed"):
                cursor.execute(f"ANALYZE {table}")
            cursor.execute(
                "SELECT customer_id FROM bench_indexed WHERE open_minor > 0 GROUP BY customer_id "
                "ORDER BY COUNT(*) DESC, customer_id"
            )
            customers = [row[0] for row in cursor.fetchall()]
            self.usual_customer: int = customers[len(customers) // 2]

    def grouped(self) -> int:
        """Σ of the report by one GROUP BY."""
        cases = " ".join(f"WHEN due_date >= %s THEN {place}" for place in range(len(self.edges)))
        sql = (
            f"SELECT customer_id, currency, CASE {cases} ELSE {len(self.edges)} END AS bucket, SUM(open_minor) "
            "FROM bench_items WHERE open_minor <> 0 GROUP BY customer_id, currency, bucket"
        )
        with connection.cursor() as cursor:
            cursor.execute(sql, self.edges)
            return int(sum(row[-1] for row in cursor.fetchall()))

    def balance(self, customer: int) -> int:
        """What one customer owes, by an index."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT SUM(open_minor) FROM bench_indexed WHERE customer_id = %s", [customer])
            return int(cursor.fetchone()[0])
