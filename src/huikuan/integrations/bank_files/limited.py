"""Reading a statement file in the parser sandbox: whatever the file does, the caller lives and gets a named fault."""

from __future__ import annotations

from pathlib import Path

from huikuan.integrations.bank_files.documents import Document, from_document, to_document
from huikuan.integrations.bank_files.reader import read_statement
from huikuan.integrations.bank_files.records import FileFault, StatementFile, file_fault
from huikuan.integrations.file_guards import FileFaultCode
from huikuan.integrations.sandbox import DEFAULT_LIMITS, Limits, SandboxFault, SandboxFaultCode, run_limited
from huikuan.kernel.collector import collector_at_rest

_CODES = {
    SandboxFaultCode.OUT_OF_MEMORY: FileFaultCode.OUT_OF_MEMORY,
    SandboxFaultCode.CPU_TIME: FileFaultCode.TOO_SLOW,
    SandboxFaultCode.WALL_TIME: FileFaultCode.TOO_SLOW,
}
_CHILD = "huikuan.integrations.bank_files.limited:statement_document"


def read_statement_limited(
    *,
    content: bytes | Path,
    filename: str,
    account: str = "",
    currency: str = "CNY",
    check_balances: bool = True,
    limits: Limits = DEFAULT_LIMITS,
) -> StatementFile | FileFault:
    """Return what `reader.read_statement` returns, read in a child with limits on memory, time and the network.

    Faults besides its own: OUT_OF_MEMORY, TOO_SLOW, PARSER_FAILED (the reason is the sandbox's).
    """
    arguments = {"filename": filename, "account": account, "currency": currency, "check_balances": check_balances}
    reply = run_limited(function=_CHILD, payload=content, arguments=arguments, limits=limits)
    if isinstance(reply, SandboxFault):
        code = _CODES.get(reply.code, FileFaultCode.PARSER_FAILED)
        return file_fault(code=code, reason=reply.code.value)
    return from_document(document=reply.document, block=reply.blob)


def statement_document(
    *, content: bytes, filename: str, account: str, currency: str, check_balances: bool
) -> tuple[Document, bytes]:
    """Read a statement and return it as JSON values and a block of lines: the child's side of `read_statement_limited`."""
    with collector_at_rest():
        result = read_statement(
            content=content, filename=filename, account=account, currency=currency, check_balances=check_balances
        )
        return to_document(result=result)
