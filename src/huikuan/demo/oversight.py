"""A few acts of the demo company that oversight notices, then its look at the books, and what the auditor said of one flag."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from huikuan.accounts.queries import PersonRow, actor_of, people
from huikuan.customers.queries import customers_by_id
from huikuan.demo.building import Built
from huikuan.kernel.actor import SYSTEM, Actor
from huikuan.oversight.operations.judging import judge_flag
from huikuan.oversight.operations.watching import watch
from huikuan.oversight.queries import FlagFilter, flag_page
from huikuan.oversight.rules.flags import Event, Kind
from huikuan.receipts.operations.money import ReceiptDraft, record_receipts
from huikuan.receipts.rules import ReceiptMethod
from huikuan.receivables.operations import CreditNoteDraft, InvoiceDraft, issue_credit_note, register_invoices
from huikuan.receivables.rules import InstalmentDraft

_CASH = ((12, 1_850_000), (26, 960_000), (5, 420_000))
"""Days ago and fen of cash that salespeople took; the last one is too fresh to be noticed."""
_CREDITED_DAYS_AGO, _AGAIN_DAYS_LATER, _LATE_DAYS = 18, 6, 45


def fill_oversight(*, built: Built, now: datetime, today: date) -> None:
    """Cash that never reached the bank, an invoice credited and billed again, one entered long after its day; then a look."""
    staff = people()
    accountant, auditor = _first(staff, "AR_ACCOUNTANT"), _first(staff, "AUDITOR")
    company_id = built.companies["CNY"]
    sellers = sorted(row.id for row in staff.values() if "SALESPERSON" in row.roles)
    inland = [pk for pk, row in sorted(customers_by_id(ids=built.customers.values()).items()) if row.country == "CN"]
    for place, (days, minor) in enumerate(_CASH):
        receipt = ReceiptDraft(
            received_on=today - timedelta(days=days),
            currency="CNY",
            amount_minor=minor,
            customer_id=inland[place],
            method=ReceiptMethod.CASH,
            reference="业务员上门收取现金",
            taken_by_id=sellers[place % len(sellers)],
        )
        key = f"demo:oversight:cash:{place}"
        record_receipts(actor=accountant, now=now, key=key, company_id=company_id, receipts=[receipt])
    _round_trip(accountant, company_id, inland[3], now, today)
    late = today - timedelta(days=_LATE_DAYS)
    _bill(accountant, company_id, now, _draft(inland[4], f"{late:%Y%m}9903B", late, 386_000))
    watch(actor=SYSTEM, now=now, key="demo:oversight:look", today=today)
    _judge(auditor, now)


def _round_trip(accountant: Actor, company_id: int, customer_id: int, now: datetime, today: date) -> None:
    credited = today - timedelta(days=_CREDITED_DAYS_AGO)
    again = credited + timedelta(days=_AGAIN_DAYS_LATER)
    first = credited - timedelta(days=4)
    at = now - timedelta(days=_CREDITED_DAYS_AGO)
    invoice_id = _bill(accountant, company_id, at, _draft(customer_id, f"{first:%Y%m}9901B", first, 2_460_000))
    note = CreditNoteDraft(invoice_id, f"H{first:%Y%m}9901B", credited, 2_460_000, note="抬头有误，红冲重开")
    issue_credit_note(actor=accountant, now=at, key="demo:oversight:credit", credit_note=note)
    later = at + timedelta(days=_AGAIN_DAYS_LATER)
    _bill(accountant, company_id, later, _draft(customer_id, f"{again:%Y%m}9902B", again, 2_460_000))


def _bill(accountant: Actor, company_id: int, now: datetime, draft: InvoiceDraft) -> int:
    key = f"demo:oversight:{draft.number}"
    done = register_invoices(actor=accountant, now=now, key=key, company_id=company_id, invoices=[draft])
    return int(done["invoice_ids"][0])


def _draft(customer_id: int, number: str, on: date, minor: int) -> InvoiceDraft:
    return InvoiceDraft(customer_id, number, on, "CNY", (InstalmentDraft(on + timedelta(days=60), minor),))


def _judge(auditor: Actor, now: datetime) -> None:
    """The auditor explained the round trip: the invoice had a wrong title."""
    found = flag_page(actor=auditor, narrowed=FlagFilter(kind=Kind.ROUND_TRIP.value))
    for flag in found.rows[:1]:
        judge_flag(
            actor=auditor,
            now=now,
            key="demo:oversight:judged",
            flag_id=flag.id,
            event=Event.EXPLAIN,
            note="已核对红字发票通知单，原票抬头有误，重开金额一致。",
        )


def _first(staff: dict[int, PersonRow], role: str) -> Actor:
    found = actor_of(user_id=min(row.id for row in staff.values() if role in row.roles))
    return found or SYSTEM
