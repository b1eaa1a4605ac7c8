"""Disputes as acts: two never cover the same fen, the lock is what keeps it so, reminders ask for the rest, nobody else decides."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from huikuan.disputes import operations
from huikuan.disputes.checks import check_disputes
from huikuan.disputes.models import Dispute, DisputeItem, DisputeStep
from huikuan.disputes.operations import assign_dispute, decide_dispute, open_dispute, save_policy
from huikuan.disputes.queries import dispute_row, disputed_minor, policy_in_force, steps_of
from huikuan.disputes.rules import SHIPPED_DAYS, Decision, DisputedItem, DisputeDraft, Ending, Event, Reason, State
from huikuan.kernel.actor import SYSTEM
from huikuan.kernel.refusal import Changed, NotPermitted, Refused
from huikuan.outbox.models import Message
from huikuan.receivables.models import Receivable
from huikuan.receivables.parts import locked_receivables
from huikuan.reminders.models import RunRow
from tests.books import NOW, Books, new_books
from tests.people import new_people
from tests.reminder_office import new_office

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 2)


def raised(books: Books, row: Receivable, minor: int, **more: Any) -> int:
    draft = DisputeDraft(
        row.customer_id, row.company_id, row.currency, Reason.QUALITY, "漏水", (DisputedItem(row.pk, minor),), **more
    )
    done = open_dispute(actor=SYSTEM, now=NOW, today=TODAY, key=books.key(), draft=draft)
    return int(done["dispute_id"])


def decided(books: Books, dispute_id: int, event: Event, on: date = TODAY, **more: Any) -> Any:
    return decide_dispute(
        actor=more.get("actor", SYSTEM),
        now=NOW,
        today=on,
        key=books.key(),
        dispute_id=dispute_id,
        decision=Decision(event, more.get("note", "查过"), more.get("ending")),
    )


def test_a_dispute_stops_its_part_until_it_ends_and_past_days_stay_as_they_were() -> None:
    books = new_books()
    (item,) = books.invoice(books.customer("乙公司"), "F001", 1_000)
    first = raised(books, item, 400)
    assert disputed_minor(receivable_ids=[item.pk]) == {item.pk: 400}
    decided(books, first, Event.ACCEPT)
    assert disputed_minor() == {item.pk: 400}
    decided(books, first, Event.SETTLE, date(2026, 3, 9), ending=Ending.PAID)
    assert disputed_minor(customer_id=item.customer_id) == {}
    assert disputed_minor(as_of=date(2026, 3, 8)) == {item.pk: 400}
    assert disputed_minor(as_of=date(2026, 3, 9)) == {} and disputed_minor(as_of=date(2026, 3, 1)) == {}
    assert [step.event.value for step in steps_of(dispute_id=first)] == ["SETTLE", "ACCEPT", "RAISE"]
    assert check_disputes()[0].broken == ()


def test_two_disputes_never_cover_the_same_fen() -> None:
    books = new_books()
    (item,) = books.invoice(books.customer("乙公司"), "F001", 1_000)
    raised(books, item, 700)
    with pytest.raises(Refused, match="DISPUTE_MORE_THAN_OPEN") as caught:
        raised(books, item, 301)
    assert (caught.value.parameters["open"], caught.value.parameters["wanted"]) == (300, 301)
    raised(books, item, 300)
    assert disputed_minor() == {item.pk: 1_000} and Dispute.objects.count() == 2


def test_without_the_look_under_the_lock_both_would_pass(monkeypatch: pytest.MonkeyPatch) -> None:
    """The negative control: what refuses the second is what is read of the first, items locked, and nothing else."""
    books = new_books()
    (item,) = books.invoice(books.customer("乙公司"), "F001", 1_000)
    raised(books, item, 700)
    monkeypatch.setattr(operations, "disputed_minor", lambda **_: {})
    raised(books, item, 700)
    assert disputed_minor() == {item.pk: 1_400}


def test_items_are_locked_before_what_is_disputed_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    books = new_books()
    (item,) = books.invoice(books.customer("乙公司"), "F001", 1_000)
    seen: list[str] = []

    def locking(**asked: Any) -> Any:
        seen.append("lock")
        return locked_receivables(**asked)

    def reading(**asked: Any) -> Any:
        seen.append("read")
        return disputed_minor(**asked)

    monkeypatch.setattr(operations, "locked_receivables", locking)
    monkeypatch.setattr(operations, "disputed_minor", reading)
    raised(books, item, 1)
    assert seen == ["lock", "read"]


def test_reminders_ask_for_the_rest_and_say_so_and_a_whole_dispute_is_not_asked_for() -> None:
    office = new_office()
    buyer = office.customer("乙公司")
    (part,) = office.books.invoice(buyer, "F001", 123_450, due=date(2026, 2, 20))
    (whole,) = office.books.invoice(buyer, "F002", 50_000, due=date(2026, 2, 20))
    raised(office.books, part, 23_450)
    raised(office.books, whole, 50_000)
    office.plan_and_send()
    (mail,) = office.channel.mails
    assert "1,000.00" in mail.text and "无争议部分" in mail.text and "234.50" in mail.text
    assert "F002" not in mail.text and "1,234.50" not in mail.text


def test_a_dispute_raised_after_the_run_is_heeded_when_the_message_leaves() -> None:
    office = new_office()
    (item,) = office.books.invoice(office.customer("乙公司"), "F001", 123_450, due=date(2026, 2, 20))
    office.send(office.plan()["run_id"])
    raised(office.books, item, 123_450)
    office.deliver()
    assert office.channel.mails == [] and Message.objects.get().state == "SUPPRESSED"
    assert Message.objects.get().reasons[0][0] == "DISPUTED" and RunRow.objects.count() == 1


def test_others_neither_raise_nor_decide_and_a_decision_says_why() -> None:
    books, people = new_books(), new_people()
    buyer = books.customer("乙公司", salesperson_id=people.owner.user_id)
    (item,) = books.invoice(buyer, "F001", 1_000)
    draft = DisputeDraft(buyer, books.company_id, "CNY", Reason.PRICE, "单价", (DisputedItem(item.pk, 10),))
    for actor in (people.colleague, people.nobody, people.auditor):
        with pytest.raises(NotPermitted):
            open_dispute(actor=actor, now=NOW, today=TODAY, key="x", draft=draft)
    dispute_id = int(open_dispute(actor=people.owner, now=NOW, today=TODAY, key="x", draft=draft)["dispute_id"])
    assert dispute_row(actor=people.colleague, dispute_id=dispute_id) is None
    for actor in (people.owner, people.auditor, people.colleague):
        with pytest.raises(NotPermitted):
            decided(books, dispute_id, Event.ACCEPT, actor=actor)
    with pytest.raises(Refused, match="REASON_NEEDED"):
        decided(books, dispute_id, Event.REJECT, actor=people.accountant, note=" ")
    owner_id = people.accountant.user_id or 0
    assign_dispute(
        actor=people.accountant, now=NOW, key="a", dispute_id=dispute_id, owner_id=owner_id, owner_name="accountant"
    )
    decided(books, dispute_id, Event.REJECT, actor=people.accountant)
    for event in (Event.ACCEPT, Event.RAISE, Event.SETTLE):
        with pytest.raises(Changed, match="DISPUTE_CHANGED"):
            decided(
                books, dispute_id, event, actor=people.accountant, ending=Ending.PAID if event is Event.SETTLE else None
            )
    assert Dispute.objects.get().state == State.REJECTED.value


def test_history_is_never_changed_and_policies_are_versions() -> None:
    books = new_books()
    (item,) = books.invoice(books.customer("乙公司"), "F001", 1_000)
    raised(books, item, 10)
    for fault in (
        lambda: DisputeStep.objects.update(note="x"),
        lambda: DisputeItem.objects.update(amount_minor=1),
        lambda: Dispute.objects.all()._raw_delete("default"),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            fault()
    days = {**SHIPPED_DAYS, Reason.PRICE: 9}
    save_policy(actor=SYSTEM, now=NOW, key="p", days=days, reason="更久", seen=0)
    assert (policy_in_force().number, policy_in_force().days[Reason.PRICE]) == (1, 9)
    with pytest.raises(Changed, match="DISPUTE_POLICY_CHANGED"):
        save_policy(actor=SYSTEM, now=NOW, key="q", days=days, reason="更久", seen=0)


def test_the_check_sees_a_sum_and_a_state_that_were_forged() -> None:
    books = new_books()
    (item,) = books.invoice(books.customer("乙公司"), "F001", 1_000)
    raised(books, item, 10)
    Dispute.objects.update(amount_minor=11, state="ACCEPTED")
    said = [one.expected for one in check_disputes()[0].broken]
    assert said == ["in state OPEN, as its last step says", "10, the sum of its items"]
