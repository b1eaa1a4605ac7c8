"""Columns out of the database come with the database's own errors, as every other read."""

from __future__ import annotations

import polars as pl
import pytest
from django.db import OperationalError, connection, transaction

from huikuan.portfolio.sources import frame_of

pytestmark = pytest.mark.django_db
NAMES_AND_AMOUNTS = """
SELECT CAST('甲,"乙"' AS TEXT), CAST(%(most)s AS BIGINT) UNION ALL SELECT CAST('' AS TEXT), CAST(NULL AS BIGINT)
"""


def test_columns_of_a_statement() -> None:
    schema = {"name": pl.String, "minor": pl.Int64}
    found = frame_of(sql=NAMES_AND_AMOUNTS, parameters={"most": 10**17}, schema=schema)
    assert found.rows() == [('甲,"乙"', 10**17), ("", None)]
    nothing = frame_of(
        sql=f"SELECT * FROM ({NAMES_AND_AMOUNTS}) one WHERE 1 = 0", parameters={"most": 1}, schema=schema
    )
    assert (nothing.height, nothing.schema) == (0, pl.Schema(schema))


@pytest.mark.usefixtures("postgresql_only")
def test_a_statement_that_takes_too_long_is_an_error_of_the_database() -> None:
    with (
        pytest.raises(OperationalError, match="statement timeout"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("SET LOCAL statement_timeout = 20")
        frame_of(sql="SELECT pg_sleep(5)", parameters={}, schema={"nothing": pl.String})
