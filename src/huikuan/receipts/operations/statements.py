"""Acts on bank statements: each real line is kept once, money in becomes a receipt in the same transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta

from django.db import IntegrityError

from huikuan.audit.operations import Intent, Json, OpenAct, perform
from huikuan.audit.rules import digest
from huikuan.kernel.actor import Actor, refuse_other_company
from huikuan.kernel.money import DOCUMENT_MAX_MINOR
from huikuan.kernel.refusal import Refused
from huikuan.kernel.text_normal import narrow
from huikuan.ledger.rules import DAYS_AHEAD
from huikuan.receipts.models import BankAccount, Statement, StatementLine, Wallet
from huikuan.receipts.operations.money import ReceiptDraft, book_money
from huikuan.receipts.operations.wallet_bills import (
    book_refunds,
    lock_originals,
    method_of,
    save_wallet_lines,
    wallet_for,
)
from huikuan.receipts.queries.bank_accounts import new_lines
from huikuan.receipts.rules import LineDraft, StatementDraft, counts_of_lines, same_account
from huikuan.receipts.wallet_rules import AccountKind

LONGEST_TEXTS = {"counterparty_name": 200, "counterparty_account": 60, "reference": 500}
"""Characters of a line's texts that are kept."""


@dataclass(frozen=True, slots=True)
class BankAccountDraft:
    """An account of ours whose statements will be imported."""

    name: str
    currency: str
    number: str = ""
    bank: str = ""
    kind: AccountKind = AccountKind.BANK


@dataclass(frozen=True, slots=True)
class StatementSource:
    """The file the statements were read from; `name` is how it was called."""

    sha256: str
    statements: tuple[StatementDraft, ...]
    name: str = ""


def open_bank_account(
    *, actor: Actor, now: datetime, key: str, company_id: int, account: BankAccountDraft
) -> dict[str, Json]:
    """Add a bank account of an own company, its number half-width; `{"bank_account_id"}`. Raises Refused ACCOUNT_EXISTS."""
    refuse_other_company(actor=actor, company_id=company_id)
    account = replace(account, number=narrow(text=account.number))
    intent = Intent("open_bank_account", actor, now, key, company_id, asdict(account))

    def work(act: OpenAct) -> Mapping[str, Json]:
        row = BankAccount.objects.create(
            company_id=company_id,
            name=account.name,
            currency=account.currency,
            number=account.number,
            bank=account.bank,
        )
        if account.kind is not AccountKind.BANK:
            Wallet.objects.create(bank_account=row, kind=account.kind.value)
        return {"bank_account_id": row.pk}

    try:
        return perform(intent=intent, work=work)
    except IntegrityError as error:
        if not BankAccount.objects.filter(name=account.name).exists():
            raise
        raise Refused("ACCOUNT_EXISTS", name=account.name) from error


def statement_intent(*, actor: Actor, now: datetime, key: str, bank_account_id: int, source: StatementSource) -> Intent:
    """The act of taking the statements of a file into one bank account, for `take_statements`.

    Raises Refused ACCOUNT_UNKNOWN, STATEMENT_ACCOUNT_DIFFERS, STATEMENT_CURRENCY_NOT_OURS, AMOUNT_OUT_OF_BOUNDS,
    STATEMENT_TOO_FAR_AHEAD.
    """
    account = BankAccount.objects.filter(pk=bank_account_id, is_active=True).first()
    if account is None:
        raise Refused("ACCOUNT_UNKNOWN", account=bank_account_id)
    refuse_other_company(actor=actor, company_id=account.company_id)
    for statement in source.statements:
        _refuse_foreign(account, statement, source.name)
        _refuse_far_ahead(statement, now)
    detail = {
        "bank_account_id": bank_account_id,
        "sha256": source.sha256,
        "statements": digest(value=[asdict(statement) for statement in source.statements]),
    }
    return Intent("import_statement", actor, now, key, account.company_id, detail)


def take_statements(*, act: OpenAct, bank_account_id: int, source: StatementSource) -> dict[str, Json]:
    """Take the statements inside an open act, all or nothing; lines of an overlapping file are duplicates.

    `{"company_id", "read", "accepted", "duplicate", "receipt_ids", "totals": {currency: minor units of accepted lines},
    "duplicate_totals": the same of duplicates, "refunds": how many refunds of a merchant's bills were booked,
    "gaps": [{"expected", "found", "currency", "last_day", "day"}]}`; a gap says that the statements before `day`
    close, on `last_day`, at another balance than this one opens with.
    """
    account = BankAccount.objects.select_for_update().get(pk=bank_account_id)
    fresh = new_lines(actor=act.actor, bank_account_id=bank_account_id, statements=source.statements)
    wallet = wallet_for(account=account, statements=source.statements)
    lock_originals(bank_account_id=account.pk, lines=[line for lines in fresh for line in lines])
    drafts: list[ReceiptDraft] = []
    gaps: list[Json] = []
    for statement, lines in zip(source.statements, fresh, strict=True):
        gaps += _gap_before(account, statement)
        rows = _save(act, account, statement, source.sha256, lines)
        save_wallet_lines(rows=rows, lines=lines)
        drafts += [
            replace(_receipt(account, row, line, source.sha256), method=method_of(wallet=wallet))
            for row, line in zip(rows, lines, strict=True)
            if line.is_money_received
        ]
        _note_freshness(account, statement)
    receipts = book_money(act=act, company_id=account.company_id, drafts=drafts)
    refunds = book_refunds(act=act, account=account)
    return {
        "company_id": account.company_id,
        **asdict(counts_of_lines(statements=source.statements, fresh=fresh)),
        "receipt_ids": [row.pk for row in receipts],
        "refunds": refunds,
        "gaps": gaps,
    }


def _refuse_foreign(account: BankAccount, statement: StatementDraft, file: str) -> None:
    whose = {"file": file, "account": account.name}
    if not same_account(ours=account.number, theirs=statement.account_number):
        numbers = {"ours": account.number, "found": statement.account_number}
        first = min((line.position for line in statement.lines), default=0)
        raise Refused("STATEMENT_ACCOUNT_DIFFERS", **whose, **numbers, line=first)
    for line in statement.lines:
        if line.currency != account.currency:
            currencies = {"expected": account.currency, "found": line.currency}
            raise Refused("STATEMENT_CURRENCY_NOT_OURS", **whose, **currencies, line=line.position)
        if abs(line.amount_minor) > DOCUMENT_MAX_MINOR:
            raise Refused("AMOUNT_OUT_OF_BOUNDS", amount=line.amount_minor)


def _refuse_far_ahead(statement: StatementDraft, now: datetime) -> None:
    """A bank books today: a day far ahead is a typing error, and money dated there would never be matched."""
    latest = now.date() + timedelta(days=DAYS_AHEAD)
    for line in statement.lines:
        if line.booked_on > latest:
            raise Refused("STATEMENT_TOO_FAR_AHEAD", line=line.position, value=line.booked_on.isoformat())


def _gap_before(account: BankAccount, statement: StatementDraft) -> list[Json]:
    """The statement before this one closed at another balance: a statement in between is missing."""
    if statement.days is None or statement.opening_minor is None:
        return []
    before = Statement.objects.filter(bank_account=account, last_day__lt=statement.days[0], closing_minor__isnull=False)
    last = before.order_by("-last_day", "-pk").first()
    if last is None or last.last_day is None or last.closing_minor == statement.opening_minor:
        return []
    gap: dict[str, Json] = {
        "expected": last.closing_minor,
        "found": statement.opening_minor,
        "currency": statement.currency,
        "last_day": last.last_day.isoformat(),
        "day": statement.days[0].isoformat(),
    }
    return [gap]


def _save(
    act: OpenAct, account: BankAccount, statement: StatementDraft, sha256: str, lines: Sequence[LineDraft]
) -> list[StatementLine]:
    first_day, last_day = statement.days or (None, None)
    known_minor = sum(line.amount_minor for line in statement.lines) - sum(line.amount_minor for line in lines)
    row = Statement.objects.create(
        bank_account=account,
        act_id=act.id,
        source_sha256=sha256,
        file_format=statement.file_format,
        direction_proof=statement.direction_proof,
        opening_minor=statement.opening_minor,
        closing_minor=statement.closing_minor,
        known_minor=known_minor,
        unread_minor=statement.unread_minor,
        first_day=first_day,
        last_day=last_day,
    )
    return StatementLine.objects.bulk_create(
        [StatementLine(statement=row, bank_account=account, **_kept(line)) for line in lines], batch_size=500
    )


def _kept(line: LineDraft) -> dict[str, Json]:
    """The line as the table can hold it: its texts cut, for a file may say more (the file itself is kept whole)."""
    kept = {name: value for name, value in asdict(line).items() if name != "wallet"}
    return kept | {name: getattr(line, name)[:longest] for name, longest in LONGEST_TEXTS.items()}


def _receipt(account: BankAccount, row: StatementLine, line: LineDraft, sha256: str) -> ReceiptDraft:
    return ReceiptDraft(
        received_on=line.booked_on,
        currency=line.currency,
        amount_minor=line.amount_minor,
        fee_minor=0 if line.wallet is None else line.wallet.fee_minor,
        bank_account_id=account.pk,
        statement_line_id=row.pk,
        payer_name=row.counterparty_name,
        payer_account=row.counterparty_account,
        reference=row.reference,
        source_ref=f"{sha256}#{line.position}",
    )


def _note_freshness(account: BankAccount, statement: StatementDraft) -> None:
    if statement.days and (account.stated_through is None or statement.days[1] > account.stated_through):
        account.stated_through = statement.days[1]
        BankAccount.objects.filter(pk=account.pk).update(stated_through=account.stated_through)
