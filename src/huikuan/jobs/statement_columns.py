"""A statement whose columns nobody knows: what a person says of them, proved by the balances before it is kept."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from huikuan.integrations.bank_files.limited import explain_limited
from huikuan.integrations.bank_files.records import file_fault
from huikuan.jobs.import_statement import StatementOrder, refusal_of


def explained_statement(
    *, order: StatementOrder, header_line: int, columns: Mapping[str, int] | None, minus_is_in: bool
) -> dict[str, Any]:
    """What `integrations.bank_files.explaining.explained` says of the file. Raises Refused STATEMENT_… where it is no table."""
    found = explain_limited(
        content=order.content,
        header_line=header_line,
        columns=columns,
        minus_is_in=minus_is_in,
        currency=order.bank_account.currency,
    )
    if "fault" in found:
        code, params, line = found["fault"]
        raise refusal_of(fault=file_fault(code=code, line=line, **dict(params)), file=order.name)
    return found
