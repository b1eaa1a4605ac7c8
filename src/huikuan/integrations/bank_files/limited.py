"""Reading a statement file in the parser sandbox: whatever the file does, the caller lives and gets a named fault."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import astuple
from pathlib import Path
from typing import Any

from huikuan.integrations.bank_files.documents import Document, from_document, to_document
from huikuan.integrations.bank_files.explaining import explained
from huikuan.integrations.bank_files.reader import read_statement
from huikuan.integrations.bank_files.records import FileFault, StatementFile, file_fault
from huikuan.integrations.bank_files.saved_layouts import SavedLayout, layout_from
from huikuan.integrations.file_guards import FileFaultCode
from huikuan.integrations.sandbox import DEFAULT_LIMITS, Limits, SandboxFault, SandboxFaultCode, run_limited
from huikuan.kernel.collector import collector_at_rest

_CODES = {
    SandboxFaultCode.OUT_OF_MEMORY: FileFaultCode.OUT_OF_MEMORY,
    SandboxFaultCode.CPU_TIME: FileFaultCode.TOO_SLOW,
    SandboxFaultCode.WALL_TIME: FileFaultCode.TOO_SLOW,
}
_EXPLAINING = "huikuan.integrations.bank_files.limited:explaining_document"
_CHILD = "huikuan.integrations.bank_files.limited:statement_document"


def read_statement_limited(  # noqa: PLR0913  (as read_statement)
    *,
    content: bytes | Path,
    filename: str,
    account: str = "",
    currency: str = "CNY",
    check_balances: bool = True,
    limits: Limits = DEFAULT_LIMITS,
    layouts: Sequence[SavedLayout] = (),
) -> StatementFile | FileFault:
    """Return what `reader.read_statement` returns, read in a child with limits on memory, time and the network.

    Faults besides its own: OUT_OF_MEMORY, TOO_SLOW, PARSER_FAILED (the reason is the sandbox's).
    """
    arguments = {"filename": filename, "account": account, "currency": currency, "check_balances": check_balances}
    if layouts:
        arguments["layouts"] = [list(astuple(one)) for one in layouts]
    reply = run_limited(function=_CHILD, payload=content, arguments=arguments, limits=limits)
    if isinstance(reply, SandboxFault):
        code = _CODES.get(reply.code, FileFaultCode.PARSER_FAILED)
        return file_fault(code=code, reason=reply.code.value)
    return from_document(document=reply.document, block=reply.blob)


def statement_document(
    *,
    content: bytes,
    filename: str,
    account: str,
    currency: str,
    check_balances: bool,
    layouts: Sequence[Sequence[Any]] = (),
) -> tuple[Document, bytes]:
    """Read a statement and return it as JSON values and a block of lines: the child's side of `read_statement_limited`."""
    with collector_at_rest():
        result = read_statement(
            content=content,
            filename=filename,
            account=account,
            currency=currency,
            check_balances=check_balances,
            layouts=tuple(layout_from(values=values) for values in layouts),
        )
        return to_document(result=result)


def explain_limited(
    *,
    content: bytes,
    header_line: int = 0,
    columns: Mapping[str, int] | None = None,
    minus_is_in: bool = False,
    currency: str = "CNY",
    limits: Limits = DEFAULT_LIMITS,
) -> dict[str, Any]:
    """Return what `explaining.explained` returns, read in the sandbox; `{"fault"}` also where the sandbox gave no answer."""
    arguments = {
        "header_line": header_line,
        "columns": None if columns is None else dict(columns),
        "minus_is_in": minus_is_in,
        "currency": currency,
    }
    reply = run_limited(function=_EXPLAINING, payload=content, arguments=arguments, limits=limits)
    if isinstance(reply, SandboxFault):
        return {"fault": [_CODES.get(reply.code, FileFaultCode.PARSER_FAILED), [["reason", reply.code.value]], None]}
    return dict(reply.document)


def explaining_document(
    *, content: bytes, header_line: int, columns: Mapping[str, int] | None, minus_is_in: bool, currency: str
) -> tuple[Document, bytes]:
    """The child's side of `explain_limited`."""
    document = explained(
        content=content, header_line=header_line, columns=columns, minus_is_in=minus_is_in, currency=currency
    )
    return document, b""
