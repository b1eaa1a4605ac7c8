"""Statements in a ZIP or GZIP, as the wallets send them: unpacked within limits, never an archive inside another."""

from __future__ import annotations

import io
import zipfile
import zlib
from dataclasses import dataclass

from huikuan.integrations import file_guards
from huikuan.integrations.bank_files.fault_codes import FaultCode
from huikuan.integrations.bank_files.records import FileFault, ReadLimits, file_fault
from huikuan.integrations.bank_files.texts import from_table_fault
from huikuan.integrations.file_guards import FileFaultCode, check_zip, unpacked

MAX_MEMBERS = 20
_STATEMENT_ENDINGS = (".csv", ".txt", ".xml", ".ofx", ".qfx", ".sta", ".mt940", ".940", ".html", ".htm", ".xls")
_SUMMARY = "汇总"
_LANGUAGE_FLAG = 0x800


@dataclass(frozen=True, slots=True)
class Member:
    """A file out of an archive."""

    name: str
    content: bytes


def is_gzip(*, content: bytes) -> bool:
    """Return whether the bytes are GZIP."""
    return content.startswith(b"\x1f\x8b")


def is_zip(*, content: bytes) -> bool:
    """Return whether the bytes are a ZIP (a workbook is one, too: ask for that first)."""
    return content.startswith((b"PK\x03\x04", b"PK\x05\x06"))


def gzip_content(*, content: bytes, limits: ReadLimits) -> bytes | FileFault:
    """Return what a GZIP holds; faults CORRUPT, UNPACKS_TOO_LARGE, NESTED_ARCHIVE."""
    inflate = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)
    try:
        found = inflate.decompress(content, limits.max_bytes + 1)
    except zlib.error:
        return file_fault(code=FileFaultCode.CORRUPT)
    if len(found) > limits.max_bytes:
        return file_fault(code=FileFaultCode.UNPACKS_TOO_LARGE, limit=limits.max_bytes)
    if not inflate.eof:
        return file_fault(code=FileFaultCode.CORRUPT)
    if is_gzip(content=found) or is_zip(content=found):
        return file_fault(code=FileFaultCode.NESTED_ARCHIVE, found="gzip")
    return found


def zip_members(*, content: bytes, limits: ReadLimits) -> tuple[Member, ...] | FileFault:
    """Return the statement files of a ZIP; a wallet's summary (汇总) beside its details is left out.

    Faults: those of the zip guard, UNPACKS_TOO_LARGE, ARCHIVE_WITHOUT_STATEMENT.
    """
    refused = check_zip(content=content)
    if isinstance(refused, file_guards.FileFault):
        return from_table_fault(fault=refused)
    members: list[Member] = []
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        entries = archive.infolist()
    for entry in entries:
        name = _name(entry)
        if not name.lower().endswith(_STATEMENT_ENDINGS) or _SUMMARY in name:
            continue
        if len(members) == MAX_MEMBERS:
            return file_fault(code=FileFaultCode.TOO_MANY_ENTRIES, limit=MAX_MEMBERS)
        found = unpacked(content=content, entry=entry)
        if len(found) > limits.max_bytes:
            return file_fault(code=FileFaultCode.UNPACKS_TOO_LARGE, limit=limits.max_bytes)
        members.append(Member(name=name, content=found))
    if not members:
        return file_fault(code=FaultCode.ARCHIVE_WITHOUT_STATEMENT)
    return tuple(members)


def _name(entry: zipfile.ZipInfo) -> str:
    """Chinese tools write names in GB18030 without saying so; Python reads those as CP437."""
    if entry.flag_bits & _LANGUAGE_FLAG:
        return entry.filename
    try:
        return entry.filename.encode("cp437").decode("gb18030")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return entry.filename
