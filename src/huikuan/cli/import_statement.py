"""`huikuan import statement`: a bank or wallet statement into its account; `huikuan account add`: such an account."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from huikuan.cli.companies import company_for, is_first_import, known_currency
from huikuan.cli.failures import regular_file
from huikuan.cli.import_report import print_import
from huikuan.cli.language import gettext as _
from huikuan.cli.option_types import KEY, NAME, SHORT_NAME, Text
from huikuan.cli.output import print_json
from huikuan.cli.progress import steps
from huikuan.cli.starting import fresh_key, kept, now, say_once_kept

if TYPE_CHECKING:
    from huikuan.integrations.bank_files.records import Statement
    from huikuan.jobs.import_statement import StatementImported, StatementPreview
    from huikuan.receipts.queries.bank_accounts import BankAccountRow

ACCOUNT_NAME = Text(100, least=1)
LONGEST_NUMBER = 60
GAP = "STATEMENT_GAP"
LEFT_OUT = "STATEMENT_LEFT_OUT"
TOTALS = "STATEMENT_TOTALS_DIFFER"
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command("statement", help=_("Import a bank statement (CSV, XLSX, XLS, MT940, camt, OFX, wallet bills)."))
@click.argument("file", type=FILE)
@click.option(
    "--account", type=ACCOUNT_NAME, help=_("Our bank account: name, number or id; not needed if there is only one.")
)
@click.option(
    "--company", type=NAME, help=_("Our own company: name, short name or id; not needed if there is only one.")
)
@click.option("--currency", help=_("Currency of the account, where it is made now."))
@click.option(
    "--ignore-balances", is_flag=True, help=_("Import although the balances in the file contradict its lines.")
)
@click.option("--layout", type=NAME, help=_("Read it by this saved layout; without it the column names choose."))
@click.option("--key", type=KEY, help=_("Idempotency key: the same key again changes nothing and answers the same."))
@click.option("--dry-run", is_flag=True, help=_("Show what would be done and write nothing."))
@click.option("--json", "as_json", is_flag=True, help=_("Print one JSON document."))
def statement_command(
    file: Path, key: str | None, ignore_balances: bool, dry_run: bool, as_json: bool, **said: str | None
) -> int:
    """Import a statement; exit code 0."""
    from huikuan.integrations.bank_files.records import ReadLimits
    from huikuan.jobs.import_statement import StatementOrder, import_statement_file, preview_statement
    from huikuan.kernel.actor import SYSTEM
    from huikuan.wording.sentences import sentence

    regular_file(path=file, largest=ReadLimits().max_bytes)
    content = file.read_bytes()
    with kept(nothing=dry_run, whole=is_first_import()), steps() as step:
        step(_("reading %(name)s") % {"name": file.name})
        layout = said.pop("layout") or ""
        account = _account_for(content, file.name, **said)
        order = StatementOrder(account, content, file.name, check_balances=not ignore_balances, layout=layout)
        if dry_run:
            preview = preview_statement(actor=SYSTEM, order=order)
            _answer(_preview_document(preview), as_json=as_json, dry_run=True)
            _say_left_out(preview)
            return 0
        made = key or fresh_key(what="import-statement")
        done = import_statement_file(actor=SYSTEM, now=now(), key=made, order=order)
    _answer(_document(done), as_json=as_json, dry_run=False)
    _say_left_out(done.preview)
    for gap in done.gaps:
        click.echo(f"{GAP}: {sentence(code=GAP, parameters=gap.parameters)}", err=True)
    return 0


@click.command("add", help=_("Add a bank account of ours whose statements will be imported."))
@click.argument("name", type=ACCOUNT_NAME)
@click.option("--number", type=SHORT_NAME, default="", help=_("Account number, checked against the statements."))
@click.option("--bank", type=Text(100), default="", help=_("The bank's name."))
@click.option("--currency", help=_("Currency of the account; the company's own if left out."))
@click.option(
    "--kind",
    type=click.Choice(("bank", "wechat", "alipay", "cash")),
    default="bank",
    help=_("A bank account, a merchant account of WeChat Pay or Alipay, or a till."),
)
@click.option(
    "--company", type=NAME, help=_("Our own company: name, short name or id; not needed if there is only one.")
)
@click.option("--json", "as_json", is_flag=True, help=_("Print one JSON document."))
def account_add_command(name: str, currency: str | None, company: str | None, as_json: bool, **told: str) -> int:
    """Add a bank account; exit code 0."""
    made = _make(name, company_for(name=company, currency=currency), currency, **told)
    if as_json:
        print_json(document={"bank_account_id": made.id, "name": made.name, "currency": made.currency})
    else:
        click.echo(_("Bank account %(name)s (%(currency)s) added.") % {"name": made.name, "currency": made.currency})
    return 0


def _account_for(
    content: bytes, file_name: str, *, account: str | None, company: str | None, currency: str | None
) -> BankAccountRow:
    """The bank account meant; on an installation without any the first one is made as the file describes it, and said."""
    from huikuan.kernel.actor import SYSTEM
    from huikuan.kernel.refusal import Refused
    from huikuan.receipts.queries.bank_accounts import bank_accounts

    known = bank_accounts(actor=SYSTEM)
    if not known:
        stated = _stated(content, file_name, currency)
        company_id = company_for(name=company, currency=stated.currency or currency)
        made = _make(account or _("Bank account"), company_id, stated.currency, number=stated.account[:LONGEST_NUMBER])
        told = _("There is no bank account yet; the first one: %(name)s (%(currency)s).")
        say_once_kept(text=told % {"name": made.name, "currency": made.currency})
        return made
    fitting = [row for row in known if account is None or account in (row.name, row.number, str(row.id))]
    listed = ", ".join(f"{row.name} ({row.currency})" for row in known)
    if account is not None and not fitting:
        raise Refused("ACCOUNT_NOT_NAMED_SO", name=account, known=listed)
    if company is not None:
        company_id = company_for(name=company, currency=None)
        fitting = [row for row in fitting if row.company_id == company_id]
    if len(fitting) != 1:
        raise Refused("ACCOUNT_NEEDED", known=listed)
    return fitting[0]


def _stated(content: bytes, file_name: str, currency: str | None) -> Statement:
    """The first statement of the file that has lines: it may name its account and currency."""
    from huikuan.jobs.import_statement import StatementOrder, statement_file_of
    from huikuan.receipts.queries.bank_accounts import BankAccountRow

    unknown = BankAccountRow(0, 0, "", "", "", known_currency(text=currency or "CNY"), None)
    found = statement_file_of(order=StatementOrder(unknown, content, file_name, check_balances=False)).statements
    return next((one for one in found if one.lines), found[0])


def _make(name: str, company_id: int, currency: str | None, **told: str) -> BankAccountRow:
    """A new account; `told` are number, bank and kind."""
    from huikuan.accounts.queries import company
    from huikuan.kernel.actor import SYSTEM
    from huikuan.receipts.operations.statements import BankAccountDraft, open_bank_account
    from huikuan.receipts.queries.bank_accounts import bank_accounts
    from huikuan.receipts.wallet_rules import AccountKind

    code = known_currency(text=currency or company(company_id=company_id).currency)
    kinds = {
        "wechat": AccountKind.WECHAT_MERCHANT,
        "alipay": AccountKind.ALIPAY_MERCHANT,
        "cash": AccountKind.CASH,
    }
    draft = BankAccountDraft(
        name=name,
        currency=code,
        number=told.get("number", ""),
        bank=told.get("bank", ""),
        kind=kinds.get(told.get("kind", ""), AccountKind.BANK),
    )
    done = open_bank_account(
        actor=SYSTEM, now=now(), key=fresh_key(what="account"), company_id=company_id, account=draft
    )
    return next(row for row in bank_accounts(actor=SYSTEM) if row.id == done["bank_account_id"])


def _document(done: StatementImported) -> dict[str, Any]:
    from huikuan.wording.sentences import sentence

    gaps = [{"code": GAP, **asdict(gap), "text": sentence(code=GAP, parameters=gap.parameters)} for gap in done.gaps]
    warnings = [*_left_out(done.preview), *_other_totals(done.preview), *gaps]
    return {
        "read": done.preview.read,
        "accepted": done.accepted,
        "duplicate": done.duplicate,
        "rejected": _rejected(done.preview),
        "totals": dict(done.totals) if done.accepted else {},
        **asdict(done.preview.balances),
    } | ({"warnings": warnings} if warnings else {})


def _preview_document(preview: StatementPreview) -> dict[str, Any]:
    counts, warnings = preview.counts, [*_left_out(preview), *_other_totals(preview)]
    return {
        "read": preview.read,
        "accepted": counts.accepted,
        "duplicate": counts.duplicate,
        "rejected": _rejected(preview),
        "totals": counts.totals if counts.accepted else {},
        **asdict(preview.balances),
    } | ({"warnings": warnings} if warnings else {})


def _left_out(preview: StatementPreview) -> list[dict[str, Any]]:
    """The accounts of the file that are not taken, one warning each."""
    from huikuan.wording.sentences import sentence

    return [
        {"code": LEFT_OUT, **asdict(one), "text": sentence(code=LEFT_OUT, parameters=one.parameters)}
        for one in preview.left_out
    ]


def _other_totals(preview: StatementPreview) -> list[dict[str, Any]]:
    """Totals of the file that its lines do not give, one warning each."""
    from huikuan.wording.sentences import sentence

    said = [{"file": preview.name, "line": note.line, **dict(note.params)} for note in preview.differing_totals]
    return [{"code": TOTALS, **one, "text": sentence(code=TOTALS, parameters=one)} for one in said]


def _say_left_out(preview: StatementPreview) -> None:
    for warning in [*_left_out(preview), *_other_totals(preview)]:
        click.echo(f"{warning['code']}: {warning['text']}", err=True)


def _rejected(preview: StatementPreview) -> list[dict[str, Any]]:
    from huikuan.wording.sentences import is_worded, sentence

    def reason(code: str, parameters: dict[str, Any], message: str) -> str:
        worded = next((name for name in (f"STATEMENT_{code}", code) if is_worded(code=name)), None)
        return f"{code}: {sentence(code=worded, parameters=parameters) if worded else message}"

    return [
        {
            "file": preview.name,
            "line": row.line,
            "column": row.column,
            "value": row.value,
            "reason": reason(row.code, {"column": row.column, "value": row.value, **dict(row.params)}, row.message),
        }
        for row in preview.rejected
    ]


def _answer(document: dict[str, Any], *, as_json: bool, dry_run: bool) -> None:
    if as_json:
        print_json(document=document)
    else:
        print_import(document=document, dry_run=dry_run)
