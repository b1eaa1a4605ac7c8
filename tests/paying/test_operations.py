"""Acts on how a customer pays: every save is a version, and nothing written before goes away."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time

import pytest
from django.db import IntegrityError, transaction

from huikuan.accounts.models import User
from huikuan.audit.models import Act
from huikuan.customers.models import Contact
from huikuan.customers.operations import ContactDraft
from huikuan.kernel.actor import SYSTEM, Actor
from huikuan.kernel.refusal import Changed, NotPermitted, Refused
from huikuan.paying.models import PayingStep, PayingVersion
from huikuan.paying.operations import PayingDraft, Place, block_step, mend_step, restore_paying, save_paying
from huikuan.paying.queries import habits_of, versions_of
from huikuan.paying.rules.records import (
    Block,
    Habits,
    InvoiceDelivery,
    InvoiceForm,
    InvoiceWishes,
    PaymentDayKind,
    PaymentDays,
    Step,
    StepKind,
)
from tests.books import NOW, Books, new_books
from tests.people import new_people

pytestmark = pytest.mark.django_db
HABITS = Habits(
    closing_day=25,
    payment_days=PaymentDays(PaymentDayKind.MONTH_DAYS, (10, 25)),
    invoice=InvoiceWishes(InvoiceForm.SPECIAL, "乙方机电有限公司", 1_300, InvoiceDelivery.ELECTRONIC, 20),
    needs_budget=True,
    budget_through=date(2026, 6, 30),
    bank="工商银行",
    cut_off=time(16, 30),
    pays_at=time(15),
    transfer_days=1,
    note="只收专票",
)
STEPS = (Step("请款单", StepKind.FORM, owner_text="采购", usual_days=1), Step("付款", StepKind.PAYMENT, usual_days=2))


@pytest.fixture
def books() -> Books:
    return new_books()


def saved(books: Books, buyer: int, *, replaces: int = 0, actor: Actor = SYSTEM, **more: object) -> int:
    parts = {"habits": HABITS, "process": STEPS, **more}
    draft = PayingDraft(buyer, replaces_number=replaces, **parts)  # type: ignore[arg-type]
    return int(save_paying(actor=actor, now=NOW, key=books.key(), draft=draft)["number"])


def test_what_is_saved_is_read_back_whole(books: Books) -> None:
    buyer = books.customer("乙公司", contacts=(ContactDraft("高伟"),))
    owned = replace(STEPS[0], owner_text="", owner_id=Contact.objects.get().pk, evidence="盖章的验收单")
    assert saved(books, buyer, process=(owned, STEPS[1]), why="电话里说的") == 1
    (row,) = habits_of(customer_ids=[buyer]).values()
    assert (row.number, row.habits, row.process) == (1, HABITS, (owned, STEPS[1]))
    assert (row.why, row.restored_from, row.saved_at, row.saved_by) == ("电话里说的", None, NOW, "system")


def test_each_save_is_a_version_and_the_newest_holds(books: Books) -> None:
    buyer, other = books.customer("乙公司"), books.customer("丙公司")
    saved(books, buyer)
    saved(books, buyer, replaces=1, process=STEPS[:1])
    saved(books, other)
    assert {pk: (row.number, len(row.process)) for pk, row in habits_of(customer_ids=[buyer, other, 999]).items()} == {
        buyer: (2, 1),
        other: (1, 2),
    }
    assert [row.number for row in versions_of(actor=SYSTEM, customer_id=buyer)] == [2, 1]


def test_a_step_is_blocked_and_mended_as_versions(books: Books) -> None:
    buyer = books.customer("乙公司")
    mender = new_people().owner
    saved(books, buyer)
    block = Block(date(2026, 2, 27), "缺验收单", mender.user_id)
    done = block_step(actor=SYSTEM, now=NOW, key=books.key(), place=Place(buyer, 1, 2), block=block)
    assert done == {"customer_id": buyer, "number": 2}
    assert [step.block for step in habits_of(customer_ids=[buyer])[buyer].process] == [None, block]
    mend_step(actor=SYSTEM, now=NOW, key=books.key(), place=Place(buyer, 2, 2))
    assert habits_of(customer_ids=[buyer])[buyer].process == STEPS
    with pytest.raises(Refused, match="STEP_GOES_ON"):
        mend_step(actor=SYSTEM, now=NOW, key=books.key(), place=Place(buyer, 3, 2))
    for step in (0, 3):
        with pytest.raises(Refused, match="STEP_UNKNOWN"):
            mend_step(actor=SYSTEM, now=NOW, key=books.key(), place=Place(buyer, 3, step))
    with pytest.raises(Refused, match="BLOCK_WITHOUT_REASON"):
        block_step(
            actor=SYSTEM, now=NOW, key=books.key(), place=Place(buyer, 3, 1), block=Block(date(2026, 2, 27), " ")
        )
    nobody = books.customer("丙公司")
    with pytest.raises(Refused, match="STEP_UNKNOWN"):
        mend_step(actor=SYSTEM, now=NOW, key=books.key(), place=Place(nobody, 0, 1))


def test_an_earlier_version_comes_back_as_the_next(books: Books) -> None:
    buyer = books.customer("乙公司")
    saved(books, buyer, why="合同附件")
    saved(books, buyer, replaces=1, habits=Habits(), process=())
    done = restore_paying(actor=SYSTEM, now=NOW, key=books.key(), customer_id=buyer, number=1, replaces_number=2)
    assert done["number"] == 3
    row = habits_of(customer_ids=[buyer])[buyer]
    assert (row.habits, row.process, row.why, row.restored_from) == (HABITS, STEPS, "合同附件", 1)
    for number in (3, 9):
        with pytest.raises(Refused, match="PAYING_VERSION_UNKNOWN"):
            restore_paying(actor=SYSTEM, now=NOW, key=books.key(), customer_id=buyer, number=number, replaces_number=3)


def test_who_saw_an_older_version_is_told(books: Books) -> None:
    buyer = books.customer("乙公司")
    saved(books, buyer)
    with pytest.raises(Changed, match="PAYING_CHANGED"):
        saved(books, buyer)
    with pytest.raises(Changed, match="PAYING_CHANGED"):
        mend_step(actor=SYSTEM, now=NOW, key=books.key(), place=Place(buyer, 7, 1))
    with pytest.raises(Changed, match="PAYING_CHANGED"):
        restore_paying(actor=SYSTEM, now=NOW, key=books.key(), customer_id=buyer, number=1, replaces_number=0)
    assert PayingVersion.objects.count() == 1


def test_the_same_key_saves_once(books: Books) -> None:
    draft = PayingDraft(books.customer("乙公司"), HABITS, STEPS, 0)
    first = save_paying(actor=SYSTEM, now=NOW, key="once", draft=draft)
    assert save_paying(actor=SYSTEM, now=NOW, key="once", draft=draft) == first
    assert PayingVersion.objects.count() == 1
    assert Act.objects.get(key="once").detail["habits"]["cut_off"] == "16:30"


@pytest.mark.parametrize(
    ("step", "code"),
    [
        (Step("", usual_days=1), "STEP_UNNAMED"),
        (Step("验收", owner_id=999), "STEP_OWNER_UNKNOWN"),
        (Step("验收", block=Block(date(2026, 2, 2), "缺单", 999)), "STEP_MENDER_UNKNOWN"),
        (Step("验收", block=Block(date(2026, 3, 4), "缺单")), "BLOCK_AHEAD"),
    ],
)
def test_what_cannot_be_saved(books: Books, step: Step, code: str) -> None:
    buyer = books.customer("乙公司")
    with pytest.raises(Refused, match=code):
        saved(books, buyer, process=(step,))
    assert not PayingVersion.objects.exists()


def test_somebody_elses_person_owns_no_step_and_one_who_stood_there_may_stay(books: Books) -> None:
    books.customer("丙公司", contacts=(ContactDraft("外人"),))
    buyer = books.customer("乙公司")
    with pytest.raises(Refused, match="STEP_OWNER_UNKNOWN"):
        saved(books, buyer, process=(Step("验收", owner_id=Contact.objects.get().pk),))
    mender = new_people().owner
    blocked = Step("验收", block=Block(date(2026, 2, 2), "缺单", mender.user_id))
    saved(books, buyer, process=(blocked,))
    User.objects.filter(username="owner").update(is_active=False)
    assert saved(books, buyer, replaces=1, process=(blocked, STEPS[0])) == 2


def test_only_who_sees_the_customer_and_edits_his_file_may(books: Books) -> None:
    people = new_people()
    buyer = books.customer("乙公司", salesperson_id=people.owner.user_id)
    assert saved(books, buyer, actor=people.owner) == 1
    for actor in (people.colleague, people.auditor, people.nobody):
        with pytest.raises(NotPermitted):
            saved(books, buyer, replaces=1, actor=actor)
        with pytest.raises(NotPermitted):
            mend_step(actor=actor, now=NOW, key=books.key(), place=Place(buyer, 1, 1))
        with pytest.raises(NotPermitted):
            restore_paying(actor=actor, now=NOW, key=books.key(), customer_id=buyer, number=1, replaces_number=1)
    with pytest.raises(NotPermitted):
        versions_of(actor=people.colleague, customer_id=buyer)
    assert PayingVersion.objects.count() == 1


@pytest.mark.parametrize("table", [PayingVersion, PayingStep])
def test_a_version_is_never_changed(books: Books, table: type) -> None:
    saved(books, books.customer("乙公司"))
    for act in (lambda rows: rows.update(id=99), lambda rows: rows._raw_delete(rows.db)):
        with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
            act(table.objects.all())  # type: ignore[attr-defined]
