"""`huikuan`: the commands; each module is loaded only when its command is called, the framework only by those that need it."""

from __future__ import annotations

import contextlib
import functools
import os
import sys
from collections.abc import Callable
from importlib import import_module
from typing import Any

import click

from huikuan.cli.failures import Failure, failure_of
from huikuan.cli.language import gettext as _
from huikuan.cli.language import speak
from huikuan.cli.output import error_document, print_json, refused_text

DONE, REFUSED, USAGE = 0, 1, 2


class Commands(click.Group):
    """A group whose commands are named by module; those that need the books get them opened first."""

    def __init__(self, *, commands_in: dict[str, tuple[str, bool]], **settings: Any) -> None:
        super().__init__(**settings)
        self.commands_in = commands_in

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Every command, in the order it is used in."""
        return [*self.commands_in, *super().list_commands(ctx)]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name, its module loaded now."""
        if cmd_name not in self.commands_in:
            return super().get_command(ctx, cmd_name)
        place, needs_books = self.commands_in[cmd_name]
        module, _colon, name = place.partition(":")
        command: click.Command = getattr(import_module(module), name)
        command.options_metavar = _("[OPTIONS]")
        if needs_books and not isinstance(command, click.Group) and command.callback is not None:
            command.callback = _with_books(command.callback)
        return command


def _with_books(callback: Callable[..., Any]) -> Callable[..., Any]:
    if hasattr(callback, "opens_books"):
        return callback

    @functools.wraps(callback)
    def opened(*arguments: Any, **options: Any) -> Any:
        from huikuan.cli.starting import open_books

        open_books()
        return callback(*arguments, **options)

    opened.opens_books = True  # type: ignore[attr-defined]
    return opened


def _group(*, commands_in: dict[str, tuple[str, bool]], about: str) -> Commands:
    return Commands(
        commands_in=commands_in,
        help=about,
        no_args_is_help=True,
        options_metavar=_("[OPTIONS]"),
        subcommand_metavar=_("COMMAND …"),
    )


speak()
_IMPORT = "huikuan.cli.import_lists"
import_group = _group(
    about=_("Take files into the books: entirely or not at all, every row accounted for."),
    commands_in={
        "invoices": (f"{_IMPORT}:invoices_command", True),
        "receivables": (f"{_IMPORT}:receivables_command", True),
        "statement": ("huikuan.cli.import_statement:statement_command", True),
        "ledger": (f"{_IMPORT}:ledger_command", True),
        "customers": ("huikuan.cli.import_customer_lists:customers_command", True),
        "people": ("huikuan.cli.import_customer_lists:people_command", True),
        "orders": ("huikuan.cli.import_goods_lists:orders_command", True),
        "deliveries": ("huikuan.cli.import_goods_lists:deliveries_command", True),
        "acceptances": ("huikuan.cli.import_goods_lists:acceptances_command", True),
        "einvoice": ("huikuan.cli.import_einvoice:einvoice_command", True),
    },
)
match_group = _group(
    about=_("Match money received to open items."),
    commands_in={
        "run": ("huikuan.cli.match_run:run_command", True),
        "try": ("huikuan.cli.match_try:try_match", False),
    },
)
audit_group = _group(
    about=_("The trail of acts and its seals."),
    commands_in={"verify": ("huikuan.cli.audit:verify_command", True)},
)
user_group = _group(
    about=_("People who sign in."),
    commands_in={"add": ("huikuan.cli.people:user_add_command", True)},
)
company_group = _group(
    about=_("Our own companies."),
    commands_in={"add": ("huikuan.cli.people:company_add_command", True)},
)
account_group = _group(
    about=_("Our bank accounts."),
    commands_in={"add": ("huikuan.cli.import_statement:account_add_command", True)},
)
calendar_group = _group(
    about=_("The business calendar that the reminders go by."),
    commands_in={
        "show": ("huikuan.cli.calendar:show_command", True),
        "set": ("huikuan.cli.calendar:set_command", True),
    },
)
calc_group = _group(
    about=_("Credit codes, due days, statutory terms, amounts in capitals: computed without any books."),
    commands_in={
        "uscc": ("huikuan.cli.calc:uscc_command", False),
        "due": ("huikuan.cli.calc:due_command", False),
        "statutory-term": ("huikuan.cli.calc:statutory_term_command", False),
        "words": ("huikuan.cli.calc_words:words_command", False),
        "allocate": ("huikuan.cli.calc_allocate:allocate_command", False),
        "interest": ("huikuan.cli.calc_interest:interest_command", False),
        "bill-range": ("huikuan.cli.calc_bill_range:bill_range_command", False),
        "provision": ("huikuan.cli.calc_provision:provision_command", False),
        "limitation": ("huikuan.cli.calc_clocks:limitation_command", False),
        "guarantee": ("huikuan.cli.calc_clocks:guarantee_command", False),
        "gate": ("huikuan.cli.calc_gate:gate_command", False),
    },
)
credit_group = _group(
    about=_("Credit control: may an order or a delivery go ahead."),
    commands_in={"check": ("huikuan.cli.credit:check_command", True)},
)
_THIS = "huikuan.cli.main"
huikuan = _group(
    about=_("Huikuan: who owes what, since when, and what to do about it today."),
    commands_in={
        "import": (f"{_THIS}:import_group", False),
        "match": (f"{_THIS}:match_group", False),
        "ageing": ("huikuan.cli.ageing:ageing_command", True),
        "worklist": ("huikuan.cli.worklist:worklist_command", True),
        "oversight": ("huikuan.cli.oversight:oversight_command", True),
        "run-day": ("huikuan.cli.run_day:run_day_command", True),
        "worker": ("huikuan.cli.worker:worker_command", True),
        "demo": ("huikuan.cli.demo:demo_command", False),
        "serve": ("huikuan.cli.serve:serve_command", True),
        "check": ("huikuan.cli.check:check_command", True),
        "audit": (f"{_THIS}:audit_group", False),
        "backup": ("huikuan.cli.backup:backup_command", True),
        "restore": ("huikuan.cli.backup:restore_command", False),
        "user": (f"{_THIS}:user_group", False),
        "company": (f"{_THIS}:company_group", False),
        "account": (f"{_THIS}:account_group", False),
        "calendar": (f"{_THIS}:calendar_group", False),
        "credit": (f"{_THIS}:credit_group", False),
        "calc": (f"{_THIS}:calc_group", False),
    },
)
click.version_option(
    package_name="huikuan", message="%(prog)s %(version)s", help=_("Say which version this is, and end.")
)(huikuan)


def main(*, arguments: list[str] | None = None) -> None:
    """Run one command and end the process: 0 done, 1 refused for a business reason or a fault found, 2 usage."""
    words = sys.argv[1:] if arguments is None else arguments
    code = run(words=words)
    try:
        sys.stdout.flush()
    except OSError:  # the pipe was closed or the disk is full: the interpreter would say so once more
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = code or REFUSED
    sys.exit(code)


def run(*, words: list[str]) -> int:
    """Run one command; its exit code. A refusal is one JSON document where --json was asked for."""
    from huikuan.kernel.refusal import Refused

    as_json = "--json" in words
    try:
        result = huikuan.main(args=words, prog_name="huikuan", standalone_mode=False)
    except Refused as refusal:
        _print_refusal(refusal, as_json=as_json)
        return REFUSED
    except click.UsageError as error:
        error.show()
        return USAGE
    except click.ClickException as error:
        return _failed(error, as_json=as_json)
    except click.Abort:
        click.echo(_("Stopped."), err=True)
        return REFUSED
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else REFUSED
    except Exception as error:
        failure = failure_of(error=error)
        if failure is None:  # a fault of ours: the caller gets his document, and whoever mends it the traceback
            _print_error("INTERNAL_FAULT", _("A fault of the program, see standard error."), as_json=as_json)
            raise
        return _failed(failure, as_json=as_json)
    return result if isinstance(result, int) else DONE


def _failed(failure: click.ClickException, *, as_json: bool) -> int:
    code, parameters = ("FAILED", {}) if not isinstance(failure, Failure) else (failure.code, failure.parameters)
    _print_error(code, failure.format_message(), as_json=as_json, parameters=parameters)
    return REFUSED


def _print_refusal(refusal: Any, *, as_json: bool) -> None:
    from huikuan.wording.sentences import sentence

    message = sentence(code=refusal.code, parameters=refusal.parameters)
    _print_error(refusal.code, message, as_json=as_json, parameters=refusal.parameters)


def _print_error(code: str, message: str, *, as_json: bool, parameters: Any = None) -> None:
    if as_json:
        with contextlib.suppress(OSError):
            print_json(document=error_document(code=code, message=message, parameters=parameters))
    click.echo(refused_text(message=message), err=True)
