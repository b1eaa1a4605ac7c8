"""A statement as the sheet that is printed: its rows with the sides, paragraphs, accounts and seal, loaded once for many."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from huikuan.accounts.queries import CompanyRow, company
from huikuan.customers.queries import CustomerRow, customers_by_id
from huikuan.documents.queries import documents_of, open_document
from huikuan.documents.rules import Purpose
from huikuan.kernel.actor import SYSTEM
from huikuan.kernel.text_amounts import format_amount
from huikuan.receipts.queries.bank_accounts import BankAccountRow, bank_accounts
from huikuan.receipts.wallet_rules import AccountKind
from huikuan.statements.models import Statement, StatementItem, StatementLine
from huikuan.statements.queries.versions import texts_in_force
from huikuan.statements.rules.account import LineKind, OpenItem, Sums
from huikuan.statements.rules.sheet import Beside, Party, Sheet, SheetLine, languages_of
from huikuan.statements.rules.sheet_words import day_text
from huikuan.statements.rules.states import StatementKind, number_text
from huikuan.statements.rules.texts import CHINESE, Text, TextKind, filled

_FORMATS = {"image/png": "png", "image/jpeg": "jpg"}
LARGEST_SEAL = 512 * 1024
"""Bytes; a seal goes into every statement."""


class Composer:
    """Composes sheets of statements of one own company with the parties and texts loaded once."""

    def __init__(self, *, company_id: int, customer_ids: Collection[int], prints_seal: bool) -> None:
        self._company: CompanyRow = company(company_id=company_id)
        self._customers: Mapping[int, CustomerRow] = customers_by_id(ids=customer_ids)
        self._texts = texts_in_force()
        # A merchant account of WeChat or Alipay takes no transfer: its number is none to pay to.
        self._accounts = tuple(
            one for one in bank_accounts(actor=SYSTEM) if one.company_id == company_id and one.kind is AccountKind.BANK
        )
        self._seal = seal_of(company_id=company_id) if prints_seal else (b"", "")

    def sheet(self, *, row: Statement, lines: Sequence[StatementLine], items: Sequence[StatementItem]) -> Sheet:
        """The sheet of one statement."""
        own, buyer = self._company, self._customers[row.customer_id]
        return Sheet(
            kind=row.kind,
            number=number_text(number=row.number),
            language=row.language,
            currency=row.currency,
            since=row.since,
            through=row.through,
            dated_on=row.dated_on,
            creditor=Party(own.name, own.tax_code, own.address, own.phone),
            debtor=Party(buyer.name, buyer.tax_code, buyer.address),
            sums=sums_of_row(row=row),
            lines=tuple(_line(line) for line in lines),
            items=tuple(_item(item) for item in items),
            open_minor=row.open_minor,
            on_account_minor=row.on_account_minor,
            beside=Beside(row.retained_minor, row.papers_minor, row.deposit_minor),
            introduction=self._said(row, _introduction(row)),
            paragraphs=tuple(text for kind in _paragraphs(row) for text in self._said(row, kind)),
            witness=self._said(row, TextKind.WITNESS),
            chain_head=row.chain_head,
            pay_to=tuple(self._pay_to(row)),
            seal=self._seal[0],
            seal_format=self._seal[1],
        )

    def said(self, *, row: Statement, kind: TextKind, language: str, portal_link: str = "") -> str:
        """One text in one language, its places filled from the statement."""
        text: Text = self._texts[kind, language]
        return filled(body=text.body, values=self._values(row, language, portal_link))

    def _said(self, row: Statement, kind: TextKind) -> tuple[str, ...]:
        return tuple(self.said(row=row, kind=kind, language=one) for one in languages_of(language=row.language))

    def _values(self, row: Statement, language: str, portal_link: str) -> dict[str, str]:
        closing = format_amount(minor=row.closing_minor, currency=row.currency)
        is_yuan = language == CHINESE and row.currency == "CNY"
        return {
            "company_name": self._company.name,
            "company_phone": self._company.phone,
            "contract": row.deemed_contract,
            "closing": f"人民币{closing}元" if is_yuan else f"{row.currency} {closing}",
            "customer_name": self._customers[row.customer_id].name,
            "number": number_text(number=row.number),
            "period_from": day_text(day=row.since, language=language),
            "period_to": day_text(day=row.through, language=language),
            "portal_link": portal_link,
            "reply_by": day_text(day=row.reply_by, language=language),
        }

    def _pay_to(self, row: Statement) -> list[str]:
        if self._company.bank_details:
            return [self._company.name, self._company.bank_details]
        own = [one for one in self._accounts if one.currency == row.currency and one.number]
        return [self._company.name, *(_account(one) for one in own)]


def sums_of_row(*, row: Statement) -> Sums:
    """The figures of a kept statement."""
    return Sums(
        row.opening_minor,
        row.earlier_minor,
        row.billed_minor,
        row.credited_minor,
        row.received_minor,
        row.allowed_minor,
        row.other_minor,
        row.closing_minor,
    )


def seal_of(*, company_id: int) -> tuple[bytes, str]:
    """The image of an own company's seal that was uploaded last, and its format; empty without one."""
    kept = next(iter(documents_of(purpose=Purpose.SEAL, owner_ids=[company_id])), None)
    if kept is None:
        return b"", ""
    _, content = open_document(document_id=kept.id, purpose=Purpose.SEAL, owner_id=company_id)
    return content, _FORMATS.get(kept.content_type, "")


def _introduction(row: Statement) -> TextKind:
    return TextKind(row.kind) if row.kind != StatementKind.STATEMENT.value else TextKind.INTRODUCTION


def _paragraphs(row: Statement) -> tuple[TextKind, ...]:
    """The paragraphs below the account; that silence is consent is said only where a contract says so."""
    if row.kind == StatementKind.AUDIT_NEGATIVE.value:
        return (TextKind.RESERVATION,)
    if row.deemed_contract:
        return (TextKind.RESERVATION, TextKind.REPLY, TextKind.DEEMED)
    return (TextKind.RESERVATION, TextKind.REPLY)


def _line(row: StatementLine) -> SheetLine:
    return SheetLine(
        kind=LineKind(row.kind).value,
        is_reversal=row.is_reversal,
        is_earlier=row.is_earlier,
        on=row.on,
        number=row.number,
        contract=row.contract,
        delivery=row.delivery,
        due_on=row.due_on,
        debit_minor=row.debit_minor,
        credit_minor=row.credit_minor,
        balance_minor=row.balance_minor,
    )


def _item(row: StatementItem) -> OpenItem:
    return OpenItem(
        row.receivable_id, row.number, row.contract, row.issue_date, row.due_on, row.open_minor, row.overdue_days
    )


def _account(one: BankAccountRow) -> str:
    return " ".join(text for text in (one.bank or one.name, one.number) if text)
