"""From the loss matrix to money that comes after the write-off: proposed by one, decided by another, booked, recovered."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from fractions import Fraction
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from huikuan.jobs.checks import CHECKS
from huikuan.kernel.actor import Actor, Verb
from huikuan.kernel.refusal import Changed, NotPermitted, Refused
from huikuan.provisions.checks import check_provisions
from huikuan.provisions.models import ProvisionRun, RunLine, WriteOff
from huikuan.provisions.operations.matrices import AssessmentDraft, assess_customer, save_matrix
from huikuan.provisions.operations.proposing import (
    decide_provision,
    export_vouchers,
    propose_provision,
    withdraw_provision,
)
from huikuan.provisions.operations.recovering import RecoveryDraft, book_recovery
from huikuan.provisions.operations.reversing import request_reversal
from huikuan.provisions.operations.writing_off import (
    attach_evidence,
    decide_write_off,
    request_write_off,
    withdraw_write_off,
)
from huikuan.provisions.queries.runs import VoucherLine, run_shown, vouchers_of
from huikuan.provisions.queries.written_off import write_off_shown, written_off_page
from huikuan.provisions.rules.figures import Figures
from huikuan.provisions.rules.matrix import Matrix
from huikuan.provisions.rules.rates import Method
from huikuan.provisions.rules.states import Category, RunDraft, WantedItem, WriteOffDraft
from huikuan.receipts.operations.allocating import reverse_allocations
from huikuan.receipts.operations.money import bounce_receipt
from huikuan.receipts.rules import BounceReason
from huikuan.receivables.models import Receivable
from tests.books import NOW, Books, new_books
from tests.people import People, new_people

pytestmark = pytest.mark.django_db
TODAY, MONTH_END = date(2026, 3, 2), date(2026, 2, 28)
FLOW = Figures(Method.FLOW, entered=(100_000_00, 50_000_00, 23_000_00, 8_000_00, 2_000_00))
MATRIX = Matrix(Method.FLOW, (0, 30, 60, 90), {"": FLOW}, "2025年回款记录")


class World:
    """One own company, its accountant and its director."""

    def __init__(self) -> None:
        self.books: Books = new_books()
        self.people: People = new_people()
        self.accountant, self.director = self.people.accountant, self.people.director

    def who(self, actor: Actor, **more: Any) -> dict[str, Any]:
        return {"actor": actor, "now": self.books.now, "key": self.books.key(), **more}

    def matrix(self, matrix: Matrix = MATRIX) -> None:
        save_matrix(**self.who(self.accountant), matrix=matrix)

    def propose(self, as_of: date = MONTH_END, today: date = TODAY, **more: Any) -> dict[str, Any]:
        draft = RunDraft(self.books.company_id, "CNY", as_of, "月末计提", **more)
        return propose_provision(**self.who(self.accountant, today=today), draft=draft)

    def decide(self, decider: Any, request_id: int, by: Actor | None = None, **more: Any) -> dict[str, Any]:
        values = {"today": TODAY, "approve": True, "note": ""} | more
        return dict(decider(**self.who(by or self.director), request_id=request_id, **values))

    def write_off(self, *items: tuple[Receivable, int]) -> dict[str, Any]:
        wanted = tuple(WantedItem(row.pk, minor) for row, minor in items)
        draft = WriteOffDraft(Category.BANKRUPT, "法院裁定破产", wanted)
        return request_write_off(**self.who(self.accountant, today=TODAY), draft=draft)


@pytest.fixture
def world() -> World:
    return World()


def golden(world: World) -> Receivable:
    """The balances of the golden case, one customer and bucket each; the oldest item."""
    days = (date(2026, 3, 20), date(2026, 2, 9), date(2026, 1, 20), date(2025, 12, 20), date(2025, 10, 1))
    for place, (due, minor) in enumerate(
        zip(days, (300_000_00, 140_000_00, 60_000_00, 23_000_00, 5_000_00), strict=True)
    ):
        customer = world.books.customer(f"客户{place}", region="华东" if place else "华南")
        world.books.invoice(customer, f"F{place}", minor, due=due, issued=date(2025, 9, 1))
    return Receivable.objects.get(invoice__number="F4")


def booked(lines: tuple[VoucherLine, ...]) -> list[tuple[str, int, int]]:
    return [(line.code, line.debit_minor, line.credit_minor) for line in lines]


def test_the_golden_case_is_proposed_approved_by_another_exported_written_off_and_recovered(world: World) -> None:
    old = golden(world)
    world.matrix()
    run = world.propose(opening_minor=20_000_00)
    shown = run_shown(actor=world.accountant, run_id=run["run_id"])
    assert (shown.row.allowance_minor, shown.row.balance_minor) == (27_567_39, 528_000_00)
    assert [line.allowance_minor for line in shown.lines] == [6_000_00, 5_600_00, 5_217_39, 5_750_00, 5_000_00]
    assert booked(vouchers_of(shown=shown)) == [("6702", 7_567_39, 0), ("1231", 0, 7_567_39)]
    # four eyes, and no vouchers before
    with pytest.raises(Refused, match="PROVISION_NOT_APPROVED"):
        export_vouchers(**world.who(world.accountant), run_id=run["run_id"])
    with pytest.raises(NotPermitted, match="APPROVER_IS_REQUESTER"):
        world.decide(decide_provision, run["request_id"], by=world.accountant)
    world.decide(decide_provision, run["request_id"])
    for _ in range(2):
        assert export_vouchers(**world.who(world.accountant), run_id=run["run_id"])["state"] == "EXPORTED"
    # the oldest is given up, by two people; the claim stays
    off = world.write_off((old, 5_000_00))
    attach_evidence(**world.who(world.accountant), write_off_id=off["write_off_id"], name="裁定书.pdf", content=b"%PDF")
    old.refresh_from_db()
    assert old.outstanding_minor == 5_000_00
    world.decide(decide_write_off, off["request_id"])
    old.refresh_from_db()
    assert (old.outstanding_minor, old.written_off_minor) == (0, 5_000_00)
    assert [one.still_minor for one in written_off_page(actor=world.accountant).rows] == [5_000_00]
    # money comes later
    money = world.books.receipt(2_000_00, old.customer_id, date(2026, 3, 1))
    draft = RecoveryDraft(money.pk, old.pk, 1_500_00)
    book_recovery(**world.who(world.accountant), draft=draft)
    old.refresh_from_db()
    money.refresh_from_db()
    assert (old.outstanding_minor, old.written_off_minor, old.allocated_minor) == (0, 3_500_00, 1_500_00)
    assert money.unapplied_minor == 500_00
    page = written_off_page(actor=world.accountant)
    assert [(one.still_minor, one.recovered_minor) for one in page.rows] == [(3_500_00, 1_500_00)]
    shown_off = write_off_shown(actor=world.accountant, write_off_id=off["write_off_id"])
    assert [one.amount_minor for one in shown_off.recoveries] == [1_500_00] and len(shown_off.papers) == 1
    with pytest.raises(Refused, match="RECOVERY_MORE_THAN_WRITTEN_OFF"):
        book_recovery(**world.who(world.accountant), draft=replace(draft, amount_minor=3_500_01))
    # the next provision: 22,567.39 are left in the matrix, 3,500.00 net were used
    world.books.now = datetime(2026, 3, 4, 2, tzinfo=NOW.tzinfo)
    following = world.propose(date(2026, 3, 3), date(2026, 3, 4))
    row = ProvisionRun.objects.get(pk=following["run_id"])
    assert (row.previous_minor, row.used_minor) == (27_567_39, 3_500_00)
    assert row.charge_minor == row.allowance_minor - 24_067_39
    booked_then = booked(vouchers_of(shown=run_shown(actor=world.accountant, run_id=row.pk)))
    assert booked_then[:2] == [("1231", 3_500_00, 0), ("1122", 0, 3_500_00)]
    assert [one.broken for check in CHECKS for one in check() if one.broken] == []


def test_named_customers_leave_the_matrix_segments_have_their_rates_and_undated_items_count(world: World) -> None:
    old = golden(world)
    buyer = world.books.customer("无到期日", region="华南")
    world.books.invoice(buyer, "N1", 1_000_00, due=None)
    south = Figures(Method.SET, shares=tuple(Fraction(one) for one in ("1/2", "1/2", "1/2", "1/2", "1/4")))
    rest = Figures(Method.SET, shares=(Fraction(1, 100),) * 5)
    forward: dict[str, Any] = {"forward_ppm": 100_000, "forward_source": "统计局PMI 2026-02"}
    world.matrix(Matrix(Method.SET, MATRIX.edges, {"": rest, "华南": south}, "政策", segment_by="region", **forward))
    draft = AssessmentDraft(world.books.company_id, old.customer_id, "CNY", 2_000_00, "已申请破产")
    assess_customer(**world.who(world.accountant, today=MONTH_END), assessment=draft)
    found = run_shown(actor=world.accountant, run_id=world.propose()["run_id"])
    by_place = {(line.segment, line.bucket): line for line in found.lines}
    assert by_place["华南", 0].allowance_minor == 165_000_00 and by_place["华南", -1].allowance_minor == 550_00
    assert by_place["华南", 4].is_raised and by_place["华南", 4].rate_ppb == 550_000_000
    assert by_place["", 1].allowance_minor == 1_540_00 and by_place["", 4].balance_minor == 0
    assert [(one.customer_id, one.allowance_minor) for one in found.customers] == [(old.customer_id, 3_000_00)]
    assert found.row.allowance_minor == 165_000_00 + 550_00 + 1_540_00 + 660_00 + 253_00 + 3_000_00
    # he is put back
    assess_customer(**world.who(world.accountant, today=MONTH_END), assessment=replace(draft, is_over=True))
    withdraw_provision(**world.who(world.accountant), request_id=found.row.request_id or 0)
    assert run_shown(actor=world.accountant, run_id=world.propose()["run_id"]).customers == ()
    assert check_provisions()[0].broken == ()


def test_the_queries_do_not_grow_with_the_customers(world: World) -> None:
    world.matrix()
    counts = []
    for day in (27, 28):
        for place in range(3):
            customer = world.books.customer(f"客户{day}{place}")
            world.books.invoice(customer, f"F{day}{place}", 1_000)
        with CaptureQueriesContext(
            connection,
        ) as seen:
            run = world.propose(date(2026, 2, day))
        counts.append(len(seen))
        world.decide(decide_provision, run["request_id"], approve=False, note="再看")
    assert counts[0] == counts[1]


def test_what_cannot_be_proposed(world: World) -> None:
    golden(world)
    with pytest.raises(Refused, match="MATRIX_MISSING"):
        world.propose()
    world.matrix()
    with pytest.raises(Changed, match="MATRIX_CHANGED"):
        world.matrix()
    for changes, code in (
        ({"edges": (30, 0, 60, 90)}, "MATRIX_EDGES"),
        ({"figures": {"华东": FLOW}}, "MATRIX_SEGMENTS"),
        ({"method": Method.SET}, "MATRIX_METHOD"),
        ({"source": " "}, "MATRIX_SOURCE"),
        ({"forward_ppm": 1}, "MATRIX_FORWARD_SOURCE"),
        ({"accounts": {"impairment": "6702"}}, "MATRIX_ACCOUNTS"),
        ({"edges": (0, 30)}, "FIGURES_BUCKETS"),
    ):
        with pytest.raises(Refused, match=code):
            world.matrix(replace(MATRIX, number=1, **changes))
    draft = RunDraft(world.books.company_id, "CNY", MONTH_END, " ")
    for as_of, code in ((date(2026, 3, 3), "PROVISION_AHEAD"), (MONTH_END, "PROVISION_REASON")):
        draft = replace(draft, as_of=as_of)
        with pytest.raises(Refused, match=code):
            propose_provision(**world.who(world.accountant, today=TODAY), draft=draft)
    with pytest.raises(Refused, match="PROVISION_OPENING"):
        world.propose(opening_minor=-1)
    with pytest.raises(NotPermitted, match="VERB_MISSING"):
        propose_provision(**world.who(world.people.owner, today=TODAY), draft=draft)
    with pytest.raises(NotPermitted, match="PROVISION_NOT_VISIBLE"):
        run_shown(actor=world.people.owner, run_id=1)
    run = world.propose()
    with pytest.raises(Refused, match="PROVISION_TWICE"):
        world.propose()
    world.decide(decide_provision, run["request_id"])
    with pytest.raises(Refused, match="PROVISION_EARLIER"):
        world.propose()
    unknown = replace(FLOW, entered=(*FLOW.entered[:2], 0, 0, 0))
    world.matrix(replace(MATRIX, number=1, figures={"": unknown}))
    with pytest.raises(Refused, match="PROVISION_NO_RATE"):
        world.propose(date(2026, 3, 1))


def test_what_cannot_be_written_off(world: World) -> None:
    first, second = (world.books.invoice(world.books.customer(name), "F1", 1_000)[0] for name in ("乙", "丙"))
    for items, code in (
        ((), "WRITE_OFF_ITEMS"),
        (((first, 0),), "WRITE_OFF_AMOUNT"),
        (((first, 1), (second, 1)), "WRITE_OFF_NOT_THEIRS"),
        (((first, 1_001),), "WRITE_OFF_MORE_THAN_OPEN"),
    ):
        with pytest.raises(Refused, match=code):
            world.write_off(*items)
    asked = world.write_off((first, 1_000))
    with pytest.raises(Refused, match="WRITE_OFF_WAITS"):
        world.write_off((first, 1))
    with pytest.raises(NotPermitted, match="VERB_MISSING"):  # who applies cash does not write off
        world.decide(decide_write_off, asked["request_id"], by=world.accountant)
    alone = replace(world.accountant, verbs=world.accountant.verbs | {Verb.WRITE_OFF})
    with pytest.raises(NotPermitted, match="APPROVER_IS_REQUESTER"):
        world.decide(decide_write_off, asked["request_id"], by=alone)
    # paid meanwhile: nothing is booked
    world.books.allocate(world.books.receipt(600, first.customer_id), (first, 600))
    with pytest.raises(Refused, match="MORE_THAN_OPEN"):
        world.decide(decide_write_off, asked["request_id"])
    assert WriteOff.objects.get().state == "WAITING"
    withdraw_write_off(**world.who(world.accountant), request_id=asked["request_id"])
    rejected = world.write_off((first, 400))
    world.decide(decide_write_off, rejected["request_id"], approve=False, note="先起诉")
    assert [row.state for row in WriteOff.objects.order_by("pk")] == ["WITHDRAWN", "REJECTED"]
    first.refresh_from_db()
    assert first.outstanding_minor == 400 and check_provisions()[0].broken == ()


def parts(row: Receivable) -> tuple[int, int, int]:
    row.refresh_from_db()
    return row.outstanding_minor, row.written_off_minor, row.allocated_minor


def test_money_for_a_written_off_item_that_bounces_leaves_it_off_the_books_as_before(world: World) -> None:
    """Given 1,000 written off and 600 of a receipt booked for it; when the bank takes the money back, or the use is undone, the
    claim is off the books again to the fen in the same act, no late item appears, and nothing counts as recovered."""
    (item,) = world.books.invoice(world.books.customer("乙"), "F1", 1_000)
    world.decide(decide_write_off, world.write_off((item, 1_000))["request_id"])
    for undo in ("bounce", "undo"):
        money = world.books.receipt(700, item.customer_id, date(2026, 3, 1))
        done = book_recovery(**world.who(world.accountant), draft=RecoveryDraft(money.pk, item.pk, 600))
        assert parts(item) == (0, 400, 600)
        if undo == "bounce":
            call: dict[str, Any] = {"receipt_id": money.pk, "reason": BounceReason.BOUNCED}
            bounce_receipt(**world.who(world.accountant), effective_date=TODAY, **call)
        else:
            ids = [done["posting_id"]]
            reverse_allocations(**world.who(world.accountant), posting_ids=ids, effective_date=TODAY)
        assert parts(item) == (0, 1_000, 0)
        money.refresh_from_db()
        assert money.unapplied_minor == (0 if undo == "bounce" else 700)
    (row,) = written_off_page(actor=world.accountant).rows
    assert (row.still_minor, row.recovered_minor) == (1_000, 0)
    shown = write_off_shown(actor=world.accountant, write_off_id=WriteOff.objects.get().pk)
    assert [one.is_taken_back for one in shown.recoveries] == [True, True]
    assert [one.broken for check in CHECKS for one in check() if one.broken] == []


def test_a_write_off_is_taken_back_by_two_people_and_only_what_is_still_off_the_books(world: World) -> None:
    (item,) = world.books.invoice(world.books.customer("乙"), "F1", 1_000)
    off = world.write_off((item, 800))
    ask = {"write_off_id": off["write_off_id"], "reason": "找到了付款人"}
    with pytest.raises(Refused, match="WRITE_OFF_NOT_POSTED"):
        request_reversal(**world.who(world.accountant, today=TODAY), **ask)
    world.decide(decide_write_off, off["request_id"])
    money = world.books.receipt(300, item.customer_id, date(2026, 3, 1))
    book_recovery(**world.who(world.accountant), draft=RecoveryDraft(money.pk, item.pk, 300))
    with pytest.raises(NotPermitted):
        request_reversal(**world.who(world.people.owner, today=TODAY), **ask)
    with pytest.raises(Refused, match="WRITE_OFF_REASON"):
        request_reversal(**world.who(world.accountant, today=TODAY), **{**ask, "reason": " "})
    rejected = request_reversal(**world.who(world.accountant, today=TODAY), **ask)["request_id"]
    with pytest.raises(Refused, match="WRITE_OFF_REVERSED"):
        request_reversal(**world.who(world.accountant, today=TODAY), **ask)
    world.decide(decide_write_off, rejected, approve=False, note="证据不足")
    withdrawn = request_reversal(**world.who(world.accountant, today=TODAY), **ask)["request_id"]
    withdraw_write_off(**world.who(world.accountant), request_id=withdrawn)
    taken = request_reversal(**world.who(world.accountant, today=TODAY), **ask)["request_id"]
    alone = replace(world.accountant, verbs=world.accountant.verbs | {Verb.WRITE_OFF})
    with pytest.raises(NotPermitted, match="APPROVER_IS_REQUESTER"):
        world.decide(decide_write_off, taken, by=alone)
    assert parts(item) == (200, 500, 300)
    world.decide(decide_write_off, taken)
    assert parts(item) == (700, 0, 300)
    shown = write_off_shown(actor=world.accountant, write_off_id=off["write_off_id"])
    assert [(one.state.value, one.amount_minor) for one in shown.reversals] == [
        ("REJECTED", None),
        ("WITHDRAWN", None),
        ("POSTED", 500),
    ]
    with pytest.raises(Refused, match="WRITE_OFF_REVERSED"):
        request_reversal(**world.who(world.accountant, today=TODAY), **ask)
    assert [one.broken for check in CHECKS for one in check() if one.broken] == []


def test_the_check_names_what_does_not_add_up(world: World) -> None:
    golden(world)
    world.matrix()
    world.propose()
    (row,) = world.books.invoice(world.books.customer("乙"), "F9", 1_000)
    world.write_off((row, 1_000))
    ProvisionRun.objects.update(balance_minor=1 + 528_000_00)
    WriteOff.objects.update(amount_minor=999, state="REJECTED")
    told = [one.object.split()[0] for one in check_provisions()[0].broken]
    assert told == ["provision", "write-off", "write-off"] and RunLine.objects.count() == 5
