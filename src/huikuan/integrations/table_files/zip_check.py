"""What a zip container would cost to open, found by unpacking it as a stream and counting, never by what it declares.

The sizes in a zip's directory can lie in both directions, entries can overlap, and a few kilobytes can unpack to terabytes.
"""

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator

from huikuan.integrations.table_files.faults import FileFault, FileFaultCode

MAX_ENTRIES = 1_000
MAX_DIRECTORY_BYTES = 1_000_000
MAX_UNPACKED_BYTES = 200_000_000
MAX_RATIO = 200
# Small sheets full of blanks pack tightly and cost nothing: the ratio counts from here on.
RATIO_COUNTS_FROM_BYTES = 1_000_000
CHUNK = 1 << 20
_END_OF_DIRECTORY = b"PK\x05\x06"
_LOCAL_HEADER = struct.Struct("<4s22xHH")
_ARCHIVES = (b"PK\x03\x04", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b\x08")
_ARCHIVE_NAMES = (".zip", ".xlsx", ".xlsm", ".docx", ".pptx", ".jar", ".rar", ".7z", ".gz")
_MACRO_PARTS = ("vbaproject.bin", "macrosheets/")


class BrokenContainer(Exception):
    """The container contradicts itself."""


def check_zip(*, content: bytes) -> FileFault | None:
    """Return why an office container must not be opened, None when it may.

    Faults: CORRUPT, TOO_MANY_ENTRIES, UNSAFE_NAME, ENCRYPTED, MACROS, NESTED_ARCHIVE, WRONG_SIZES, UNPACKS_TOO_LARGE,
    PACKED_TOO_TIGHTLY.
    """
    directory = _check_directory(content)
    if directory is not None:
        return directory
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError, struct.error, EOFError):
        return FileFault(code=FileFaultCode.CORRUPT)
    if len(entries) > MAX_ENTRIES:
        return _too_many(len(entries))
    for entry in entries:
        fault = _check_entry(entry)
        if fault is not None:
            return fault
    return _check_sizes(content, entries)


def entry_chunks(*, content: bytes, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    """Yield what an entry really unpacks to, whatever size it declares; `BrokenContainer` or zlib.error if it cannot."""
    start = entry.header_offset
    if content[start : start + 4] != b"PK\x03\x04":
        raise BrokenContainer("no local header")
    _, name_length, extra_length = _LOCAL_HEADER.unpack_from(content, start)
    start += _LOCAL_HEADER.size + name_length + extra_length
    packed = memoryview(content)[start : start + entry.compress_size]
    if len(packed) != entry.compress_size:
        raise BrokenContainer("the entry is cut off")
    if entry.compress_type == zipfile.ZIP_STORED:
        for offset in range(0, len(packed), CHUNK):
            yield bytes(packed[offset : offset + CHUNK])
    elif entry.compress_type == zipfile.ZIP_DEFLATED:
        yield from _inflated(packed)
    else:
        raise BrokenContainer("unknown packing")


def unpacked(*, content: bytes, entry: zipfile.ZipInfo) -> bytes:
    """Return a whole entry of a container that `check_zip` let through."""
    return b"".join(entry_chunks(content=content, entry=entry))


def _inflated(packed: memoryview) -> Iterator[bytes]:
    inflate = zlib.decompressobj(-zlib.MAX_WBITS)
    waiting: bytes | memoryview = packed
    while not inflate.eof:
        chunk = inflate.decompress(waiting, CHUNK)
        waiting = inflate.unconsumed_tail
        if not chunk and not waiting:
            raise BrokenContainer("the entry ends too early")
        yield chunk


def _check_directory(content: bytes) -> FileFault | None:
    """Look at the end record before anything builds a million Python objects from it."""
    end = content.rfind(_END_OF_DIRECTORY, max(0, len(content) - 65_557))
    if end < 0 or len(content) < end + 22:
        return FileFault(code=FileFaultCode.CORRUPT)
    count, size = struct.unpack_from("<HI", content, end + 10)
    if count > MAX_ENTRIES:
        return _too_many(count)
    if size > MAX_DIRECTORY_BYTES:
        return FileFault(code=FileFaultCode.TOO_MANY_ENTRIES, details={"limit": MAX_ENTRIES})
    return None


def _too_many(count: int) -> FileFault:
    return FileFault(code=FileFaultCode.TOO_MANY_ENTRIES, details={"limit": MAX_ENTRIES, "found": count})


def _check_entry(entry: zipfile.ZipInfo) -> FileFault | None:
    name = entry.filename.lower().replace("\\", "/")
    shown = {"found": entry.filename[:80]}
    if name.startswith("/") or ".." in name.split("/") or ":" in name:
        return FileFault(code=FileFaultCode.UNSAFE_NAME, details=shown)
    if entry.flag_bits & 0x1 or entry.flag_bits & 0x40:
        return FileFault(code=FileFaultCode.ENCRYPTED)
    if name.endswith(_MACRO_PARTS) or any(part in name for part in _MACRO_PARTS):
        return FileFault(code=FileFaultCode.MACROS)
    if name.endswith(_ARCHIVE_NAMES):
        return FileFault(code=FileFaultCode.NESTED_ARCHIVE, details=shown)
    return None


def _check_sizes(content: bytes, entries: list[zipfile.ZipInfo]) -> FileFault | None:
    total = 0
    for entry in entries:
        size = 0
        try:
            for chunk in entry_chunks(content=content, entry=entry):
                if size == 0 and chunk.startswith(_ARCHIVES):
                    return FileFault(code=FileFaultCode.NESTED_ARCHIVE, details={"found": entry.filename[:80]})
                size += len(chunk)
                fault = _check_total(total + size, len(content))
                if fault is not None:
                    return fault
        except (BrokenContainer, zlib.error, struct.error):
            return FileFault(code=FileFaultCode.CORRUPT, details={"found": entry.filename[:80]})
        if size != entry.file_size:
            return FileFault(code=FileFaultCode.WRONG_SIZES, details={"found": entry.filename[:80]})
        total += size
    return None


def _check_total(total: int, packed: int) -> FileFault | None:
    if total > MAX_UNPACKED_BYTES:
        return FileFault(code=FileFaultCode.UNPACKS_TOO_LARGE, details={"limit": MAX_UNPACKED_BYTES})
    if total > RATIO_COUNTS_FROM_BYTES and total > MAX_RATIO * packed:
        return FileFault(code=FileFaultCode.PACKED_TOO_TIGHTLY, details={"limit": MAX_RATIO})
    return None
