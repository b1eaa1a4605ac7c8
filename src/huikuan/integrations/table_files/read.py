"""The door to this folder: a stranger's file into a text table, parsed in a limited child process (TRUST S7)."""

from huikuan.integrations.sandbox import DEFAULT_LIMITS, Limits, SandboxFault, SandboxFaultCode, run_limited
from huikuan.integrations.table_files.faults import FileFault, FileFaultCode
from huikuan.integrations.table_files.limits import MAX_CONTENT_BYTES, MAX_ROWS
from huikuan.integrations.table_files.table import TextTable, from_document

_FUNCTION = "huikuan.integrations.table_files.parse:parse_table_document"
_FAULTS = {
    SandboxFaultCode.OUT_OF_MEMORY: FileFaultCode.OUT_OF_MEMORY,
    SandboxFaultCode.RESULT_TOO_LARGE: FileFaultCode.OUT_OF_MEMORY,
    SandboxFaultCode.CPU_TIME: FileFaultCode.TOO_SLOW,
    SandboxFaultCode.WALL_TIME: FileFaultCode.TOO_SLOW,
}


def read_table(
    *,
    content: bytes,
    filename: str,
    encoding: str | None = None,
    sheet: str | None = None,
    max_rows: int = MAX_ROWS,
    header_line: int | None = None,
) -> TextTable | FileFault:
    """Return the table in a CSV, XLSX, XLS or a web page called .xls, as text with line numbers, or why it is refused.

    The parser runs under memory, time and network limits; whatever ends it becomes OUT_OF_MEMORY, TOO_SLOW or
    PARSER_FAILED. All other faults are those of `parse.parse_table`.
    """
    if not content:
        return FileFault(code=FileFaultCode.EMPTY)
    if len(content) > MAX_CONTENT_BYTES:
        return FileFault(code=FileFaultCode.TOO_LARGE, details={"limit": MAX_CONTENT_BYTES})
    arguments = {
        "filename": filename[-255:],
        "encoding": encoding,
        "sheet": sheet,
        "max_rows": max_rows,
        "header_line": header_line,
    }
    return _run(content, arguments, DEFAULT_LIMITS)


def fault_of(*, fault: SandboxFault) -> FileFault:
    """Return what a user is told of a parser that ended without an answer: OUT_OF_MEMORY, TOO_SLOW, PARSER_FAILED."""
    return FileFault(code=_FAULTS.get(fault.code, FileFaultCode.PARSER_FAILED), details={"reason": fault.code})


def _run(content: bytes, arguments: dict[str, str | int | None], limits: Limits) -> TextTable | FileFault:
    reply = run_limited(function=_FUNCTION, payload=content, arguments=arguments, limits=limits)
    if isinstance(reply, SandboxFault):
        return fault_of(fault=reply)
    return from_document(document=reply.document, rows=reply.blob)
