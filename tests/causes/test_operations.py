"""Causes as acts: recorded with evidence, replaced item by item, ours mended, ended by the day once the money came."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from huikuan.causes.checks import check_causes
from huikuan.causes.models import Cause as Row
from huikuan.causes.models import CauseItem, CauseStep
from huikuan.causes.operations.recording import (
    Mended,
    PolicyDraft,
    mark_mended,
    record_cause,
    save_policy,
    withdraw_cause,
)
from huikuan.causes.operations.settling import settle_causes
from huikuan.causes.queries.causes import (
    CauseFilter,
    cause_page,
    causes_in_force,
    causes_of,
    causes_to_mend,
    evidence_of,
    our_side_causes,
)
from huikuan.causes.queries.requiring import cause_report, item_states, missing_causes
from huikuan.causes.rules.causes import Cause, CauseDraft, Mend
from huikuan.causes.rules.reporting import By
from huikuan.causes.rules.requiring import CausePolicy, Why
from huikuan.disputes.operations import open_dispute
from huikuan.disputes.rules import DisputedItem, DisputeDraft, Reason
from huikuan.kernel.actor import SYSTEM
from huikuan.kernel.refusal import Changed, NotPermitted, Refused
from huikuan.receivables.models import Receivable
from huikuan.settlements.queries import planned_items
from tests.books import NOW, Books, new_books
from tests.people import People, new_people
from tests.planned import made, planned

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 2)
FILE = (("停产通知.pdf", b"%PDF-1.7 stop"),)


def drafted(people: People, row: Receivable, cause: Cause = Cause.NO_MONEY, **more: Any) -> CauseDraft:
    owner = people.owner.user_id or 0
    ours = {"mend": Mend("补开发票", owner, date(2026, 3, 6))} if cause.value.startswith("OUR_") else {}
    values = {"receivable_ids": (row.pk,), "owner_id": owner, "files": FILE, **ours, **more}
    return CauseDraft(row.customer_id, row.company_id, row.currency, cause, "客户停产三周", **values)


def recorded(books: Books, draft: CauseDraft) -> int:
    done = record_cause(actor=SYSTEM, now=NOW, today=TODAY, key=books.key(), draft=draft)
    return int(done["cause_id"])


def test_a_later_cause_replaces_the_one_before_item_by_item() -> None:
    books, people = new_books(), new_people()
    buyer = books.customer("乙")
    first, second = (books.invoice(buyer, number, 1_000)[0] for number in ("F1", "F2"))
    both = recorded(books, drafted(people, first, receivable_ids=(first.pk, second.pk)))
    only = recorded(books, drafted(people, first, Cause.KEEPS_IT))
    assert {pk: one.cause for pk, one in causes_in_force(receivable_ids=[first.pk, second.pk]).items()} == {
        first.pk: Cause.KEEPS_IT,
        second.pk: Cause.NO_MONEY,
    }
    assert dict(Row.objects.values_list("pk", "state")) == {both: "IN_FORCE", only: "IN_FORCE"}
    last = recorded(books, drafted(people, second, Cause.LEVER))
    assert dict(Row.objects.values_list("pk", "state")) == {both: "REPLACED", only: "IN_FORCE", last: "IN_FORCE"}
    assert [step.event for step in CauseStep.objects.filter(cause_id=both).order_by("pk")] == [
        "RECORD", "NARROW", "REPLACE",
    ]  # fmt: skip
    assert {row.cause for row in causes_of(customer_id=buyer)} == {Cause.KEEPS_IT, Cause.LEVER}
    assert [one.name for one in evidence_of(cause_id=last)] == ["停产通知.pdf"]
    assert check_causes()[0].broken == ()


def test_the_day_ends_a_cause_once_its_items_are_paid() -> None:
    books, people = new_books(), new_people()
    row, other = (books.invoice(books.customer(name), "F1", 1_000)[0] for name in ("乙", "丙"))
    paid, stays = (recorded(books, drafted(people, one)) for one in (row, other))
    books.allocate(books.receipt(1_000, row.customer_id, date(2026, 3, 1)), (row, 1_000))
    done = settle_causes(actor=SYSTEM, now=NOW, key=books.key(), today=date(2026, 3, 3))
    assert done == {"items": 1, "causes": 1}
    assert dict(Row.objects.values_list("pk", "state")) == {paid: "SETTLED", stays: "IN_FORCE"}
    assert settle_causes(actor=SYSTEM, now=NOW, key=books.key(), today=date(2026, 3, 4))["causes"] == 0
    assert check_causes()[0].broken == ()
    CauseItem.objects.filter(cause_id=paid).update(ended_on=None)
    Row.objects.filter(pk=stays).update(state="WITHDRAWN", ended_on=TODAY)
    assert {one.object for one in check_causes()[0].broken} == {f"cause {paid}", f"cause {stays}"}


def test_what_is_ours_waits_until_it_is_mended_and_may_be_open_again() -> None:
    books, people = new_books(), new_people()
    (row,) = books.invoice(books.customer("乙", salesperson_id=people.owner.user_id), "F1", 1_000)
    cause_id = recorded(books, drafted(people, row, Cause.OUR_INVOICE))
    act = {"actor": SYSTEM, "now": NOW, "today": TODAY, "cause_id": cause_id}
    assert our_side_causes(today=TODAY)[row.pk].what == "补开发票"
    assert our_side_causes(today=date(2026, 3, 1)) == {}
    assert [one.id for one in causes_to_mend(actor=SYSTEM)] == [cause_id]
    assert item_states(actor=SYSTEM, receivable_ids=[row.pk], today=TODAY)[row.pk].value == "HELD"
    mark_mended(**act, key=books.key(), mended=Mended(True, "已重开并寄出"))  # type: ignore[arg-type]
    assert our_side_causes(today=TODAY) == {} and causes_to_mend(actor=SYSTEM) == ()
    assert item_states(actor=SYSTEM, receivable_ids=[row.pk], today=TODAY)[row.pk].value == "OVERDUE"
    with pytest.raises(Changed, match="CAUSE_CHANGED"):
        mark_mended(**act, key=books.key(), mended=Mended(True, "再说一次"))  # type: ignore[arg-type]
    mark_mended(**act, key=books.key(), mended=Mended(False, "抬头仍不对"))  # type: ignore[arg-type]
    assert set(our_side_causes(today=TODAY, customer_id=row.customer_id)) == {row.pk}
    withdraw_cause(**act, key=books.key(), note="记错客户")  # type: ignore[arg-type]
    assert our_side_causes(today=TODAY) == {}
    with pytest.raises(Changed, match="CAUSE_CHANGED"):
        withdraw_cause(**act, key=books.key(), note="再撤一次")  # type: ignore[arg-type]
    with pytest.raises(Changed, match="CAUSE_CHANGED"):
        mark_mended(**act, key=books.key(), mended=Mended(True, "太晚"))  # type: ignore[arg-type]
    assert check_causes()[0].broken == ()


def test_what_is_refused() -> None:
    books, people = new_books(), new_people()
    (row,) = books.invoice(books.customer("乙", salesperson_id=people.owner.user_id), "F1", 1_000)
    (other,) = books.invoice(books.customer("丙"), "F2", 1_000)
    refused = {
        "CAUSE_ITEMS_NOT_THEIRS": drafted(people, row, receivable_ids=(row.pk, other.pk)),
        "CAUSE_OWNER_UNKNOWN": drafted(people, row, owner_id=9_999),
        "CAUSE_CONTACT_NOT_THEIRS": drafted(people, row, activity_ids=(9_999,)),
        "CAUSE_MENDER_BLIND": drafted(people, other, Cause.OUR_INVOICE),
        "CAUSE_TEXT_MISSING": CauseDraft(row.customer_id, row.company_id, "CNY", Cause.LEVER, " ", (row.pk,), 1, FILE),
    }
    for code, draft in refused.items():
        with pytest.raises(Refused, match=code):
            recorded(books, draft)
    for blind in (people.colleague, people.nobody):
        mend = Mend("补开发票", blind.user_id or 0, date(2026, 3, 6))
        with pytest.raises(Refused, match="CAUSE_MENDER_BLIND"):
            recorded(books, drafted(people, row, Cause.OUR_INVOICE, mend=mend))
    for who in (people.colleague, people.auditor, people.nobody):
        with pytest.raises(NotPermitted):
            record_cause(actor=who, now=NOW, today=TODAY, key=books.key(), draft=drafted(people, row))
    assert Row.objects.count() == 0
    cause_id = recorded(books, drafted(people, row, Cause.OUR_QUALITY))
    act = {"now": NOW, "today": TODAY, "cause_id": cause_id}
    with pytest.raises(NotPermitted, match="CAUSE_NOT_VISIBLE"):
        withdraw_cause(actor=people.colleague, key=books.key(), note="x", **act)  # type: ignore[arg-type]
    for call in (
        lambda: withdraw_cause(actor=people.owner, key=books.key(), note=" ", **act),  # type: ignore[arg-type]
        lambda: mark_mended(actor=people.owner, key=books.key(), mended=Mended(True, ""), **act),  # type: ignore[arg-type]
    ):
        with pytest.raises(Refused, match="REASON_NEEDED"):
            call()


def test_debts_above_the_amount_or_age_need_a_cause_and_what_is_disputed_does_not_count() -> None:
    books, people = new_books(), new_people()
    policy = PolicyDraft(CausePolicy(amounts={"CNY": 10_000}, days=30), "试行", 0)
    save_policy(actor=SYSTEM, now=NOW, key=books.key(), draft=policy)
    with pytest.raises(Changed, match="CAUSE_POLICY_CHANGED"):
        save_policy(actor=SYSTEM, now=NOW, key=books.key(), draft=policy)
    for fault, draft in (
        ("REASON_NEEDED", PolicyDraft(CausePolicy(), " ", 1)),
        ("CAUSE_POLICY_DAYS", PolicyDraft(CausePolicy(days=0), "x", 1)),
    ):
        with pytest.raises(Refused, match=fault):
            save_policy(actor=SYSTEM, now=NOW, key=books.key(), draft=draft)
    large, old, small, disputed = (books.customer(name) for name in ("大", "老", "小", "争"))
    first, second = (books.invoice(large, number, 6_000, date(2026, 2, 27))[0] for number in ("L1", "L2"))
    books.invoice(old, "O1", 100, date(2026, 1, 31))
    books.invoice(small, "S1", 9_999, date(2026, 2, 27))
    (row,) = books.invoice(disputed, "D1", 12_000, date(2026, 2, 27))
    about = DisputeDraft(disputed, books.company_id, "CNY", Reason.PRICE, "单价", (DisputedItem(row.pk, 5_000),))
    open_dispute(actor=SYSTEM, now=NOW, today=TODAY, key=books.key(), draft=about)
    with CaptureQueriesContext(connection) as queries:
        found = missing_causes(actor=SYSTEM, today=TODAY)
    assert len(queries) <= 6
    assert [(one.customer_name, one.missing.overdue_minor, one.missing.items, one.missing.why) for one in found] == [
        ("大", 12_000, 2, (Why.AMOUNT,)),
        ("老", 100, 1, (Why.AGE,)),
    ]
    assert item_states(actor=SYSTEM, receivable_ids=[row.pk], today=TODAY)[row.pk].value == "HELD_IN_PART"
    assert missing_causes(actor=people.owner, today=TODAY) == ()
    recorded(books, drafted(people, first))
    assert [one.customer_name for one in missing_causes(actor=SYSTEM, today=TODAY)] == ["老"]
    assert second.pk not in causes_in_force(receivable_ids=[first.pk, second.pk])


def test_the_list_and_the_report_cost_the_same_for_any_number() -> None:
    books, people = new_books(), new_people()
    asked, page, rows = [], None, []
    for number in range(2):
        buyer = books.customer(f"买方{number}", salesperson_id=people.owner.user_id)
        (row,) = books.invoice(buyer, f"F{number}", 1_000 * (number + 1))
        recorded(books, drafted(people, row, (Cause.NO_MONEY, Cause.OUR_DELIVERY)[number]))
        with CaptureQueriesContext(connection) as queries:
            page = cause_page(actor=people.owner, narrowed=CauseFilter(state="IN_FORCE", search="停产"), sort="amount")
            rows = [
                cause_report(actor=people.owner, by=by, since=TODAY, through=TODAY, only_in_force=True) for by in By
            ]
        asked.append(len(queries))
    assert page is not None and asked[0] == asked[1] <= 13
    assert [row.open_minor for row in page.rows] == [1_000, 2_000] and page.totals == {"CNY": 3_000}
    assert [(row.group, row.open_minor) for row in rows[1]] == [("owner", 2_000), ("owner", 1_000)]
    books.allocate(books.receipt(500, page.rows[0].customer_id, date(2026, 3, 1)), *_first(page.rows[0].customer_id))
    books.now = datetime(2026, 3, 3, 1, tzinfo=UTC)
    assert [row.still_minor for row in cause_page(actor=SYSTEM, narrowed=CauseFilter(cause="NO_MONEY")).rows] == [500]
    assert cause_page(actor=people.colleague, narrowed=CauseFilter()).count == 0


def test_a_debt_counts_once_in_the_report_under_its_latest_cause() -> None:
    books, people = new_books(), new_people()
    buyer = books.customer("乙", salesperson_id=people.owner.user_id)
    first, second = (books.invoice(buyer, number, 100_000)[0] for number in ("F1", "F2"))
    recorded(books, drafted(people, first, receivable_ids=(first.pk, second.pk)))
    for cause in (Cause.LEVER, Cause.KEEPS_IT):
        recorded(books, drafted(people, first, cause))
    for by in By:
        rows = cause_report(actor=people.owner, by=by, since=TODAY, through=TODAY)
        assert {row.cause: (row.items, row.still_minor) for row in rows} == {
            Cause.KEEPS_IT: (1, 100_000),
            Cause.NO_MONEY: (1, 100_000),
        }
        assert sum(row.open_minor for row in rows) == 200_000
    draft = drafted(people, first, Cause.NOT_SELLING)
    record_cause(actor=SYSTEM, now=NOW, today=date(2026, 3, 9), key=books.key(), draft=draft)
    in_march = cause_report(actor=people.owner, by=By.CAUSE, since=TODAY, through=date(2026, 3, 31))
    assert {row.cause for row in in_march} == {Cause.NOT_SELLING, Cause.NO_MONEY}
    until_then = cause_report(actor=people.owner, by=By.CAUSE, since=TODAY, through=TODAY)
    assert {row.cause for row in until_then} == {Cause.KEEPS_IT, Cause.NO_MONEY}


def test_a_plan_that_is_kept_says_how_a_debt_is_paid_until_it_is_broken() -> None:
    books = new_books()
    buyer = books.customer("乙")
    first, second = (books.invoice(buyer, number, 6_000_000)[0] for number in ("F1", "F2"))
    planned(books, [first])
    (draft,) = books.invoice(books.customer("丙"), "F3", 6_000_000)
    made(books, [draft])

    def stands(today: date) -> tuple[dict[int, str], list[tuple[str, int, int]]]:
        held = planned_items(today=today)
        ids = [first.pk, second.pk, draft.pk]
        states = item_states(actor=SYSTEM, receivable_ids=ids, today=today, planned=held)
        missing = missing_causes(actor=SYSTEM, today=today, planned=held)
        found = [(row.customer_name, row.missing.overdue_minor, row.missing.items) for row in missing]
        return {pk: state.value for pk, state in states.items()}, found

    late = {second.pk: "OVERDUE", draft.pk: "OVERDUE"}
    kept = ({first.pk: "HELD", **late}, [("乙", 6_000_000, 1), ("丙", 6_000_000, 1)])
    assert stands(TODAY) == kept
    about = DisputeDraft(buyer, books.company_id, "CNY", Reason.PRICE, "单价", (DisputedItem(first.pk, 5_000),))
    open_dispute(actor=SYSTEM, now=NOW, today=TODAY, key=books.key(), draft=about)
    assert stands(TODAY) == kept  # what is disputed of it is not taken off the rest
    broken = stands(date(2026, 4, 30))
    assert (broken[0][first.pk], broken[1][0]) == ("HELD_IN_PART", ("乙", 11_995_000, 2))


def _first(customer_id: int) -> list[tuple[Receivable, int]]:
    return [(Receivable.objects.get(customer_id=customer_id), 500)]
