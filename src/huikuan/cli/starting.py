"""Getting the books ready for a command: settings, language, and a database of the right form."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from pathlib import Path
from pkgutil import iter_modules
from uuid import uuid4

import click

from huikuan.cli.failures import setting_failure
from huikuan.cli.language import FOLDER, terminal_language
from huikuan.cli.language import gettext as _

LOCK_FILE = "migrating.lock"
_WAITING: ContextVar[list[str] | None] = ContextVar("what to say once it is kept", default=None)


def open_books() -> None:
    """Load the settings and bring the database to the form of this release, saying so if it was not."""
    load_settings()
    _migrate_if_needed()


def load_settings() -> None:
    """Load the settings and speak the terminal's language."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "huikuan.config.settings")
    import django
    from django.utils import translation

    try:
        django.setup()
    except ValueError as error:
        raise setting_failure(error=error) from error
    translation.activate(terminal_language())


def load_words() -> None:
    """Speak the terminal's language without an installation: no settings of one, no folder, no database."""
    import django
    from django.conf import settings
    from django.utils import translation

    if not settings.configured:
        settings.configure(
            USE_I18N=True, LOCALE_PATHS=(FOLDER,), LANGUAGE_CODE=terminal_language(), LOGGING_CONFIG=None
        )
        django.setup()
    translation.activate(terminal_language())


@contextmanager
def kept(*, nothing: bool, whole: bool = False) -> Iterator[None]:
    """With `nothing` everything written inside is rolled back at the end: how a dry run looks at a fresh installation.

    With `whole` several acts are kept together or not at all: a refused first import leaves no company behind, and what
    `say_once_kept` would tell of it is not said.
    """
    from django.db import transaction

    if not nothing and not whole:
        yield
        return
    waiting: list[str] = []
    token = _WAITING.set(waiting)
    try:
        with transaction.atomic():
            yield
            transaction.set_rollback(nothing)
    finally:
        _WAITING.reset(token)
    for text in () if nothing else waiting:
        click.echo(text, err=True)


def say_once_kept(*, text: str) -> None:
    """Tell on standard error of something that was made, as soon as it is sure to stay."""
    waiting = _WAITING.get()
    if waiting is None:
        click.echo(text, err=True)
    else:
        waiting.append(text)


def now() -> datetime:
    """This moment, aware UTC."""
    return datetime.now(tz=UTC)


def today() -> date:
    """The day it is in the company's zone."""
    from django.utils import timezone

    return timezone.localdate(now())


def fresh_key(*, what: str) -> str:
    """An idempotency key for one run of a command."""
    return f"cli:{what}:{uuid4()}"


def _migrate_if_needed() -> None:
    from django.core.management import call_command

    from huikuan.jobs.laying_out import is_empty, lay_out

    if not _is_behind():
        return
    with _alone():
        if not _is_behind():  # another process was quicker
            return
        click.echo(_("Bringing the database to the form of this release …"), err=True)
        if is_empty():
            lay_out()
        else:
            call_command("migrate", verbosity=0, interactive=False)
        click.echo(_("The database is ready."), err=True)


def _is_behind() -> bool:
    from django.apps import apps
    from django.db import connection
    from django.db.migrations.recorder import MigrationRecorder

    released = {
        (app.label, module.name)
        for app in apps.get_app_configs()
        for module in iter_modules([str(Path(app.path) / "migrations")])
    }
    return not released <= set(MigrationRecorder(connection).applied_migrations())


@contextmanager
def _alone() -> Iterator[None]:
    """One process of this machine at a time; the lock goes with the process."""
    from django.conf import settings

    with (Path(settings.HOME) / LOCK_FILE).open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
