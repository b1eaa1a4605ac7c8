"""A debtor in bankruptcy: the court's acceptance stops interest and reminders for all he owes (Enterprise Bankruptcy Law 45, 46).

given  乙公司 owes two own companies of ours, one debt of the first is late, another is due only in May; interest is 0.05 % a day
when   the court's acceptance of 2 March is noted in the case of the late debt
then   no interest runs from that day on anything he owes, nothing is asked of him, and the claim is to be filed by 1 April
and    what is due in May counts as due on the day of acceptance, in the case and in the drafts; what is in no case is named
and    the end of the case gives back exactly what it had stopped: a withdrawn one as if it had never been
"""

from __future__ import annotations

from datetime import date
from io import BytesIO

import pytest
from pypdf import PdfReader

from huikuan.cases.drafting import draft_pdf
from huikuan.cases.operations.keeping import keep_paused
from huikuan.cases.queries import case_file
from huikuan.cases.rules import Draft, Event, Kind
from huikuan.interest.models import Pause as InterestPause
from huikuan.interest.operations.pausing import PauseDraft, stop_interest, void_stop
from huikuan.interest.queries import accrued
from huikuan.interest.rules.accruing import PauseReason
from huikuan.interest.rules.bases import Basis, Terms
from huikuan.kernel.actor import SYSTEM
from huikuan.receivables.models import Receivable
from huikuan.reminders.models import Pause
from tests.books import NOW, Books, new_books
from tests.cases.acting import TODAY, moved, opened

pytestmark = pytest.mark.django_db
MAY, SUMMER = date(2026, 5, 1), date(2026, 6, 30)
DAILY = Terms(Basis.DAILY)


def cost(row: Receivable, until: date = SUMMER) -> int:
    return accrued(receivable_ids=[row.pk], until=until, terms=DAILY)[row.pk].accrued_minor


def accepted(books: Books, customer: int, *items: Receivable) -> int:
    """A bankruptcy case of the items, accepted by the court on 2 March."""
    case = opened(books, customer, {one.pk: one.outstanding_minor for one in items}, kind=Kind.BANKRUPTCY)
    for event in (Event.FILE, Event.ACCEPT):
        moved(books, case, event)
    return case


def test_the_courts_acceptance_stops_interest_and_reminders_of_all_he_owes() -> None:
    books, sister = new_books(), new_books("丁方贸易有限公司")
    customer, other = books.customer("乙公司"), books.customer("丙公司")
    (late,), (undue,) = books.invoice(customer, "F001", 100_000), books.invoice(customer, "F002", 100_000, MAY)
    (theirs,), (elses,) = sister.invoice(customer, "S001", 100_000), books.invoice(other, "F900", 100_000)
    case = accepted(books, customer, late)
    assert [cost(row) for row in (late, undue, theirs)] == [20 * 50, 0, 20 * 50], (
        "10 February to 1 March, and no day more"
    )
    assert cost(elses) == 141 * 50
    whole = Pause.objects.filter(customer_id=customer, receivable_id=None, ended_at=None)
    assert whole.count() == 1 and not Pause.objects.filter(customer_id=other).exists()
    (deadline,) = case_file(actor=SYSTEM, case_id=case, today=TODAY).row.deadlines
    assert (deadline.code, deadline.on, deadline.article) == ("BANKRUPTCY_CLAIM", date(2026, 4, 1), "EBL 45")
    later = date(2026, 11, 2)
    assert keep_paused(actor=SYSTEM, now=NOW, today=later, key="keep")["pauses"] == 2, "the item's and the customer's"
    assert whole.get().through > date(2027, 5, 1)


def test_what_is_not_due_yet_counts_as_due_in_the_claim() -> None:
    books = new_books()
    customer = books.customer("乙公司", address="上海市浦东新区")
    (late,), (undue,) = books.invoice(customer, "F001", 100_000), books.invoice(customer, "F002", 100_000, MAY)
    (left,) = books.invoice(customer, "F003", 50_000, MAY)
    case = accepted(books, customer, late, undue)
    file = case_file(actor=SYSTEM, case_id=case, today=TODAY)
    assert [(one.due_date, one.due_in_claim) for one in file.items] == [(late.due_date,) * 2, (MAY, TODAY)]
    assert [one.receivable_id for one in file.left_out] == [left.pk]
    found = draft_pdf(actor=SYSTEM, case_id=case, draft=Draft.CLAIM, language="zh-hans", today=TODAY)
    text = "".join(page.extract_text() for page in PdfReader(BytesIO(found)).pages)
    assert "2026-03-02" in text and "破产法" in text and "2026-05-01" not in text

    suit = opened(books, customer, {left.pk: 50_000}, kind=Kind.SUIT)
    for event in (Event.FILE, Event.ACCEPT):
        moved(books, suit, event)
    file = case_file(actor=SYSTEM, case_id=suit, today=TODAY)
    assert [one.due_in_claim for one in file.items] == [MAY] and file.left_out == ()
    assert [one.code for one in file.row.deadlines] == []


@pytest.mark.parametrize(
    ("event", "days"),
    [
        pytest.param(Event.CLOSE, 20 + 120, id="closed on 2 March: it runs again from the day after"),
        pytest.param(Event.WITHDRAW, 20 + 121, id="withdrawn: as if it had never been"),
    ],
)
def test_the_end_gives_back_exactly_what_the_case_had_stopped(event: Event, days: int) -> None:
    books = new_books()
    customer = books.customer("乙公司")
    (late,), (other,) = books.invoice(customer, "F001", 100_000), books.invoice(customer, "F002", 100_000)
    agreed = PauseDraft(books.company_id, customer, MAY, PauseReason.AGREED, "补充协议", receivable_ids=(other.pk,))
    stop_interest(actor=SYSTEM, now=NOW, key=books.key(), draft=agreed)
    case = accepted(books, customer, late)
    assert cost(late) == 20 * 50
    moved(books, case, event, note="终结")
    assert cost(late) == days * 50
    assert cost(other) == (days - 61) * 50, "what was agreed by hand stays: nothing from 1 May to 30 June"
    assert not Pause.objects.filter(ended_at=None).exists()


def test_a_pause_taken_back_by_hand_meanwhile_stays_taken_back() -> None:
    books = new_books()
    customer = books.customer("乙公司")
    (late,) = books.invoice(customer, "F001", 100_000)
    case = accepted(books, customer, late)
    void_stop(actor=SYSTEM, now=NOW, key=books.key(), pause_id=InterestPause.objects.get().pk)
    moved(books, case, Event.CLOSE, note="终结")
    assert cost(late) == 141 * 50
