"""Conduct as acts: what is found from the rows, judged by a person, reviewed, appealed and decided by somebody else."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from huikuan.activities.operations import ActivityDraft, record_activity
from huikuan.activities.rules import ActivityKind, NextStep, Outcome
from huikuan.bills.operations.dishonouring import Dishonour, dishonour_part
from huikuan.bills.operations.presenting import present_part
from huikuan.bills.operations.receiving import PaperDraft, receive_paper
from huikuan.bills.rules.numbers import BillRange
from huikuan.causes.operations.recording import record_cause
from huikuan.causes.rules.causes import Cause, CauseDraft
from huikuan.conduct.checks import check_conduct
from huikuan.conduct.models import Appeal, Judgement, Sign
from huikuan.conduct.operations.judging import Verdict, decide_appeal, file_appeal, judge_conduct
from huikuan.conduct.operations.signing import PolicyDraft, record_sign, save_policy, take_back_sign
from huikuan.conduct.queries.grounds import proposals_of
from huikuan.conduct.queries.judgements import (
    appeals_of,
    judgements_in_force,
    judgements_of,
    natures,
    open_appeals,
    policy_in_force,
    signs_of,
    steps_of,
)
from huikuan.conduct.rules.judging import AppealDraft, JudgementDraft, SignDraft
from huikuan.conduct.rules.weighing import ConductPolicy, Ground, Nature, Proposal
from huikuan.disputes.operations import decide_dispute, open_dispute
from huikuan.disputes.rules import Decision, DisputedItem, DisputeDraft, Event, Reason
from huikuan.kernel.actor import SYSTEM, Actor
from huikuan.kernel.refusal import Changed, NotPermitted, Refused
from huikuan.promises.operations.judging import judge_promises
from huikuan.promises.operations.promising import make_promise
from huikuan.promises.rules import Channel, PromiseDraft
from huikuan.receipts.operations.money import bounce_receipt
from huikuan.receipts.rules import BounceReason, ReceiptMethod
from huikuan.receivables.models import Receivable
from tests.books import NOW, Books, new_books
from tests.people import new_people

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 2)
AFTER = date(2026, 4, 1)
PAPER = ("登记.pdf", b"%PDF-1.7 pledge")


def promise_broken(books: Books, row: Receivable, made: date = TODAY) -> None:
    day = made + timedelta(days=3)
    draft = PromiseDraft(row.customer_id, row.company_id, "CNY", 100, day, "高伟", Channel.CALL, "", "", (row.pk,))
    make_promise(actor=SYSTEM, now=NOW, today=made, key=books.key(), draft=draft)
    judge_promises(actor=SYSTEM, now=NOW, key=books.key(), today=day + timedelta(days=10))


def unreached(books: Books, customer_id: int, *days: int, outcome: Outcome = Outcome.NOT_REACHED) -> None:
    for day in days:
        at = datetime(2026, 3, day, 2, tzinfo=UTC)
        step = NextStep("再打", date(2026, 4, 30))
        draft = ActivityDraft(
            customer_id=customer_id, company_id=None, kind=ActivityKind.CALL, at=at, text="无人接听", outcome=outcome,
            next_step=step,
        )  # fmt: skip
        record_activity(actor=SYSTEM, now=at, today=at.date(), key=books.key(), activity=draft)


def proposed(customer_id: int, actor: Actor = SYSTEM) -> Proposal:
    return proposals_of(actor=actor, customer_ids=[customer_id], today=AFTER, policy=ConductPolicy())[customer_id]


def grounds(proposal: Proposal) -> dict[str, int]:
    return {one.ground.value: one.times for one in (*proposal.reasons, *proposal.counters)}


def evader(books: Books, **more: Any) -> Receivable:
    """A buyer who broke two promises and was not reached four times in a row: 60 points."""
    (row,) = books.invoice(books.customer("乙", **more), "F1", 1_000)
    promise_broken(books, row)
    promise_broken(books, row, date(2026, 3, 20))
    unreached(books, row.customer_id, 21, 22, 23, 24)
    return row


def judged(books: Books, actor: Actor, customer_id: int, seen: int = 0, nature: Nature = Nature.MALICIOUS) -> int:
    draft = JudgementDraft(customer_id, nature, "两次失约，四次联系不上", None, seen)
    done = judge_conduct(actor=actor, now=NOW, today=AFTER, key=books.key(), draft=draft)
    return int(done["judgement_id"])


def test_signs_and_what_speaks_against_them_are_found_from_the_rows() -> None:
    books, people = new_books(), new_people()
    row = evader(books)
    buyer = row.customer_id
    proposal = proposed(buyer)
    assert (proposal.nature, proposal.points) == (Nature.MALICIOUS, 60)
    assert grounds(proposal) == {"PROMISES_BROKEN": 2, "NOT_REACHED": 4}
    assert [trace.kind for trace in proposal.reasons[0].traces] == ["promise", "promise"]
    about = DisputeDraft(buyer, books.company_id, "CNY", Reason.PRICE, "单价", (DisputedItem(row.pk, 100),))
    late = open_dispute(actor=SYSTEM, now=NOW, today=TODAY, key=books.key(), draft=about)
    money = books.receipt(200, buyer, date(2026, 3, 3))
    bounced = {"receipt_id": money.pk, "effective_date": date(2026, 3, 5), "reason": BounceReason.BOUNCED}
    bounce_receipt(actor=SYSTEM, now=datetime(2026, 3, 5, 2, tzinfo=UTC), key=books.key(), **bounced)  # type: ignore[arg-type]
    assert grounds(proposed(buyer)) == {"PROMISES_BROKEN": 2, "NOT_REACHED": 4, "LATE_DISPUTES": 1, "BOUNCED": 1}
    decision = Decision(Event.ACCEPT, "确实报错价")
    decide_dispute(actor=SYSTEM, now=NOW, today=TODAY, key=books.key(), **late, decision=decision)
    step = CauseDraft(
        buyer,
        books.company_id,
        "CNY",
        Cause.PROCESS_BLOCKED,
        "验收单未签",
        (row.pk,),
        people.owner.user_id or 0,
        (PAPER,),
    )
    record_cause(actor=SYSTEM, now=NOW, today=TODAY, key=books.key(), draft=step)
    unreached(books, buyer, 25, outcome=Outcome.REACHED)
    assert grounds(proposed(buyer)) == {
        "PROMISES_BROKEN": 2, "BOUNCED": 1, "DISPUTES_ACCEPTED": 1, "PROCESS_BLOCKED": 1,
    }  # fmt: skip
    planned = {"customer_ids": [buyer], "today": AFTER, "policy": ConductPolicy(), "with_plan": [buyer]}
    assert grounds(proposals_of(actor=SYSTEM, **planned)[buyer])["RUNNING_PLAN"] == 1  # type: ignore[arg-type]
    assert grounds(proposed(buyer, people.colleague)) == {}


def test_many_customers_cost_as_many_queries_as_one() -> None:
    books = new_books()
    buyers, asked = [evader(books).customer_id], []
    for number in range(2):
        with CaptureQueriesContext(connection) as queries:
            found = proposals_of(actor=SYSTEM, customer_ids=buyers, today=AFTER, policy=ConductPolicy())
        asked.append(len(queries))
        assert len(found) == number + 1
        (paid,) = books.invoice(books.customer(f"买方{number}"), "F9", 1_000, date(2026, 3, 9))
        books.allocate(books.receipt(1_000, paid.customer_id, date(2026, 3, 1)), (paid, 1_000))
        buyers.append(paid.customer_id)
    assert asked[0] == asked[1] <= 9


def test_a_person_judges_and_the_next_judgement_replaces_the_one_before() -> None:
    books, people = new_books(), new_people()
    buyer = evader(books, salesperson_id=people.owner.user_id).customer_id
    first = judged(books, people.director, buyer)
    (row,) = judgements_of(actor=people.owner, customer_id=buyer)
    assert (row.nature, row.proposed, row.points_for) == (Nature.MALICIOUS, Nature.MALICIOUS, 60)
    assert row.review_on == AFTER + timedelta(days=90)
    assert row.grounds == ((Ground.PROMISES_BROKEN, 2, 40), (Ground.NOT_REACHED, 4, 20))
    assert natures(customer_ids=[buyer]) == {buyer: Nature.MALICIOUS}
    assert judgements_in_force(actor=SYSTEM, review_until=AFTER) == ()
    with pytest.raises(Changed, match="JUDGEMENT_CHANGED"):
        judged(books, people.manager, buyer)
    appeal = AppealDraft("已还清一半", "高伟", PAPER)
    file_appeal(actor=people.owner, now=NOW, today=AFTER, key=books.key(), judgement_id=first, draft=appeal)
    judged(books, people.manager, buyer, first, Nature.NOT_MALICIOUS)
    assert natures(customer_ids=[buyer]) == {buyer: Nature.NOT_MALICIOUS}
    assert [one.state.value for one in appeals_of(actor=people.owner, customer_id=buyer)] == ["LAPSED"]
    assert [step.event.value for step in steps_of(judgement_ids=[first])] == ["REPLACE", "APPEAL", "JUDGE"]
    assert judgements_of(actor=people.colleague, customer_id=buyer) == ()
    assert check_conduct()[0].broken == ()
    Judgement.objects.filter(pk=first).update(state="OVERTURNED", points_for=1)
    assert len(check_conduct()[0].broken) == 3


def test_an_appeal_is_decided_by_another_person_and_upheld_ends_the_judgement() -> None:
    books, people = new_books(), new_people()
    buyer = evader(books, salesperson_id=people.owner.user_id).customer_id
    pk = judged(books, people.director, buyer)

    def appealed(draft: AppealDraft = AppealDraft("法院冻结的是另一账户", "高伟")) -> int:  # noqa: B008
        done = file_appeal(actor=people.owner, now=NOW, today=AFTER, key=books.key(), judgement_id=pk, draft=draft)
        return int(done["appeal_id"])

    for draft, code in ((AppealDraft(" ", "高伟"), "REASON_NEEDED"), (AppealDraft("不服", ""), "APPEAL_BY_WHOM")):
        with pytest.raises(Refused, match=code):
            appealed(draft)

    def decided(actor: Actor, appeal_id: int, verdict: Verdict) -> None:
        decide_appeal(actor=actor, now=NOW, today=AFTER, key=books.key(), appeal_id=appeal_id, verdict=verdict)

    first = appealed()
    with pytest.raises(Changed, match="JUDGEMENT_CHANGED"):
        appealed()
    with pytest.raises(NotPermitted, match="APPEAL_OWN_JUDGEMENT"):
        decided(people.director, first, Verdict(True, "我判的"))
    with pytest.raises(NotPermitted, match="VERB_MISSING"):
        decided(people.owner, first, Verdict(True, "我的客户"))
    with pytest.raises(Refused, match="REASON_NEEDED"):
        decided(people.manager, first, Verdict(True, " "))
    decided(people.manager, first, Verdict(False, "无凭证"))
    assert natures(customer_ids=[buyer]) == {buyer: Nature.MALICIOUS}
    second = appealed(AppealDraft("补交法院文书", "高伟", PAPER))
    assert [one.id for one in open_appeals(actor=people.manager)] == [second]
    decided(people.manager, second, Verdict(True, "文书属实"))
    assert natures(customer_ids=[buyer]) == {} and open_appeals(actor=SYSTEM) == ()
    with pytest.raises(Changed, match="APPEAL_CHANGED"):
        decided(people.manager, second, Verdict(False, "再判"))
    with pytest.raises(Changed, match="JUDGEMENT_CHANGED"):
        appealed()
    assert check_conduct()[0].broken == ()
    assert Appeal.objects.count() == 2


def test_signs_need_a_paper_and_count_until_they_are_taken_back() -> None:
    books, people = new_books(), new_people()
    buyer = books.customer("乙", salesperson_id=people.owner.user_id)
    draft = SignDraft(buyer, Ground.ASSET_FLIGHT, "设备抵押给关联公司", TODAY, PAPER)
    with pytest.raises(Refused, match="SIGN_WITHOUT_PAPER"):
        record_sign(
            actor=people.owner, now=NOW, today=TODAY, key=books.key(),
            draft=SignDraft(buyer, Ground.ASSET_FLIGHT, "听说", TODAY, ("x", b"")),
        )  # fmt: skip
    with pytest.raises(NotPermitted):
        record_sign(actor=people.colleague, now=NOW, today=TODAY, key=books.key(), draft=draft)
    done = record_sign(actor=people.owner, now=NOW, today=TODAY, key=books.key(), draft=draft)
    assert grounds(proposed(buyer)) == {"ASSET_FLIGHT": 1}
    assert [one.document_name for one in signs_of(actor=people.owner, customer_id=buyer)] == ["登记.pdf"]
    assert signs_of(actor=people.colleague, customer_id=buyer) == ()

    def back(reason: str) -> None:
        take_back_sign(actor=people.owner, now=NOW, key=books.key(), reason=reason, **done)

    with pytest.raises(Refused, match="REASON_NEEDED"):
        back(" ")
    back("查无此事")
    assert grounds(proposed(buyer)) == {} and Sign.objects.count() == 1
    with pytest.raises(NotPermitted, match="SIGN_NOT_VISIBLE"):
        back("再来")


def test_who_may_judge_and_change_the_policy() -> None:
    books, people = new_books(), new_people()
    buyer = evader(books, salesperson_id=people.owner.user_id).customer_id
    refused: list[tuple[Callable[[], object], str]] = [
        (lambda: judged(books, people.owner, buyer), "VERB_MISSING"),
        (lambda: judged(books, people.accountant, buyer), "VERB_MISSING"),
        (lambda: judged(books, SYSTEM, buyer), "JUDGED_BY_A_PERSON"),
        (lambda: _save(books, people.owner, ConductPolicy()), "VERB_MISSING"),
    ]
    for call, code in refused:
        with pytest.raises(NotPermitted, match=code):
            call()
    assert Judgement.objects.count() == 0
    _save(books, people.director, ConductPolicy(threshold=100, review_days=30))
    assert (policy_in_force().number, policy_in_force().threshold) == (1, 100)
    assert policy_in_force().weights == ConductPolicy().weights
    with pytest.raises(Changed, match="CONDUCT_POLICY_CHANGED"):
        _save(books, people.director, ConductPolicy())
    with pytest.raises(Refused, match="CONDUCT_POLICY_DAYS"):
        _save(books, people.director, ConductPolicy(review_days=0))
    judged(books, people.manager, buyer)
    (row,) = judgements_in_force(actor=SYSTEM, review_until=AFTER + timedelta(days=30))
    assert (row.proposed, row.nature, row.policy_number) == (Nature.NOT_MALICIOUS, Nature.MALICIOUS, 1)


def _save(books: Books, actor: Actor, policy: ConductPolicy) -> None:
    save_policy(actor=actor, now=NOW, key=books.key(), draft=PolicyDraft(policy, "试行", 0))


@pytest.mark.parametrize(
    ("drawer", "acceptor", "times"), [("丙集团", "丁银行", 0), ("乙公司", "丁银行", 1), ("丙集团", "乙公司", 1)]
)
def test_a_dishonoured_bill_is_a_sign_of_who_drew_or_accepted_it(drawer: str, acceptor: str, times: int) -> None:
    """Given a bill he passed on, when it is dishonoured, then it speaks against him only where he was to pay it."""
    books = new_books()
    buyer = books.customer("乙公司")
    paper = PaperDraft(
        kind=ReceiptMethod.COMMERCIAL_BILL, number="6" + "1" * 12 + "20260115" + "00000123" + "4", drawer=drawer,
        acceptor=acceptor, issued_on=date(2026, 1, 15), matures_on=date(2026, 2, 27), received_on=date(2026, 2, 10),
        customer_id=buyer, range=BillRange(1, 100_000),
    )  # fmt: skip
    act: dict[str, Any] = {"actor": SYSTEM, "now": NOW}
    done = receive_paper(**act, key=books.key(), company_id=books.company_id, draft=paper)
    present_part(**act, key=books.key(), part_id=done["part_id"], on=date(2026, 2, 27))
    dishonour_part(**act, key=books.key(), part_id=done["part_id"], what=Dishonour(TODAY))
    assert grounds(proposed(buyer)).get("BOUNCED", 0) == times
