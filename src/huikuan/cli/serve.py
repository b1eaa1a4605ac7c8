"""`huikuan serve`: the web app and the API on a local port."""

from __future__ import annotations

import os
import warnings
from typing import Any

import click

from huikuan.cli.language import gettext as _
from huikuan.cli.starting import fresh_key, now


@click.command("serve", help=_("Serve the web app and the API on this machine."))
@click.option("--host", default="127.0.0.1", show_default=True, help=_("Address to listen on."))
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65_535), help=_("Port to listen on."))
@click.option("--workers", default=1, show_default=True, type=click.IntRange(1, 64), help=_("Processes."))
@click.option("--threads", default=8, show_default=True, type=click.IntRange(1, 64), help=_("Threads of each process."))
def serve_command(host: str, port: int, workers: int, threads: int) -> int:
    """Serve until stopped."""
    from django.conf import settings as django_settings
    from django.core.wsgi import get_wsgi_application

    from huikuan.jobs.long_statements import limit_statements

    # Nothing is collected: the files are served from the package, so the folder for them is not there.
    warnings.filterwarnings("ignore", message="No directory at", module="django.core.handlers")
    bind = bound_to(host=host, port=port)
    if not os.environ.get("HUIKUAN_BASE_URL"):
        django_settings.BASE_URL = reached_at(host=host, port=port)
    _say_first_link()
    _bring_figures_up_to_date()
    limit_statements()
    click.echo(_("Serving on %(address)s, Ctrl+C stops it.") % {"address": f"http://{bind}"}, err=True)
    _serve(get_wsgi_application(), bind=bind, workers=workers, threads=threads)
    return 0


def bound_to(*, host: str, port: int) -> str:
    """What is listened on; an IPv6 address stands in brackets."""
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


def reached_at(*, host: str, port: int) -> str:
    """The address for a browser on this machine: one that listens everywhere is none to open."""
    everywhere = ("0.0.0.0", "::", "")  # noqa: S104  (compared only)
    return f"http://{bound_to(host='127.0.0.1' if host in everywhere else host, port=port)}"


def _say_first_link() -> None:
    """A fresh installation is opened by a link that only the machine's owner sees (TRUST S14)."""
    from huikuan.accounts.administration import is_set_up
    from huikuan.accounts.operations.passwords import issue_first_link
    from huikuan.web.links import one_time_address

    if is_set_up():
        return
    issued = issue_first_link(now=now(), key=fresh_key(what="first-link"))
    click.echo(_("Nobody works here yet. This link makes the first administrator, once, within 24 hours:"), err=True)
    click.echo(one_time_address(token=issued.token), err=True)


def _bring_figures_up_to_date() -> None:
    from huikuan.jobs.figures import bring_figures_up_to_date, figures_behind

    if behind := figures_behind():
        say = _("Bringing the figures up to date: %(count)s postings …") % {"count": f"{behind:,}"}
        click.echo(say, err=True)
        bring_figures_up_to_date()


def _serve(application: Any, **settings: Any) -> None:
    from django.conf import settings as django_settings
    from gunicorn.app.base import BaseApplication  # type: ignore[import-untyped]

    if proxies := django_settings.TRUSTED_PROXIES:  # whom to believe that the caller spoke TLS
        settings["forwarded_allow_ips"] = ",".join(proxies)

    class Server(BaseApplication):  # type: ignore[misc]
        """Gunicorn without a configuration file."""

        def load_config(self) -> None:
            for name, value in {
                "worker_class": "gthread",
                "timeout": 120,
                "control_socket_disable": True,
                **settings,
            }.items():
                if name in self.cfg.settings:
                    self.cfg.set(name, value)

        def load(self) -> Any:
            return application

    os.environ.pop("GUNICORN_CMD_ARGS", None)
    Server().run()
