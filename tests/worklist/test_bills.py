"""Bills on their way make tasks for whoever keeps them; a listed acceptor also for the customer's salesperson."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from huikuan.bills.operations.dishonouring import Dishonour, dishonour_part
from huikuan.bills.operations.policies import ListFile, import_watch_list
from huikuan.bills.operations.presenting import present_part
from huikuan.bills.operations.receiving import PaperDraft, receive_paper
from huikuan.bills.rules.numbers import BillRange
from huikuan.kernel.actor import SYSTEM, Actor, Verb
from huikuan.receipts.rules import ReceiptMethod
from huikuan.worklist.queries import worklist
from huikuan.worklist.rules.tasks import TaskKind
from tests.books import Books, new_books

pytestmark = pytest.mark.django_db
RECEIVED, MATURES = date(2026, 2, 20), date(2026, 3, 2)
KEEPER = replace(SYSTEM, name="吴静")
SELLER = replace(SYSTEM, name="赵敏", verbs=SYSTEM.verbs - {Verb.POST_RECEIPT})


@pytest.fixture
def books() -> Books:
    return new_books()


def held(books: Books, number: int = 1_234, acceptor: str = "中国工商银行", **more: Any) -> int:
    draft = PaperDraft(
        kind=ReceiptMethod.BANK_BILL,
        number=f"51021000999962025091500000{number:04d}",
        acceptor=acceptor,
        issued_on=date(2025, 9, 15),
        matures_on=more.get("matures", MATURES),
        received_on=RECEIVED,
        customer_id=more.get("customer") or books.customer(f"乙公司{number}"),
        range=BillRange(1, 500_000),
    )
    call: dict[str, Any] = {"actor": SYSTEM, "now": books.now, "key": books.key()}
    return int(receive_paper(**call, company_id=books.company_id, draft=draft)["part_id"])


def listed(books: Books, name: str) -> None:
    rows = ((2, (name, "持续逾期", "2026-01-31")),)
    file = ListFile("票交所", "名单.csv", "e5" * 32, ("名称", "类别", "起始日"), rows)
    import_watch_list(actor=SYSTEM, now=books.now, key=books.key(), file=file)


def reasons(actor: Actor, today: date) -> list[tuple[str, str]]:
    rows = worklist(actor=actor, today=today).rows
    bills = [row.task for row in rows if row.task.kind in (TaskKind.BILL_DUTY, TaskKind.BILL_LISTED)]
    return [(task.reason, task.next_step.value) for task in bills]


def test_a_bill_is_announced_presented_asked_after_and_followed_up(books: Books) -> None:
    part_id = held(books)
    call: dict[str, Any] = {"actor": SYSTEM, "now": books.now}
    assert reasons(KEEPER, MATURES - timedelta(days=8)) == []
    assert reasons(KEEPER, MATURES - timedelta(days=7)) == [("BILL_MATURES", "PREPARE_PRESENTATION")]
    assert reasons(KEEPER, MATURES) == [("BILL_TO_PRESENT", "PRESENT_BILL")]
    assert reasons(KEEPER, MATURES + timedelta(days=11)) == [("BILL_PRESENTED_LATE", "PRESENT_BILL_LATE")]
    present_part(**call, key=books.key(), part_id=part_id, on=MATURES)
    assert reasons(KEEPER, MATURES + timedelta(days=10)) == []
    assert reasons(KEEPER, MATURES + timedelta(days=11)) == [("BILL_UNANSWERED", "RECORD_BILL_ANSWER")]
    dishonour_part(**call, key=books.key(), part_id=part_id, what=Dishonour(MATURES))
    assert reasons(KEEPER, MATURES) == [("BILL_CLOCK_RUNS", "GIVE_NOTICE_OF_DISHONOUR")]
    assert reasons(KEEPER, MATURES + timedelta(days=30)) == [("BILL_CLOCK_RUNS", "SEEK_RECOURSE")]
    assert reasons(KEEPER, date(2026, 10, 1)) == [("BILL_CLOCK_RUNS", "CLAIM_ON_ACCEPTOR")]
    assert reasons(KEEPER, date(2028, 4, 1)) == [("BILL_CLOCK_RAN_OUT", "KEEP_TO_THE_SALE")]
    assert reasons(SELLER, MATURES) == [], "who keeps no bills is not asked to"


def test_a_listed_acceptor_is_told_to_keeper_and_seller(books: Books) -> None:
    held(books, acceptor="恒昌置业发展有限公司", matures=date(2026, 9, 1))
    held(books, number=2_222, matures=date(2026, 9, 1))
    assert (reasons(KEEPER, MATURES), reasons(SELLER, MATURES)) == ([], [])
    listed(books, "恒昌置业发展有限公司")
    told = [("BILL_ACCEPTOR_ON_LIST", "ASK_FOR_OTHER_PAYMENT")]
    assert (reasons(KEEPER, MATURES), reasons(SELLER, MATURES)) == (told, told)


@pytest.mark.parametrize("more", [0, 9])
def test_bills_cost_the_same_number_of_queries_however_many(
    books: Books, more: int, django_assert_num_queries: Any
) -> None:
    customer = books.customer("乙公司")
    for number in range(1 + more):
        acceptor = ("丙银行", "恒昌置业发展有限公司")[number % 2]
        held(books, number=3_000 + number, customer=customer, acceptor=acceptor)
    listed(books, "恒昌置业发展有限公司")
    with django_assert_num_queries(41):
        assert len(reasons(KEEPER, MATURES)) == 1 + more
