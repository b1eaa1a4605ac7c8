"""A debt before lawyers and courts: stages in order, deadlines by article, an item in one running case, the clock after a write-off."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader

from huikuan.audit.operations import Intent, Json, OpenAct, perform
from huikuan.cases import drafting
from huikuan.cases.drafting import draft_pdf, gaps_of
from huikuan.cases.operations.following import CasesOfSanctions
from huikuan.cases.operations.interest import claim_interest
from huikuan.cases.operations.keeping import keep_paused
from huikuan.cases.operations.moving import DateDraft, StepDraft, move_case, set_date
from huikuan.cases.operations.opening import CaseParties, name_parties
from huikuan.cases.queries import case_file, case_of, case_rows, items_in_cases
from huikuan.cases.rules import (
    ENDED,
    STAGE_DEADLINES,
    TRANSITIONS,
    Claim,
    DateKind,
    Draft,
    DraftFacts,
    Event,
    Kind,
    State,
    claim_fault,
    draft_gaps,
)
from huikuan.clocks.queries import debt_view
from huikuan.clocks.rules.deadlines import DeadlineKind, last_day
from huikuan.customers.operations import assign_salesperson
from huikuan.interest.operations.claiming import Claim as InterestClaim
from huikuan.interest.operations.claiming import charge_interest, propose_interest
from huikuan.interest.queries import accrued
from huikuan.interest.rules.bases import Basis, Terms
from huikuan.kernel.actor import SYSTEM
from huikuan.kernel.calendar import BusinessCalendar
from huikuan.kernel.refusal import Changed, NotPermitted, Refused
from huikuan.receivables.models import Receivable
from huikuan.reminders.access import LONGEST_PAUSE
from huikuan.reminders.models import Pause
from huikuan.worklist.queries import worklist
from huikuan.worklist.rules.tasks import TaskKind
from tests.books import NOW, new_books
from tests.cases.acting import TODAY, cost, moved, opened
from tests.people import new_people


@pytest.mark.django_db
def test_a_suit_goes_its_way_and_its_items_are_left_alone_meanwhile() -> None:
    books = new_books()
    customer = books.customer("乙公司")
    (item,) = books.invoice(customer, "F001", 100_000)
    case = opened(books, customer, {item.pk: 100_000}, lawyer="李律师")
    assert items_in_cases(customer_id=customer) == {item.pk: case}
    assert list(Pause.objects.values_list("receivable_id", "ended_at")) == [(item.pk, None)]
    with pytest.raises(Refused, match="CASE_ITEM_TAKEN"):
        opened(books, customer, {item.pk: 1})
    name_parties(
        actor=SYSTEM, now=NOW, key=books.key(), case_id=case, parties=CaseParties("浦东法院", "（2026）沪1号", "李律师")
    )
    with pytest.raises(Refused, match="CASE_STEP"):
        moved(books, case, Event.DECIDE)
    with pytest.raises(Refused, match="CASE_BEFORE_LAST"):
        moved(books, case, Event.FILE, date(2026, 3, 1))
    assert moved(books, case, Event.FILE) == "FILED"
    assert moved(books, case, Event.ACCEPT) == "ACCEPTED"
    cost(books, case)
    hearing = DateDraft(DateKind.HEARING, date(2026, 3, 12), "第三法庭")
    set_date(actor=SYSTEM, now=NOW, key=books.key(), case_id=case, day=hearing)
    tasks = [row.task for row in worklist(actor=SYSTEM, today=TODAY).rows]
    assert [task.reason for task in tasks if task.kind is TaskKind.DEADLINE_ENDING] == ["COURT_DAY_COMES"]
    found = case_of(actor=SYSTEM, customer_id=customer, today=TODAY)
    assert found is not None and (found.next_on, found.costs_minor, found.number) == (
        date(2026, 3, 12),
        2_300,
        "（2026）沪1号",
    )
    assert moved(books, case, Event.DECIDE, awarded_minor=95_000) == "DECIDED"
    held, appeal = case_file(actor=SYSTEM, case_id=case, today=TODAY).row.deadlines
    assert (held.code, appeal.code, appeal.on, appeal.article) == ("HEARING", "APPEAL", date(2026, 3, 17), "CPL 171")
    assert moved(books, case, Event.TAKE_EFFECT) == "IN_FORCE"
    row = case_file(actor=SYSTEM, case_id=case, today=TODAY).row
    assert [(one.code, one.on) for one in row.deadlines] == [
        ("HEARING", date(2026, 3, 12)),
        ("ENFORCEMENT", date(2028, 3, 2)),
    ]
    with pytest.raises(Refused, match="CASE_OUTCOME"):
        moved(books, case, Event.CLOSE)
    moved(books, case, Event.CLOSE, note="全部履行")
    closed = case_file(actor=SYSTEM, case_id=case, today=TODAY)
    assert closed.row.deadlines == () and [one.finished_note for one in closed.deadlines] == [
        "全部履行",
        "TAKE_EFFECT",
        "全部履行",
    ]
    assert items_in_cases() == {} and case_of(actor=SYSTEM, customer_id=customer, today=TODAY) is None
    assert Pause.objects.filter(ended_at=None).count() == 0
    assert [one.event for one in case_file(actor=SYSTEM, case_id=case, today=TODAY).steps][:2] == [
        Event.CLOSE,
        Event.TAKE_EFFECT,
    ]
    opened(books, customer, {item.pk: 95_000}, kind=Kind.ENFORCEMENT)


@pytest.mark.django_db
def test_cases_are_for_those_who_handle_them_and_seen_by_those_who_see_the_customer() -> None:
    books, people = new_books(), new_people()
    mine = books.customer("乙公司", salesperson_id=people.owner.user_id)
    (item,) = books.invoice(mine, "F001", 100_000)
    (foreign,) = books.invoice(books.customer("丙公司"), "F900", 5_000)
    for actor in (people.owner, people.accountant, people.nobody):
        with pytest.raises(NotPermitted):
            opened(books, mine, {item.pk: 100_000}, actor=actor)
    with pytest.raises(Refused, match="CASE_ITEMS"):
        opened(books, mine, {foreign.pk: 5_000}, actor=people.director)
    with pytest.raises(Refused, match="CASE_CLAIM_TOO_MUCH"):
        opened(books, mine, {item.pk: 100_001}, actor=people.director)
    case = opened(books, mine, {item.pk: 100_000}, actor=people.director)
    assert [row.id for row in case_rows(actor=people.owner, today=TODAY)] == [case]
    assert case_rows(actor=people.colleague, today=TODAY) == ()
    with pytest.raises(NotPermitted):
        case_file(actor=people.colleague, case_id=case, today=TODAY)


@pytest.mark.django_db
def test_a_handler_who_sees_the_customer_no_more_stops_no_judgment() -> None:
    """The customer went to another department: whoever records the judgment looks after what runs from it."""
    books, people = new_books(), new_people()
    customer = books.customer("乙公司", salesperson_id=people.owner.user_id)
    (item,) = books.invoice(customer, "F001", 100_000)
    who: dict[str, Any] = {"actor": people.director, "now": NOW}
    case = opened(books, customer, {item.pk: 100_000}, actor=people.director)
    named = CaseParties("", "", "", people.owner.user_id)
    name_parties(**who, key=books.key(), case_id=case, parties=named)
    assign_salesperson(**who, key=books.key(), customer_ids=[customer], salesperson_id=people.colleague.user_id)
    for event in (Event.FILE, Event.ACCEPT, Event.DECIDE):
        move_case(**who, today=TODAY, key=books.key(), case_id=case, step=StepDraft(event, TODAY))
    hearing = DateDraft(DateKind.HEARING, date(2026, 3, 12))
    set_date(**who, key=books.key(), case_id=case, day=hearing)
    row = case_file(actor=people.director, case_id=case, today=TODAY).row
    assert [one.person_id for one in row.deadlines] == [people.director.user_id] * 2
    with pytest.raises(Refused, match="DEADLINE_PERSON"):
        name_parties(**who, key=books.key(), case_id=case, parties=named)


def test_what_was_written_off_is_owed_still() -> None:
    """账销案存: 40,000 open and 60,000 written off may be claimed together, not a fen more, and only of one debtor and currency."""
    claim = Claim(1, 7, 1, "CNY", 40_000, 60_000)
    assert claim_fault(claims=(claim,), wanted={1: 100_000}) == ""
    assert claim_fault(claims=(claim,), wanted={1: 100_001}) == "CASE_CLAIM_TOO_MUCH"
    assert claim_fault(claims=(claim,), wanted={1: 0}) == "CASE_CLAIM_TOO_MUCH"
    for other in (Claim(2, 8, 1, "CNY", 1, 0), Claim(2, 7, 2, "CNY", 1, 0), Claim(2, 7, 1, "USD", 1, 0)):
        assert claim_fault(claims=(claim, other), wanted={1: 1, 2: 1}) == "CASE_ITEMS"
    assert claim_fault(claims=(), wanted={}) == "CASE_ITEMS"


def test_deadlines_by_article() -> None:
    """By hand: 15 days from 2 February 2026 end on the 17th, in the Spring Festival (15–23): the 24th (CPL 85, 171, 227); from
    30 January on Saturday 14 February, which was worked; two years from 29 February 2024 on Saturday 28 February 2026, worked
    too; from 1 March 2024 on Sunday 1 March 2026: Monday the 2nd (CPL 250). A day that a court named stands."""
    calendar = BusinessCalendar()

    def ends(kind: DeadlineKind, basis: date, named: date | None = None) -> date:
        return last_day(kind=kind, basis=basis, named=named, calendar=calendar)

    assert ends(DeadlineKind.APPEAL, date(2026, 2, 2)) == date(2026, 2, 24)
    assert ends(DeadlineKind.APPEAL, date(2026, 1, 30)) == date(2026, 2, 14)
    assert ends(DeadlineKind.ORDER_BY_COURT, date(2026, 2, 2)) == date(2026, 2, 24)
    assert ends(DeadlineKind.PAYMENT_ORDER, date(2026, 2, 2)) == date(2026, 2, 24)
    assert ends(DeadlineKind.ENFORCEMENT, date(2024, 2, 29)) == date(2026, 2, 28)
    assert ends(DeadlineKind.ENFORCEMENT, date(2024, 3, 1)) == date(2026, 3, 2)
    assert ends(DeadlineKind.HEARING, date(2026, 2, 2), date(2026, 2, 15)) == date(2026, 2, 15)
    assert STAGE_DEADLINES.get((Kind.SUIT, State.ENFORCING)) is None
    assert TRANSITIONS[State.APPEALED, Event.DECIDE] is State.IN_FORCE  # no appeal from the second instance (CPL 182)


@pytest.mark.django_db
def test_filing_with_its_paper_interrupts_the_clock_and_without_it_nothing_moves() -> None:
    books = new_books()
    customer = books.customer("乙公司")
    items = [books.invoice(customer, f"F{pk}", 100_000, date(2023, 4, 10), issued=date(2023, 1, 5))[0] for pk in (1, 2)]
    ends, case = [], 0
    for item, paper in zip(items, (b"", b"%PDF-1.4 filed"), strict=True):
        case = opened(books, customer, {item.pk: 100_000})
        moved(books, case, Event.FILE, content=paper, file_name="受理通知书.pdf")
        ends.append(debt_view(actor=SYSTEM, invoice_id=item.invoice_id).debt.safe)
    assert ends == [date(2026, 4, 10), date(2029, 3, 2)]
    for event in (Event.ACCEPT, Event.DECIDE, Event.TAKE_EFFECT):
        moved(books, case, event, content=b"%PDF-1.4 paper")
    chain = debt_view(actor=SYSTEM, invoice_id=items[1].invoice_id).debt.clock.events
    assert [(one.event.kind, one.event.on) for one in chain] == [("suit", TODAY), ("procedure_ended", TODAY)]


@pytest.mark.django_db
def test_a_case_keeps_its_items_paused_as_long_as_it_runs() -> None:
    books = new_books()
    customer = books.customer("乙公司")
    (item,) = books.invoice(customer, "F001", 100_000)
    case = opened(books, customer, {item.pk: 100_000})
    later = date(2026, 11, 2)
    assert keep_paused(actor=SYSTEM, now=NOW, today=TODAY, key="a") == {"pauses": 0}
    assert keep_paused(actor=SYSTEM, now=NOW, today=later, key="b") == {"pauses": 1}
    assert Pause.objects.get().through == later + LONGEST_PAUSE
    moved(books, case, Event.WITHDRAW, note="撤诉")
    assert keep_paused(actor=SYSTEM, now=NOW, today=date(2027, 9, 1), key="c") == {"pauses": 0}


@pytest.mark.django_db
def test_costs_are_claimed_before_interest_and_principal_unless_they_are_ours() -> None:
    books = new_books()
    customer = books.customer("乙公司")
    (item,) = books.invoice(customer, "F001", 100_000)
    case = opened(books, customer, {item.pk: 100_000}, interest_minor=5_000)
    cost(books, case)
    cost(books, case, is_claimed=False)
    row = case_file(actor=SYSTEM, case_id=case, today=TODAY).row
    assert (row.costs_minor, row.claimed_costs_minor) == (4_600, 2_300)
    text = draft_text(case, Draft.CLAIM)
    assert "23.00" in text and "46.00" not in text


@pytest.mark.django_db
def test_a_case_claims_what_has_accrued_and_what_was_charged_and_not_paid_unless_it_is_told_otherwise() -> None:
    """0.05 % a day of ¥1,000.00 from 10 to 28 February is ¥9.50, charged as an item of which ¥2.00 are paid; the rest of the days
    accrue at the rate that holds."""
    books = new_books()
    customer = books.customer("乙公司")
    (item,) = books.invoice(customer, "F001", 100_000)
    claim = InterestClaim(books.company_id, (item.pk,), date(2026, 2, 28), Terms(Basis.DAILY))
    who: dict[str, Any] = {"actor": SYSTEM, "now": NOW, "today": TODAY}
    (charge,) = propose_interest(**who, key=books.key(), claim=claim)["charge_ids"]
    accruing = accrued(receivable_ids=[item.pk], until=TODAY)[item.pk].accrued_minor
    assert accruing > 0

    def claimed(case: int) -> int:
        return case_file(actor=SYSTEM, case_id=case, today=TODAY).row.interest_minor

    case = opened(books, customer, {item.pk: 100_000})
    assert claimed(case) == accruing + 950, "proposed is owed as well"
    (document,) = charge_interest(**who, key=books.key(), charge_ids=[charge])["invoice_ids"]
    (own,) = Receivable.objects.filter(invoice_id=document)
    books.allocate(books.receipt(200, customer), (own, 200))
    (later, through) = (date(2026, 3, 12), accrued(receivable_ids=[item.pk], until=date(2026, 3, 12)))
    claim_interest(actor=SYSTEM, now=NOW, today=later, key=books.key(), case_id=case)
    assert claimed(case) == through[item.pk].accrued_minor + 750 and through[item.pk].accrued_minor > accruing
    claim_interest(actor=SYSTEM, now=NOW, today=later, key=books.key(), case_id=case, interest_minor=0)
    assert claimed(case) == 0
    with pytest.raises(Refused, match="CASE_INTEREST"):
        claim_interest(actor=SYSTEM, now=NOW, today=later, key=books.key(), case_id=case, interest_minor=-1)
    moved(books, case, Event.WITHDRAW, note="撤诉")
    with pytest.raises(Changed, match="CASE_CHANGED"):
        claim_interest(actor=SYSTEM, now=NOW, today=later, key=books.key(), case_id=case)
    both = opened(books, customer, {item.pk: 100_000, own.pk: 750})
    assert claimed(both) == accruing, "interest that is claimed as an item is not claimed twice"


@pytest.mark.django_db
def test_the_ladder_opens_its_case_with_the_interest_that_has_accrued() -> None:
    books = new_books()
    customer = books.customer("乙公司")
    (item,) = books.invoice(customer, "F001", 100_000)

    def work(act: OpenAct) -> dict[str, Json]:
        asked: dict[str, Any] = {"customer_id": customer, "claimed": {item.pk: 100_000}, "note": "最后一级"}
        return {"case_id": CasesOfSanctions().file_for(act=act, today=TODAY, **asked)}

    case = perform(intent=Intent("test", SYSTEM, NOW, books.key(), books.company_id, {}), work=work)["case_id"]
    expected = accrued(receivable_ids=[item.pk], until=TODAY)[item.pk].accrued_minor
    assert case_file(actor=SYSTEM, case_id=int(case), today=TODAY).row.interest_minor == expected > 0


@pytest.mark.django_db
@pytest.mark.parametrize(("language", "blank"), [("zh-hans", "【待填】"), ("en", "[to be filled in]")])
def test_a_draft_leaves_what_is_not_known_to_be_filled_in(language: str, blank: str) -> None:
    books = new_books()
    customer = books.customer("乙公司", address="上海市浦东新区")
    (item,) = books.invoice(customer, "F001", 100_000)
    case = opened(books, customer, {item.pk: 100_000}, interest_minor=0)
    asked: dict[str, Any] = {"actor": SYSTEM, "case_id": case, "language": language, "today": TODAY}
    for draft in (Draft.CLAIM, Draft.PAYMENT_ORDER):
        text = drafting.draft_text(**asked, draft=draft)
        assert "0.00" not in text.replace("1,000.00", "") and blank in text
    claim_interest(actor=SYSTEM, now=NOW, today=TODAY, key=books.key(), case_id=case, interest_minor=1_234)
    for draft in (Draft.CLAIM, Draft.PAYMENT_ORDER):
        assert "CNY 12.34" in drafting.draft_text(**asked, draft=draft)


def test_every_stage_can_end_and_none_leads_on_from_an_end() -> None:
    for state in State:
        events = {event for before, event in TRANSITIONS if before is state}
        assert (not events) if state in ENDED else (Event.CLOSE in events)


GAPS: dict[str, tuple[Draft, dict[str, Any], tuple[str, ...]]] = {
    "nothing is missing": (Draft.PAYMENT_ORDER, {}, ()),
    "another dispute": (Draft.PAYMENT_ORDER, {"disputed_minor": 1}, ("DRAFT_DISPUTED",)),
    "due only today": (Draft.PAYMENT_ORDER, {"due_dates": (TODAY,)}, ("DRAFT_NOT_DUE",)),
    "nowhere to be served": (Draft.PAYMENT_ORDER, {"debtor_address": " "}, ("DRAFT_ADDRESS",)),
    "a claim may be disputed": (Draft.CLAIM, {"disputed_minor": 1}, ()),
    "a large seller": (Draft.COMPLAINT, {"seller_size": "LARGE"}, ("DRAFT_SELLER_LARGE",)),
    "a small buyer": (
        Draft.COMPLAINT,
        {"buyer_type": "OTHER", "seller_size": ""},
        ("DRAFT_SELLER_UNKNOWN", "DRAFT_BUYER"),
    ),
}


@pytest.mark.parametrize("name", GAPS)
def test_what_stands_against_a_draft(name: str) -> None:
    """CPL 225: due, no other dispute, serviceable; decree 802: a small or medium seller, a public or large buyer."""
    draft, changed, gaps = GAPS[name]
    facts = DraftFacts("SMALL", "LARGE", "上海市浦东新区", 0, (date(2026, 2, 9),))
    assert draft_gaps(draft=draft, facts=replace(facts, **changed), today=TODAY) == gaps


@pytest.mark.django_db
def test_drafts_say_that_they_are_drafts_and_hold_the_facts_of_the_case() -> None:
    books = new_books()
    customer = books.customer("乙&丙公司 {{total}}", address="上海市浦东新区")
    (item,) = books.invoice(customer, "F001", 100_000)
    case = opened(books, customer, {item.pk: 100_000})
    assert gaps_of(actor=SYSTEM, case_id=case, today=TODAY)[Draft.CLAIM] == ()
    for draft in Draft:
        for language, mark in (("zh-hans", "草稿"), ("en", "draft")):
            text = draft_text(case, draft, language)
            page = drafting.draft_text(actor=SYSTEM, case_id=case, draft=draft, language=language, today=TODAY)
            for one in (text, page):
                assert mark in one and "F001" in one and "1,000.00" in one and "{{creditor" not in one
            assert "乙&amp;丙" in page and "乙&丙" not in page, "what people typed is text, never a tag"


def draft_text(case: int, draft: Draft, language: str = "zh-hans") -> str:
    found = draft_pdf(actor=SYSTEM, case_id=case, draft=draft, language=language, today=TODAY)
    return "".join(page.extract_text() for page in PdfReader(BytesIO(found)).pages)
