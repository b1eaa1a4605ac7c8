"""Bytes on the disk under HUIKUAN_HOME/files, named by their SHA-256: written whole or not at all, checked when read."""

from __future__ import annotations

import hashlib
import os
import secrets
from pathlib import Path

from django.conf import settings


class FileDamaged(RuntimeError):
    """A kept file is missing or its bytes are not the ones whose hash names it."""


def write_file(*, content: bytes) -> str:
    """Put the bytes on the disk, durably, before anything refers to them; their SHA-256 (hex)."""
    sha256 = hashlib.sha256(content).hexdigest()
    path = path_of(sha256=sha256)
    if _holds(path, sha256):
        return sha256
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    temporary = path.parent / f"{sha256}.{secrets.token_hex(8)}.part"
    try:
        with os.fdopen(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)
    for folder in (path.parent, path.parent.parent, path.parent.parent.parent):
        _sync(folder)
    return sha256


def read_file(*, sha256: str) -> bytes:
    """The bytes of that hash. Raises FileDamaged if they are gone or changed."""
    try:
        content = path_of(sha256=sha256).read_bytes()
    except FileNotFoundError as error:
        raise FileDamaged(f"file {sha256} is missing") from error
    if hashlib.sha256(content).hexdigest() != sha256:
        raise FileDamaged(f"file {sha256} was changed on the disk")
    return content


def path_of(*, sha256: str) -> Path:
    """Where the bytes of that hash lie."""
    return Path(settings.HOME) / "files" / sha256[:2] / sha256


def _holds(path: Path, sha256: str) -> bool:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest() == sha256
    except FileNotFoundError:
        return False


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
