"""Debts without a cause, what is ours to mend, reviews and appeals stand in Today for whoever can deal with them."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from huikuan.causes.operations.recording import record_cause
from huikuan.causes.rules.causes import Cause, CauseDraft, Mend
from huikuan.conduct.operations.judging import file_appeal, judge_conduct
from huikuan.conduct.queries.grounds import malice_proposed
from huikuan.conduct.rules.judging import AppealDraft, JudgementDraft
from huikuan.conduct.rules.weighing import ConductPolicy, Nature
from huikuan.kernel.actor import SYSTEM, Actor
from huikuan.worklist.causing import causes_waiting
from huikuan.worklist.rules.tasks import WorklistPolicy
from tests.books import NOW, new_books
from tests.conduct.test_operations import AFTER, evader, promise_broken
from tests.people import new_people

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 2)


def waiting(actor: Actor, today: date = TODAY) -> list[tuple[str, str, int]]:
    tasks = causes_waiting(actor=actor, today=today, policy=WorklistPolicy())
    return [(task.reason, task.next_step.value, task.amount_minor) for task in tasks]


def test_what_waits_is_seen_by_who_can_deal_with_it() -> None:
    books, people = new_books(), new_people()
    owner = people.owner.user_id or 0
    buyer = books.customer("乙", salesperson_id=owner)
    ours, bare = (books.invoice(buyer, number, 1_000, date(2026, 1, 9))[0] for number in ("F1", "F2"))
    draft = CauseDraft(
        buyer, books.company_id, "CNY", Cause.OUR_INVOICE, "抬头错", (ours.pk,), owner, (("a.pdf", b"%PDF"),),
        mend=Mend("重开", owner, date(2026, 3, 6)),
    )  # fmt: skip
    act: dict[str, Any] = {"actor": SYSTEM, "now": NOW, "today": TODAY}
    record_cause(**act, key="c", draft=draft)
    caused = [("CAUSES_MISSING", "RECORD_CAUSES", bare.outstanding_minor), ("MEND_WAITS", "MEND_OURS", 1_000)]
    assert waiting(people.owner) == caused
    assert waiting(people.owner, date(2026, 3, 7))[1] == ("MEND_LATE", "MEND_OURS", 1_000)
    assert waiting(people.colleague) == []
    assert waiting(people.auditor) == caused[1:]
    judged = judge_conduct(
        **{**act, "actor": people.director}, key="j", draft=JudgementDraft(buyer, Nature.MALICIOUS, "转移资产")
    )
    file_appeal(**act, key="a", draft=AppealDraft("不服", "高伟"), **judged)
    assert waiting(people.director) == caused  # who judged does not decide the appeal
    assert waiting(people.manager) == [*caused, ("CONDUCT_APPEAL", "DECIDE_APPEAL", 2_000)]
    assert ("CONDUCT_REVIEW", "JUDGE_ANEW", 2_000) in waiting(people.director, date(2026, 5, 31))


def test_proposed_malice_waits_for_who_may_judge_until_somebody_did(django_assert_num_queries: Any) -> None:
    """Given signs from the threshold on, then he stands in Today of the judge; with a plan, paid or judged he does not."""
    people, books = new_people(), new_books()
    row = evader(books, salesperson_id=people.owner.user_id)
    proposed = ("CONDUCT_PROPOSED", "JUDGE_DEBTOR", 1_000)
    assert proposed in waiting(people.director, AFTER)
    assert proposed not in waiting(people.owner, AFTER)
    promise_broken(books, books.invoice(books.customer("丙"), "F2", 1_000)[0])  # one sign is not enough
    assert [one for one in waiting(people.director, AFTER) if one[0] == "CONDUCT_PROPOSED"] == [proposed]
    policy, asked = ConductPolicy(), {"actor": SYSTEM, "today": AFTER}
    with django_assert_num_queries(9):
        assert set(malice_proposed(**asked, policy=policy)) == {row.customer_id}  # type: ignore[arg-type]
    assert malice_proposed(**asked, policy=policy, with_plan=lambda: {row.customer_id}) == {}  # type: ignore[arg-type]
    draft = JudgementDraft(row.customer_id, Nature.NOT_MALICIOUS, "换了财务，电话换了")
    judge_conduct(actor=people.director, now=NOW, today=AFTER, key="j", draft=draft)
    assert proposed not in waiting(people.director, AFTER)
