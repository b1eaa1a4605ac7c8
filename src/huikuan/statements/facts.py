"""The accounts of customers over a period, read from the ledger for many at once: a constant number of queries a portion."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from huikuan.deliveries.queries.papers import note_numbers_of
from huikuan.kernel.actor import SYSTEM
from huikuan.kernel.paging import portions
from huikuan.kernel.refusal import Refused
from huikuan.ledger.customer_accounts import (
    OWED,
    AccountEntry,
    Window,
    account_entries,
    account_sums,
    open_receivables,
)
from huikuan.ledger.rules import Account, PostingKind
from huikuan.receipts.queries.receipts import ReceiptRow, receipts_by_id
from huikuan.receivables.queries.invoices import document_numbers
from huikuan.receivables.queries.items import receivable_rows
from huikuan.receivables.queries.rows import ReceivableRow
from huikuan.statements.models import Statement
from huikuan.statements.rules.account import (
    DoesNotTie,
    Line,
    Movement,
    OpenItem,
    Sums,
    buckets_of,
    by_due_day,
    days_overdue,
    lines_of,
    sums_of,
)
from huikuan.statements.rules.policy import Period
from huikuan.statements.rules.states import GONE, State, StatementKind

Key = tuple[int, str]
"""Customer and currency."""
_NOT_BEFORE = [State.DRAFT.value, *(state.value for state in GONE)]


@dataclass(frozen=True, slots=True)
class Before:
    """The statement that ended the day before: its closing balance and the last posting it knew."""

    closing_minor: int
    through_number: int


@dataclass(frozen=True, slots=True)
class Documents:
    """What the documents behind lines are called."""

    items: Mapping[int, ReceivableRow]
    receipts: Mapping[int, ReceiptRow]
    numbers: Mapping[int, tuple[str, str]]
    notes: Mapping[int, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class AccountOf:
    """The account of a customer in one currency over a period, minor units."""

    customer_id: int
    currency: str
    lines: tuple[Line, ...]
    sums: Sums
    items: tuple[OpenItem, ...]
    on_account_minor: int
    retained_minor: int
    papers_minor: int
    deposit_minor: int
    written_off_minor: int

    @property
    def open_minor(self) -> int:
        """What is open of all items."""
        return sum(item.open_minor for item in self.items)

    @property
    def overdue_minor(self) -> int:
        """What of it is overdue."""
        return buckets_of(items=self.items).overdue_minor


def accounts_of(
    *, company_id: int, customer_ids: Collection[int], period: Period, through_number: int
) -> tuple[tuple[AccountOf, ...], Documents]:
    """Every account of these customers that has a balance or moved in the period, by customer and currency, and its documents.

    The opening balance is the closing one of the statement before; what was posted for its time since then stands as an
    adjustment. Nine queries a portion. Raises Refused STATEMENT_DOES_NOT_TIE.
    """
    window = Window(company_id, period.through, through_number)
    before = _before(company_id, customer_ids, period.since)
    entries = _entries(window, customer_ids, period.since, before)
    sums = account_sums(window=window, customer_ids=customer_ids)
    still_open = open_receivables(window=window, customer_ids=customer_ids)
    documents = _documents(entries, still_open)
    items = _items(documents, still_open, period.through)
    opened = _opened(sums, entries, before, period.since)
    keys = sorted({(pk, currency) for pk, currency, _ in sums} | set(entries))
    found = (_account(key, sums, entries.get(key, []), items.get(key, {}), opened.get(key, 0), period) for key in keys)
    return tuple(one for one in found if one.lines or one.sums.closing_minor or one.items), documents


def _before(company_id: int, customer_ids: Collection[int], since: date) -> dict[Key, Before]:
    rows = Statement.objects.filter(
        company_id=company_id,
        customer_id__in=list(customer_ids),
        through=since - timedelta(days=1),
        kind=StatementKind.STATEMENT.value,
    ).exclude(state__in=_NOT_BEFORE)
    columns = ("customer_id", "currency", "closing_minor", "through_number")
    return {(pk, currency): Before(*rest) for pk, currency, *rest in rows.order_by("pk").values_list(*columns)}


def _entries(
    window: Window, customer_ids: Collection[int], since: date, before: Mapping[Key, Before]
) -> dict[Key, list[AccountEntry]]:
    """Entries of the period by account, and of the time before it those that the statement before did not know."""
    after = min((one.through_number for one in before.values()), default=None)
    found: dict[Key, list[AccountEntry]] = {}
    for entry in account_entries(window=window, customer_ids=customer_ids, since=since, after_number=after):
        key = (entry.customer_id, entry.currency)
        known = before.get(key)
        if entry.on >= since or (known is not None and entry.posting_number > known.through_number):
            found.setdefault(key, []).append(entry)
    return found


def _opened(
    sums: Mapping[tuple[int, str, Account], int],
    entries: Mapping[Key, list[AccountEntry]],
    before: Mapping[Key, Before],
    since: date,
) -> dict[Key, int]:
    """The opening balances: what the books say now for the day before, less what they did not say then."""
    found: dict[Key, int] = {}
    for pk, currency, account in sums:
        if account in OWED:
            found[pk, currency] = found.get((pk, currency), 0) + sums[pk, currency, account]
    opened = {key: closing - sum(entry.minor for entry in entries.get(key, ())) for key, closing in found.items()}
    for key, known in before.items():
        if opened.get(key, 0) != known.closing_minor:
            raise Refused("STATEMENT_DOES_NOT_TIE", customer=key[0], day=since.isoformat())
    return opened


def _documents(entries: Mapping[Key, list[AccountEntry]], still_open: Mapping[int, int]) -> Documents:
    every = [entry for rows in entries.values() for entry in rows]
    item_ids = sorted({entry.receivable_id for entry in every if entry.receivable_id} | set(still_open))
    notes = {e.document_id for e in every if e.document_id and e.kind == PostingKind.CREDIT_NOTE.value}
    items = {
        row.id: row
        for some in portions(values=item_ids)
        for row in receivable_rows(actor=SYSTEM, ids=list(some), as_of=date.min)
    }
    receipts = receipts_by_id(actor=SYSTEM, ids={entry.receipt_id for entry in every if entry.receipt_id})
    delivered = note_numbers_of(invoice_ids={row.invoice_id for row in items.values()})
    return Documents(items, receipts, document_numbers(ids=notes), delivered)


def _items(documents: Documents, still_open: Mapping[int, int], as_of: date) -> dict[Key, dict[int, OpenItem]]:
    found: dict[Key, dict[int, OpenItem]] = {}
    for pk, minor in still_open.items():
        row = documents.items[pk]
        late = days_overdue(due_on=row.due_date, as_of=as_of)
        number = row.invoice_number if row.sequence == 1 else f"{row.invoice_number} ({row.sequence})"
        item = OpenItem(pk, number, row.contract, row.issue_date, row.due_date, minor, late)
        found.setdefault((row.customer_id, row.currency), {})[pk] = item
    return found


def _account(
    key: Key,
    sums: Mapping[tuple[int, str, Account], int],
    entries: list[AccountEntry],
    items: Mapping[int, OpenItem],
    opening: int,
    period: Period,
) -> AccountOf:
    on = {account: sums.get((*key, account), 0) for account in Account}
    lines = lines_of(opening_minor=opening, movements=map(_movement, entries), since=period.since)
    closing = sum(on[account] for account in OWED)
    try:
        tied = sums_of(opening_minor=opening, lines=lines, closing_minor=closing)
    except DoesNotTie as error:
        raise Refused("STATEMENT_DOES_NOT_TIE", customer=key[0], day=period.since.isoformat()) from error
    return AccountOf(
        customer_id=key[0],
        currency=key[1],
        lines=lines,
        sums=tied,
        items=by_due_day(items=items),
        on_account_minor=-on[Account.UNAPPLIED],
        retained_minor=on[Account.CONTRACT_ASSET],
        papers_minor=on[Account.BILLS_HELD] + on[Account.VOUCHERS_HELD],
        deposit_minor=-on[Account.DEPOSIT],
        written_off_minor=on[Account.BAD_DEBT],
    )


def _movement(entry: AccountEntry) -> Movement:
    return Movement(
        posting_id=entry.posting_id,
        posting_number=entry.posting_number,
        kind=PostingKind(entry.kind),
        is_reversal=entry.is_reversal,
        on=entry.on,
        document_id=entry.document_id,
        receivable_id=entry.receivable_id,
        receipt_id=entry.receipt_id,
        minor=entry.minor,
    )
