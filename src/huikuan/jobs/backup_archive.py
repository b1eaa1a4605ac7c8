"""The file a backup is: a tar of a manifest, one database and the kept files. Reading one trusts no stored path or link (S26)."""

from __future__ import annotations

import hashlib
import io
import json
import os
import re
import secrets
import tarfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import IO, Any

from huikuan.kernel.refusal import Refused

FORMAT = 1
MANIFEST, DATABASE = "manifest.json", "database"
LARGEST_MANIFEST = 16_000_000
_KEPT_FILE = re.compile(r"files/(?:[0-9a-f]{2}/)?([0-9a-f]{64})")
_AT_ONCE = 1 << 20


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup holds: kind and hash of the database, rows by table, head of the audit chain, kept files."""

    made_at: str
    product: str
    vendor: str
    database_sha256: str
    rows: Mapping[str, int]
    chain_head: str
    files: Mapping[str, int] = field(default_factory=dict)
    format: int = FORMAT
    secret_fingerprint: str = ""


def write_archive(*, target: Path, manifest: Manifest, database: Path, files: Mapping[str, Path]) -> None:
    """Write the archive under a temporary name, durably, and only then give it its name."""
    temporary = target.with_name(f"{target.name}.{secrets.token_hex(6)}.part")
    try:
        handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as raw:
            with tarfile.open(fileobj=raw, mode="w", format=tarfile.PAX_FORMAT) as archive:
                _add_bytes(archive, MANIFEST, json.dumps(asdict(manifest), sort_keys=True).encode())
                _add_file(archive, DATABASE, database)
                for sha256, path in sorted(files.items()):
                    _add_file(archive, f"files/{sha256}", path)
            raw.flush()
            os.fsync(raw.fileno())
        temporary.replace(target)
    finally:
        temporary.unlink(missing_ok=True)
    sync_folder(folder=target.parent)


@contextmanager
def opened_archive(*, path: Path) -> Iterator[tuple[Manifest, tarfile.TarFile]]:
    """A backup opened for reading, its manifest checked in form. Raises Refused BACKUP_UNREADABLE."""
    try:
        with tarfile.open(path, mode="r:") as archive:
            first = archive.next()
            if first is None or first.name != MANIFEST or not first.isreg() or first.size > LARGEST_MANIFEST:
                raise Refused("BACKUP_UNREADABLE", file=path.name)
            yield _manifest(_content(archive, first).read(), path.name), archive
    except (tarfile.TarError, OSError, EOFError) as error:
        raise Refused("BACKUP_UNREADABLE", file=path.name) from error


def extract_database(*, archive: tarfile.TarFile, manifest: Manifest, to: Path) -> None:
    """Write the database of the backup to `to`, a new file, and prove its hash. Raises Refused BACKUP_DAMAGED."""
    member = next((one for one in archive if one.name == DATABASE and one.isreg()), None)
    if member is None:
        raise Refused("BACKUP_DAMAGED", part=DATABASE)
    handle = os.open(to, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        found = _copied(_content(archive, member), file)
        file.flush()
        os.fsync(file.fileno())
    if found != manifest.database_sha256:
        raise Refused("BACKUP_DAMAGED", part=DATABASE)


def kept_files(*, archive: tarfile.TarFile, manifest: Manifest) -> Iterator[tuple[str, IO[bytes]]]:
    """The kept files of the backup by the hash in their name; whatever else an archive holds is passed over.

    Links, devices and other names are never followed or written: the reader decides where a hash lies. Raises Refused
    BACKUP_DAMAGED if a file of the manifest is missing.
    """
    seen = set()
    for member in archive:
        named = _KEPT_FILE.fullmatch(member.name)
        if named is not None and member.isreg() and named[1] in manifest.files and named[1] not in seen:
            seen.add(named[1])
            yield named[1], _content(archive, member)
    missing = sorted(set(manifest.files) - seen)
    if missing:
        raise Refused("BACKUP_DAMAGED", part=f"files/{missing[0]}")


def sha256_of(*, path: Path) -> str:
    """SHA-256 (hex) of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def hash_of(*, content: IO[bytes]) -> str:
    """SHA-256 (hex) of what is left of an open file."""
    digest = hashlib.sha256()
    while part := content.read(_AT_ONCE):
        digest.update(part)
    return digest.hexdigest()


def sync_folder(*, folder: Path) -> None:
    """Make a rename in the folder durable."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _manifest(content: bytes, name: str) -> Manifest:
    try:
        values: dict[str, Any] = json.loads(content)
        manifest = Manifest(**values)
    except (ValueError, TypeError) as error:
        raise Refused("BACKUP_UNREADABLE", file=name) from error
    if manifest.format != FORMAT or manifest.vendor not in ("sqlite", "postgresql"):
        raise Refused("BACKUP_OF_OTHER_RELEASE", file=name, format=str(manifest.format))
    return manifest


def _member(name: str, size: int) -> tarfile.TarInfo:
    member = tarfile.TarInfo(name)
    member.size, member.mode = size, 0o600
    return member


def _add_bytes(archive: tarfile.TarFile, name: str, content: bytes) -> None:
    archive.addfile(_member(name, len(content)), io.BytesIO(content))


def _add_file(archive: tarfile.TarFile, name: str, path: Path) -> None:
    with path.open("rb") as content:
        archive.addfile(_member(name, path.stat().st_size), content)


def _content(archive: tarfile.TarFile, member: tarfile.TarInfo) -> IO[bytes]:
    content = archive.extractfile(member)
    if content is None:
        raise Refused("BACKUP_DAMAGED", part=member.name[:80])
    return content


def _copied(source: IO[bytes], target: IO[bytes]) -> str:
    digest = hashlib.sha256()
    while part := source.read(_AT_ONCE):
        digest.update(part)
        target.write(part)
    return digest.hexdigest()
