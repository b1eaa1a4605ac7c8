"""What keeps a command from working although it was called rightly: folder, disk, database, settings; each with a code."""

from __future__ import annotations

import errno
from pathlib import Path

import click

from huikuan.cli.language import gettext as _

MAY_BE_SETTINGS = ("BadDatabaseUrl", "WeakSecret", "NoSqlite", "BadServerUrl", "ChannelsFaulty", "ImproperlyConfigured")
"""Exceptions that say what is wrong with an environment variable; their words are shown."""


INSUFFICIENT_PRIVILEGE = "42501"
"""What PostgreSQL answers to a role that lacks a right."""


class Failure(click.ClickException):
    """A command could not be carried out; nothing was written. `code` is stable, the message says what to mend."""

    def __init__(self, *, code: str, message: str, **parameters: str | int) -> None:
        super().__init__(message)
        self.code = code
        self.parameters = parameters


def failure_of(*, error: Exception) -> Failure | None:
    """The failure behind an exception of the surroundings; None for a fault of ours, which keeps its traceback."""
    names = {kind.__name__ for kind in type(error).__mro__}
    if isinstance(error, OSError):
        return _of_the_system(error)
    if names & {"OperationalError", "InterfaceError"}:
        return _unreachable(error)
    if getattr(error.__cause__, "sqlstate", "") == INSUFFICIENT_PRIVILEGE:
        told = _("The database refuses this to its role: %(reason)s. Do it as the owner of the tables.")
        reason = str(error).splitlines()[0]
        return Failure(code="DATABASE_FORBIDS", message=told % {"reason": reason}, reason=reason)
    if names & set(MAY_BE_SETTINGS):
        return setting_failure(error=error)
    return None


def setting_failure(*, error: Exception) -> Failure:
    """The failure of an environment variable that cannot be used."""
    reason = str(error)
    told = _("The settings cannot be used: %(reason)s.") % {"reason": reason.rstrip(".")}
    return Failure(code="SETTING_UNUSABLE", message=told, reason=reason)


def regular_file(*, path: Path, largest: int) -> None:
    """Raise Failure unless `path` is a file of at most `largest` bytes, so that no pipe or device is read for ever."""
    if not path.is_file():
        told = _("%(path)s is no regular file. Save it as one first.") % {"path": path}
        raise Failure(code="NOT_A_FILE", message=told, path=str(path))
    if path.stat().st_size > largest:
        told = _("%(path)s is larger than %(limit)s bytes. Split it.") % {"path": path, "limit": f"{largest:,}"}
        raise Failure(code="FILE_TOO_LARGE", message=told, path=str(path), limit=largest)


def _of_the_system(error: OSError) -> Failure:
    """The code says what to do: free space, or choose a place that may be written."""
    reason = error.strerror or type(error).__name__
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return Failure(code="DISK_FULL", message=_("The disk is full. Free some space and repeat."), reason=reason)
    place = str(error.filename or "")
    if not place:
        return Failure(code="SYSTEM_REFUSES", message=_("The system refuses: %(reason)s.") % {"reason": reason})
    told = _("%(path)s cannot be used: %(reason)s. Mend its permissions, or choose another place.")
    values = {"path": place, "reason": reason}
    return Failure(code="PLACE_UNUSABLE", message=told % values, **values)


def _unreachable(error: Exception) -> Failure:
    lines = str(error).splitlines()
    reason = lines[0] if lines else type(error).__name__
    told = _("The database cannot be used: %(reason)s. Look at DATABASE_URL and HUIKUAN_HOME.")
    return Failure(code="DATABASE_UNUSABLE", message=told % {"reason": reason.rstrip(".")}, reason=reason)
