"""Backups that count only once they have been restored: made, put back into a scratch database, compared, then named."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from django.conf import settings
from django.db import connection

from huikuan.audit.operations import Intent, Json, OpenAct, perform
from huikuan.audit.sealing import seal_acts
from huikuan.documents.files import path_of, write_file
from huikuan.jobs.backup_archive import (
    Manifest,
    extract_database,
    hash_of,
    kept_files,
    opened_archive,
    sha256_of,
    sync_folder,
    write_archive,
)
from huikuan.jobs.backup_databases import Contents, copy_database, is_empty, put_back, restored_contents
from huikuan.kernel.actor import SYSTEM
from huikuan.kernel.refusal import Refused

SUFFIX = ".huikuan-backup.tar"


@dataclass(frozen=True, slots=True)
class BackupMade:
    """A backup that was restored once: where it lies, its hash, and what it holds."""

    path: Path
    sha256: str
    size_bytes: int
    rows: Mapping[str, int]
    files: int
    chain_head: str


def make_backup(*, folder: Path, now: datetime) -> BackupMade:
    """Copy the database and every kept file into one archive in `folder` and prove it by restoring it.

    The database is copied first: no row of the copy names a file that came later. An archive that does not restore to the
    same counts and chain head never gets its name. Raises Refused BACKUP_… , SCRATCH_DATABASE_REFUSED.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    seal_acts(now=now)  # the head of the chain then covers every act the backup holds
    target = folder / f"huikuan-{now.astimezone(UTC):%Y%m%dT%H%M%SZ}{SUFFIX}"
    with tempfile.TemporaryDirectory(prefix="making-", dir=folder) as scratch:
        copy, proposed = Path(scratch) / "database", Path(scratch) / target.name
        contents = copy_database(to=copy)
        files = _files()
        manifest = Manifest(
            made_at=now.astimezone(UTC).isoformat(),
            product=version("huikuan"),
            vendor=connection.vendor,
            database_sha256=sha256_of(path=copy),
            rows=contents.rows,
            chain_head=contents.chain_head,
            files={name: path.stat().st_size for name, path in files.items()},
            secret_fingerprint=hashlib.sha256(settings.SECRET_KEY.encode()).hexdigest()[:16],
        )
        write_archive(target=proposed, manifest=manifest, database=copy, files=files)
        copy.unlink()
        verify_backup(path=proposed)
        proposed.replace(target)
        sync_folder(folder=folder)
    made = BackupMade(
        target, sha256_of(path=target), target.stat().st_size, contents.rows, len(files), contents.chain_head
    )
    _remember(made, now)
    return made


def verify_backup(*, path: Path) -> Manifest:
    """Restore a backup into a scratch database and compare counts, chain head and every kept file; its manifest.

    Raises Refused BACKUP_UNREADABLE, BACKUP_DAMAGED, BACKUP_DIFFERS.
    """
    with scratch_folder(prefix="restored-") as scratch:
        copy = scratch / "database"
        with opened_archive(path=path) as (manifest, archive):
            extract_database(archive=archive, manifest=manifest, to=copy)
        _compare(manifest, restored_contents(copy=copy, vendor=manifest.vendor))
    with opened_archive(path=path) as (_, archive):
        for sha256, content in kept_files(archive=archive, manifest=manifest):
            if hash_of(content=content) != sha256:
                raise Refused("BACKUP_DAMAGED", part=f"files/{sha256}")
    return manifest


@contextmanager
def scratch_folder(*, prefix: str) -> Iterator[Path]:
    """A folder of mode 700 in the data folder for a copy of the books, gone afterwards whatever happened.

    Never the system's folder for temporary files: others may look into it, and it may be a small disk in memory.
    """
    home = Path(settings.HOME)
    home.mkdir(parents=True, exist_ok=True, mode=0o700)
    with tempfile.TemporaryDirectory(prefix=prefix, dir=home) as scratch:
        yield Path(scratch)


def restore_backup(*, path: Path, now: datetime, replace: bool = False) -> Manifest:
    """Make a backup the books of this installation: files first, then the database, which was proved whole before.

    Where there are books already they are replaced only if asked for (a SQLite file is kept beside, renamed). Raises
    Refused BOOKS_NOT_EMPTY, BACKUP_OTHER_DATABASE, and as `verify_backup`.
    """
    if not is_empty() and not replace:
        raise Refused("BOOKS_NOT_EMPTY")
    manifest = verify_backup(path=path)
    if manifest.vendor != connection.vendor:
        raise Refused("BACKUP_OTHER_DATABASE", backup=manifest.vendor, installation=connection.vendor)
    with opened_archive(path=path) as (_, archive):
        for _sha256, content in kept_files(archive=archive, manifest=manifest):
            write_file(content=content.read())
    with scratch_folder(prefix="restoring-") as scratch:
        copy = scratch / "database"
        with opened_archive(path=path) as (_, archive):
            extract_database(archive=archive, manifest=manifest, to=copy)
        put_back(copy=copy, stamp=f"{now.astimezone(UTC):%Y%m%dT%H%M%SZ}")
    return manifest


def _files() -> dict[str, Path]:
    """Every kept file by the hash that names it; unfinished ones have other names."""
    folder = Path(settings.HOME) / "files"
    found = (path for path in folder.glob("*/*") if path.is_file() and not path.is_symlink())
    return {path.name: path for path in found if path == path_of(sha256=path.name) and len(path.name) == 64}


def _compare(manifest: Manifest, found: Contents) -> None:
    for table in sorted(set(manifest.rows) | set(found.rows)):
        if manifest.rows.get(table) != found.rows.get(table):
            raise Refused(
                "BACKUP_DIFFERS",
                part=table,
                expected=str(manifest.rows.get(table)),
                found=str(found.rows.get(table)),
            )
    if manifest.chain_head != found.chain_head:
        raise Refused("BACKUP_DIFFERS", part="audit_seal", expected=manifest.chain_head, found=found.chain_head)


def _remember(made: BackupMade, now: datetime) -> None:
    """An act, so that everybody can see when a backup last proved itself."""
    detail: dict[str, Json] = {
        "file": made.path.name,
        "sha256": made.sha256,
        "rows": sum(made.rows.values()),
        "files": made.files,
        "chain_head": made.chain_head,
    }

    def nothing(act: OpenAct) -> dict[str, Json]:
        return {"file": made.path.name}

    perform(intent=Intent("make_backup", SYSTEM, now, f"backup:{made.sha256}", None, detail), work=nothing)
