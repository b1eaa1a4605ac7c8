"""The data folder and the secret of this installation, made at first use (no default secret: TRUST S14)."""

from __future__ import annotations

import contextlib
import os
import secrets
from pathlib import Path

SECRET_LENGTH = 50


class WeakSecret(RuntimeError):
    """The configured secret is too short to protect sessions."""


def data_folder() -> Path:
    """The folder named by HUIKUAN_HOME, else `~/.local/share/huikuan`; created private to its owner."""
    named = os.environ.get("HUIKUAN_HOME")
    folder = Path(named).expanduser().resolve() if named else Path.home() / ".local" / "share" / "huikuan"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder


def upload_folder(*, home: Path) -> Path:
    """Where a file lies while it is handed in: on the disk of the books, not in the machine's small /tmp; private."""
    folder = home / "incoming"
    folder.mkdir(exist_ok=True, mode=0o700)
    return folder


def listed(*, text: str) -> list[str]:
    """The parts of a setting that names several things, separated by commas, without the blanks around them."""
    return [part.strip() for part in text.split(",") if part.strip()]


def secret_key(*, home: Path) -> str:
    """The secret from HUIKUAN_SECRET_KEY, else from the data folder, written there once with mode 0600.

    Raises WeakSecret if it has fewer than 50 characters.
    """
    key = os.environ.get("HUIKUAN_SECRET_KEY") or _kept_secret(home / "secret-key")
    if len(key) < SECRET_LENGTH:
        raise WeakSecret(f"the secret key must have at least {SECRET_LENGTH} characters")
    return key


def _kept_secret(path: Path) -> str:
    """The secret of the file; of several processes that find none, one writes it and all read the same."""
    if not path.exists():
        written = path.with_name(f"{path.name}.{os.getpid()}")
        handle = os.open(written, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w") as file:
            file.write(secrets.token_urlsafe(48))
        with contextlib.suppress(FileExistsError):
            os.link(written, path)
        written.unlink()
    return path.read_text().strip()
