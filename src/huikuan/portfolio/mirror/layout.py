"""Where the mirror lies and what a manifest says; every write is a temporary file, synced and renamed.

    HUIKUAN_HOME/mirror/company-1/manifest.json      the only list of valid files, replaced whole
    HUIKUAN_HOME/mirror/company-1/CNY/RECEIVABLE-000000000001-000000250000-9f3a01c2.parquet

A file that the manifest does not name does not exist for readers; the next writer sweeps it. Files that a compaction
replaced are kept as `retired` until the next compaction, so that readers of the manifest before still find them.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

FORMAT = 1
MANIFEST = "manifest.json"
_LOCK = ".lock"


class BrokenMirror(RuntimeError):
    """The files on disk are not what the manifest says; the mirror is to be built anew."""


@dataclass(frozen=True, slots=True)
class MirrorFile:
    """One Parquet file: the movements of one account and currency with posting numbers `first` … `last`."""

    path: str
    account: str
    currency: str
    first: int
    last: int
    rows: int
    minor: int
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What of one own company is mirrored: every posting up to number `cursor`, in these files.

    `token` stands in the database too: a mirror of another or of an older database does not pass for this one's.
    `posting_id` is the id of posting `cursor`.
    """

    company_id: int
    token: str
    cursor: int = 0
    posting_id: int = 0
    files: tuple[MirrorFile, ...] = ()
    retired: tuple[str, ...] = field(default=())


class CompanyFolder:
    """The folder of one own company's mirror."""

    def __init__(self, *, root: Path, company_id: int) -> None:
        self.company_id = company_id
        self.path = root / f"company-{company_id}"

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Hold the right to write, against every other process, until the block ends (also by a kill)."""
        self.path.mkdir(parents=True, exist_ok=True, mode=0o700)
        with (self.path / _LOCK).open("a") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def manifest(self) -> Manifest | None:
        """The manifest in force; None if there is none. Raises BrokenMirror if it or one of its files is damaged."""
        try:
            text = (self.path / MANIFEST).read_text(encoding="utf-8")
        except FileNotFoundError:
            return None
        manifest = _parsed(text)
        for file in manifest.files:
            if _size(self.path / file.path) != file.size:
                raise BrokenMirror(f"{self.path.name}/{file.path} is missing or has another size")
        return manifest

    def paths(self, *, manifest: Manifest, account: str, currency: str) -> list[Path]:
        """The files of one account and currency in posting order."""
        return [
            self.path / file.path
            for file in sorted(manifest.files, key=lambda file: file.first)
            if (file.account, file.currency) == (account, currency)
        ]

    def add(self, *, file: MirrorFile, write: Callable[[Path], object]) -> MirrorFile:
        """Write a data file (temporary name, synced, renamed) and give its record with path, size and hash."""
        folder = self.path / file.currency
        folder.mkdir(exist_ok=True, mode=0o700)
        temporary = folder / f".{file.account}-{file.first}.part"
        write(temporary)
        digest = sha256_of(path=temporary)
        name = f"{file.account}-{file.first:012d}-{file.last:012d}-{digest[:8]}.parquet"
        size = temporary.stat().st_size
        _rename_durably(temporary, folder / name)
        return replace(file, path=f"{file.currency}/{name}", size=size, sha256=digest)

    def publish(self, *, manifest: Manifest) -> None:
        """Put `manifest` in force in one rename, then sweep every file that it does not name."""
        body = {"format": FORMAT, **asdict(manifest)}
        text = json.dumps({**body, "hash": _hash(body)}, indent=1, ensure_ascii=False)
        temporary = self.path / f".{MANIFEST}.part"
        temporary.write_text(text, encoding="utf-8")
        _rename_durably(temporary, self.path / MANIFEST)
        self._sweep({file.path for file in manifest.files} | set(manifest.retired))

    def _sweep(self, kept: set[str]) -> None:
        for path in self.path.glob("*/*.par*"):
            if str(path.relative_to(self.path)) not in kept:
                path.unlink(missing_ok=True)


def sha256_of(*, path: Path) -> str:
    """SHA-256 (hex) of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _parsed(text: str) -> Manifest:
    try:
        body = json.loads(text)
        stated = body.pop("hash")
        if stated != _hash(body) or body.pop("format") != FORMAT:
            raise BrokenMirror("the manifest does not match its hash, or is of another format")
        files = tuple(MirrorFile(**file) for file in body.pop("files"))
        return Manifest(files=files, retired=tuple(body.pop("retired")), **body)
    except (ValueError, KeyError, TypeError) as error:
        raise BrokenMirror("the manifest cannot be read") from error


def _hash(body: dict[str, object]) -> str:
    return hashlib.sha256(json.dumps(body, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return -1


def _rename_durably(temporary: Path, final: Path) -> None:
    descriptor = os.open(temporary, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    os.replace(temporary, final)  # noqa: PTH105 - the same call for files and the manifest, watched by the crash test
    folder = os.open(final.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
