"""Reading an invoice in the parser sandbox: whatever the file does, the caller lives and gets a named fault (TRUST S7)."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import Any

from huikuan.integrations.e_invoices.reader import read_invoice
from huikuan.integrations.sandbox import DEFAULT_LIMITS, Limits, SandboxFault, SandboxFaultCode, run_limited
from huikuan.invoicing.rules.records import EInvoice, Format, Kind, Line, Party, ReadFault, TaxPart

_CODES = {
    SandboxFaultCode.OUT_OF_MEMORY: "EINVOICE_OUT_OF_MEMORY",
    SandboxFaultCode.CPU_TIME: "EINVOICE_TOO_SLOW",
    SandboxFaultCode.WALL_TIME: "EINVOICE_TOO_SLOW",
}
_CHILD = "huikuan.integrations.e_invoices.limited:invoice_document"


def read_invoice_limited(*, content: bytes, limits: Limits = DEFAULT_LIMITS) -> EInvoice | ReadFault:
    """Return what `reader.read_invoice` returns, read in a child with limits on memory, time and the network."""
    return read_invoices_limited(contents=[content], limits=limits)[0]


def read_invoices_limited(
    *, contents: list[bytes], limits: Limits = DEFAULT_LIMITS
) -> tuple[EInvoice | ReadFault, ...]:
    """Read many files; one child for all while it answers, and one each if a file ends it, so that only that one is lost."""
    sizes = [len(one) for one in contents]
    reply = run_limited(function=_CHILD, payload=b"".join(contents), arguments={"sizes": sizes}, limits=limits)
    if not isinstance(reply, SandboxFault):
        return tuple(_from_document(one) for one in reply.document)
    if len(contents) > 1:
        return tuple(read_invoice_limited(content=one, limits=limits) for one in contents)
    return (ReadFault(_CODES.get(reply.code, "EINVOICE_PARSER_FAILED"), parameters={"reason": reply.code.value}),)


def invoice_document(*, content: bytes, sizes: list[int]) -> list[dict[str, Any]]:
    """The child's side: each invoice or fault as JSON values."""
    found, start = [], 0
    for size in sizes:
        found.append(_to_document(read_invoice(content=content[start : start + size])))
        start += size
    return found


def _to_document(found: EInvoice | ReadFault) -> dict[str, Any]:
    document = asdict(found)
    for name in ("issue_date", "due_date"):
        if document.get(name) is not None:
            document[name] = document[name].isoformat()
    return {"is_fault": isinstance(found, ReadFault), **document}


def _from_document(document: dict[str, Any]) -> EInvoice | ReadFault:
    values = {name: value for name, value in document.items() if name != "is_fault"}
    if document["is_fault"]:
        return ReadFault(**values)
    for name in ("issue_date", "due_date"):
        values[name] = None if values[name] is None else date.fromisoformat(values[name])
    values |= {"format": Format(values["format"]), "kind": Kind(values["kind"])}
    values |= {"seller": Party(**values["seller"]), "buyer": Party(**values["buyer"])}
    values["lines"] = tuple(Line(**one) for one in values["lines"])
    values["taxes"] = tuple(TaxPart(**one) for one in values["taxes"])
    return EInvoice(**values)
