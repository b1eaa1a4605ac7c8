"""Debts without a cause, what is ours to mend, reviews and appeals stand in Today for whoever can deal with them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from huikuan.accounts.operations.rates import RateDraft, enter_rates
from huikuan.causes.operations.recording import Mended, mark_mended, record_cause
from huikuan.causes.rules.causes import Cause, CauseDraft, Mend
from huikuan.conduct.operations.judging import file_appeal, judge_conduct
from huikuan.conduct.queries.grounds import malice_proposed
from huikuan.conduct.rules.judging import AppealDraft, JudgementDraft
from huikuan.conduct.rules.weighing import ConductPolicy, Nature
from huikuan.kernel.actor import SYSTEM, Actor
from huikuan.playbook.operations.writing import save_strategy
from huikuan.playbook.queries.library import shipped_strategies
from huikuan.playbook.rules.strategies import When
from huikuan.worklist.causing import causes_waiting
from huikuan.worklist.queries import worklist
from huikuan.worklist.rules.tasks import TaskKind, WorklistPolicy
from huikuan.worklist.rules.waiting import WaitsFor
from tests.books import NOW, new_books
from tests.conduct.test_operations import AFTER, evader, promise_broken
from tests.people import new_people
from tests.planned import planned

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


def test_what_is_ours_waits_apart_and_is_asked_for_again_once_mended() -> None:
    """Given half of a debt waits for us to mend an invoice, then Today asks for the other half; mended, for all of it."""
    books, people = new_books(), new_people()
    owner = people.owner.user_id or 0
    buyer = books.customer("乙", salesperson_id=owner)
    ours, _ = (books.invoice(buyer, number, 1_000, date(2026, 1, 9))[0] for number in ("F1", "F2"))
    draft = CauseDraft(
        buyer, books.company_id, "CNY", Cause.OUR_INVOICE, "抬头错", (ours.pk,), owner, (("a.pdf", b"%PDF"),),
        mend=Mend("重开", owner, date(2026, 3, 6)),
    )  # fmt: skip
    act: dict[str, Any] = {"actor": SYSTEM, "now": NOW, "today": TODAY}
    done = record_cause(**act, key="c", draft=draft)

    def asked() -> tuple[list[int], list[tuple[str, int, date | None]]]:
        found = worklist(actor=people.owner, today=TODAY)
        late = [row.task.amount_minor for row in found.rows if row.task.kind is TaskKind.OVERDUE]
        return late, [(one.waiting.waits_for, one.waiting.amount_minor, one.waiting.until) for one in found.waiting]

    assert asked() == ([1_000], [(WaitsFor.OUR_SIDE, 1_000, date(2026, 3, 6))])
    mark_mended(**act, key="m", mended=Mended(True, "已重开"), **done)
    assert asked() == ([2_000], [])


def test_the_strategy_follows_cause_nature_and_grade() -> None:
    """Given one debt, when a cause is recorded and a person judges, then Today names another strategy each time."""
    books, people = new_books(), new_people()
    owner = people.owner.user_id or 0
    buyer = books.customer("乙", salesperson_id=owner)
    (row,) = books.invoice(buyer, "F1", 1_000, date(2026, 1, 9))
    act: dict[str, Any] = {"actor": SYSTEM, "now": NOW, "today": TODAY}

    def strategy() -> tuple[str, dict[str, tuple[str, ...]]]:
        (one,) = (one for one in worklist(actor=people.owner, today=TODAY).rows if one.task.kind is TaskKind.OVERDUE)
        assert one.suggestion is not None
        return one.suggestion.strategy.code, {met.code: met.known for met in one.suggestion.conditions}

    plain = strategy()[0]
    cause = CauseDraft(buyer, books.company_id, "CNY", Cause.NO_MONEY, "停产", (row.pk,), owner, (("a.pdf", b"%PDF"),))
    record_cause(**act, key="c", draft=cause)
    code, known = strategy()
    assert (code, known["CAUSES"]) == ("DISCOUNT", ("NO_MONEY",))
    firm = replace(
        shipped_strategies()[0], code="FIRM_LINE", place=1, when=When(natures=("MALICIOUS",), causes=("NO_MONEY",))
    )
    save_strategy(actor=SYSTEM, now=NOW, key="s", strategy=firm, reason="恶意欠款先谈底线")
    assert strategy()[0] == "DISCOUNT"
    judge_conduct(
        **{**act, "actor": people.director}, key="j", draft=JudgementDraft(buyer, Nature.MALICIOUS, "转移资产")
    )
    code, known = strategy()
    assert plain != code == "FIRM_LINE"
    assert known["NATURES"] == ("MALICIOUS",)


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


def test_a_debtor_to_judge_is_weighed_by_the_currency_he_owes_most_in_by_the_rates() -> None:
    books, people = new_books(), new_people()
    buyer = books.customer("乙", salesperson_id=people.owner.user_id)
    books.invoice(buyer, "F1", 10_000)
    books.invoice(buyer, "F2", 2_000, currency="USD")
    enter_rates(actor=SYSTEM, now=NOW, key="rate", rates=[RateDraft(TODAY, "USD", "CNY", 7_000_000, "中国银行")])
    draft = JudgementDraft(buyer, Nature.MALICIOUS, "转移资产")
    judged = judge_conduct(actor=people.director, now=NOW, today=TODAY, key="j", draft=draft)
    file_appeal(actor=SYSTEM, now=NOW, today=TODAY, key="a", draft=AppealDraft("不服", "高伟"), **judged)
    assert ("CONDUCT_APPEAL", "DECIDE_APPEAL", 2_000) in waiting(people.manager)


def test_a_debt_under_a_plan_that_is_kept_needs_no_cause() -> None:
    books = new_books()
    (row,) = books.invoice(books.customer("乙"), "F1", 6_000_000)
    assert waiting(SYSTEM) == [("CAUSES_MISSING", "RECORD_CAUSES", 6_000_000)]
    planned(books, [row])
    assert waiting(SYSTEM) == []
    assert waiting(SYSTEM, date(2026, 4, 30)) == [("CAUSES_MISSING", "RECORD_CAUSES", 6_000_000)]
