"""Other creditors: known with a source, and joint steps that one of our people does by hand after reading the caution."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.utils import translation

from huikuan.activities.models import Activity
from huikuan.creditors.operations import attach_paper, end_creditor, end_step, plan_step, record_creditor
from huikuan.creditors.queries import creditors_of, planned_steps
from huikuan.creditors.rules import Confidence, CreditorDraft, Source, StepDraft, StepEvent, StepKind, StepState
from huikuan.kernel.refusal import Changed, NotPermitted, Refused
from huikuan.wording.worklist import reason_words
from huikuan.worklist.queries import worklist
from tests.books import NOW, Books, new_books
from tests.people import People, new_people

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 2)


@pytest.fixture
def books() -> Books:
    return new_books()


@pytest.fixture
def people() -> People:
    return new_people()


def draft_of(customer_id: int) -> CreditorDraft:
    return CreditorDraft(
        customer_id,
        "丁供应商",
        "包装材料",
        Source.COURT_RECORD,
        Confidence.PROVEN,
        TODAY,
        8_000_000,
        note="（2026）沪0115民初1号",
    )


def test_a_creditor_is_known_with_his_source_and_a_joint_step_ends_on_the_time_line(
    books: Books, people: People
) -> None:
    customer = books.customer("乙公司", salesperson_id=people.owner.user_id)
    who: dict[str, Any] = {"actor": people.owner, "now": NOW}
    made = record_creditor(**who, today=TODAY, key="c", draft=draft_of(customer))["creditor_id"]
    attach_paper(**who, key="p", creditor_id=made, name="判决书.pdf", content=b"%PDF-1.7")
    step = StepDraft(StepKind.JOINT_TALK, date(2026, 3, 9), people.owner.user_id or 0, "约财务总监面谈", True)
    planned = plan_step(**who, today=TODAY, key="s", creditor_id=made, draft=step)["step_id"]
    assert [one.id for one in planned_steps(actor=people.owner, until=date(2026, 3, 9))] == [planned]
    found = {day: [row.task for row in worklist(actor=people.owner, today=date(2026, 3, day)).rows] for day in (8, 9)}
    (task,) = found[9]
    assert (found[8], task.reason, task.customer_id) == ([], "JOINT_STEP_TODAY", customer)
    with translation.override("zh-hans"):
        assert "《反垄断法》" in reason_words(code=task.reason, parameters=task.parameters), "the caution is said"
    end_step(**who, key="e", step_id=planned, event=StepEvent.DO, result="答应四月付三成")
    (row,) = creditors_of(actor=people.owner, customer_id=customer)
    assert (row.owed_minor, row.steps[0].state, len(row.papers)) == (8_000_000, StepState.DONE, 1)
    assert Activity.objects.get(customer_id=customer).text == "丁供应商: 约财务总监面谈\n答应四月付三成"
    assert planned_steps(actor=people.owner, until=date(2026, 3, 9)) == ()
    with pytest.raises(Changed, match="STEP_CHANGED"):
        end_step(**who, key="f", step_id=planned, event=StepEvent.DROP, result="算了")
    assert Activity.objects.count() == 1
    end_creditor(**who, key="g", creditor_id=made)
    with pytest.raises(Changed, match="CREDITOR_CHANGED"):
        end_creditor(**who, key="h", creditor_id=made)
    # a colleague who does not see the customer sees none of it
    assert creditors_of(actor=people.colleague, customer_id=customer) == ()
    for act, more in (
        (end_creditor, {"creditor_id": made}),
        (attach_paper, {"creditor_id": made, "name": "x", "content": b"x"}),
    ):
        with pytest.raises(NotPermitted):
            act(actor=people.colleague, now=NOW, key="x", **more)
    with pytest.raises(NotPermitted):
        end_step(actor=people.colleague, now=NOW, key="y", step_id=planned, event=StepEvent.DROP, result="x")


def test_what_is_wrong_with_a_creditor_or_a_step_is_said(books: Books, people: People) -> None:
    customer = books.customer("乙公司")
    who: dict[str, Any] = {"actor": people.accountant, "now": NOW, "today": TODAY}
    good = draft_of(customer)
    wrong: tuple[tuple[dict[str, Any], str], ...] = (
        ({"name": " "}, "CREDITOR_NAME"),
        ({"seen_on": date(2026, 3, 3)}, "CREDITOR_SEEN_AHEAD"),
        ({"owed_minor": 0}, "CREDITOR_OWED"),
        ({"note": "x" * 1_001}, "CREDITOR_TOO_LONG"),
        ({"confidence": Confidence.HEARSAY, "note": " "}, "CREDITOR_HEARSAY_SAYS_WHO"),
        ({"source": Source.OTHER, "note": " "}, "CREDITOR_SOURCE_SAYS_WHICH"),
    )
    for place, (changes, code) in enumerate(wrong):
        with pytest.raises(Refused, match=code):
            record_creditor(**who, key=f"c{place}", draft=replace(good, **changes))
    made = record_creditor(**who, key="ok", draft=good)["creditor_id"]
    step = StepDraft(StepKind.BANKRUPTCY, TODAY, people.owner.user_id or 0, "请律师判断", True)
    wrong = (
        ({"text": ""}, "STEP_TEXT"),
        ({"on": date(2026, 3, 1)}, "STEP_DAY_PAST"),
        ({"has_read_caution": False}, "STEP_CAUTION_UNREAD"),
        ({"owner_id": 0}, "STEP_OWNER"),
    )
    for place, (changes, code) in enumerate(wrong):
        with pytest.raises(Refused, match=code):
            plan_step(**who, key=f"s{place}", creditor_id=made, draft=replace(step, **changes))
    planned = plan_step(**who, key="ok2", creditor_id=made, draft=step)["step_id"]
    del who["today"]
    for result, code in ((" ", "REASON_NEEDED"), ("x" * 1_001, "STEP_TEXT")):
        with pytest.raises(Refused, match=code):
            end_step(**who, key="e" + code, step_id=planned, event=StepEvent.DROP, result=result)
    end_step(**who, key="drop", step_id=planned, event=StepEvent.DROP, result="律师建议不申请")
    for reached in (end_step,):
        with pytest.raises(NotPermitted):
            reached(**who, key="no", step_id=999, event=StepEvent.DROP, result="x")
    with pytest.raises(NotPermitted):
        end_creditor(**who, key="no2", creditor_id=999)
