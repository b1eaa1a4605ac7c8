"""The library is rewritten by whoever may, the sheet fills the script, and a contact recorded by the form is noted with its strategy."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.urls import reverse

from huikuan.activities.operations import ActivityDraft, record_activity
from huikuan.activities.rules import ActivityKind, NextStep, Outcome
from huikuan.conduct.queries.judgements import policy_in_force as judged_by
from huikuan.conduct.rules.weighing import ConductPolicy, Ground, Weight
from huikuan.kernel.actor import SYSTEM
from huikuan.playbook.models import StrategyUse
from huikuan.playbook.queries.library import measure_in_force, strategy_in_force
from huikuan.web.forms.playbook import first_values
from tests.books import NOW
from tests.web.office import KEY, Office

pytestmark = pytest.mark.django_db


def test_a_director_writes_the_next_version(office: Office) -> None:
    browser = office.browser("director")
    shipped = strategy_in_force(code="PERSISTENCE")
    assert shipped is not None
    values = {name: value for name, value in first_values(strategy=shipped).items() if value not in (None, False)}
    typed = {**values, "effort_minutes": 5, "reason": "实测", "seen": 0}
    address = reverse("edit_strategy", args=["PERSISTENCE"])
    assert browser.get(address).status_code == 200
    assert browser.post(address, {**typed, "key": KEY}).status_code == 303
    newest = strategy_in_force(code="PERSISTENCE")
    assert newest is not None
    assert (newest.number, newest.effort_minutes, newest.when, newest.script) == (1, 5, shipped.when, shipped.script)
    threat = {**typed, "script_zh": "不付款后果自负", "seen": 1, "key": f"{KEY}2"}
    refused = browser.post(address, threat)
    assert (refused.status_code, "后果自负" in refused.text) == (422, True)
    measured = {
        "within_days": 45,
        "success_permille": 500,
        "enough_cases": 25,
        "reason": "账期长",
        "seen": 0,
        "key": KEY + "3",
    }
    assert browser.post(reverse("playbook_measure"), measured).status_code == 303
    assert measure_in_force().within_days == 45


def test_a_director_writes_a_strategy_of_his_own_and_it_is_found(office: Office) -> None:
    browser = office.browser("director")
    shipped = strategy_in_force(code="PERSISTENCE")
    assert shipped is not None
    values = {name: value for name, value in first_values(strategy=shipped).items() if value not in (None, False)}
    typed = {
        **values,
        "title_zh": "年底对账催款",
        "grades": ["C"],
        "reason": "年底有效",
        "code": "YEAR_END",
        "key": KEY,
    }
    assert "Short name" in browser.get(reverse("new_strategy")).text
    taken = browser.post(reverse("new_strategy"), {**typed, "code": "PERSISTENCE"})
    assert (taken.status_code, "PERSISTENCE already" in taken.text) == (422, True)
    assert browser.post(reverse("new_strategy"), typed).status_code == 303
    newest = strategy_in_force(code="YEAR_END")
    assert newest is not None
    assert (newest.number, newest.when.grades, newest.title.zh) == (1, ("C",), "年底对账催款")
    page = browser.get(reverse("strategy", args=["YEAR_END"])).text
    assert "年底有效" in page and "王红" in page  # its version, with who wrote it and why
    assert "YEAR_END" in browser.get(reverse("playbook") + "?q=年底对账").text
    assert "YEAR_END" not in browser.get(reverse("playbook") + "?q=不存在的词").text


def test_every_figure_of_the_policy_of_signs_is_edited(office: Office) -> None:
    browser, now = office.browser("director"), ConductPolicy()
    address = reverse("conduct_policy")
    assert 'name="least_NOT_REACHED"' in browser.get(address).text
    figures = ("points", "least", "most")
    typed = {f"{name}_{one.value}": getattr(weight, name) for one, weight in now.weights.items() for name in figures}
    typed |= {name: getattr(now, name) for name in ("threshold", "least_kinds", "look_back_days", "review_days")}
    changed = {"least_NOT_REACHED": 5, "most_BOUNCED": 4, "threshold": 70, "reason": "实测", "seen": 0, "key": KEY}
    wrong = browser.post(address, {**typed, **changed, "most_BOUNCED": 0})
    assert (wrong.status_code, judged_by()) == (422, ConductPolicy())
    assert browser.post(address, {**typed, **changed}).status_code == 303
    found = judged_by()
    assert (found.number, found.threshold) == (1, 70)
    assert found.weights[Ground.NOT_REACHED] == Weight(5, 5, 6)
    assert found.weights[Ground.BOUNCED] == Weight(20, 1, 4)


def test_the_sheet_fills_the_script_and_the_contact_is_noted_with_its_strategy(office: Office) -> None:
    browser = office.browser("owner")
    sheet = browser.get(reverse("preparation", args=[office.customer])).text
    assert "Persistence" in sheet
    assert "CNY 1,234.50 is 21 days past due (items: 1)." in sheet
    assert "{{" not in sheet
    typed = {
        "kind": "CALL",
        "outcome": "REACHED",
        "text": "答应周五答复",
        "next_what": "CALL",
        "next_when": "TOMORROW",
        "strategy": "PERSISTENCE",
    }
    address = reverse("record_contact", args=[office.customer])
    for _ in range(2):  # a second click changes nothing
        assert browser.post(address, {**typed, "key": KEY}).status_code == 303
    use = StrategyUse.objects.get()
    assert (use.strategy, use.asked_minor, use.age, use.who_name) == ("PERSISTENCE", 123_450, "TO_30", "赵敏")
    assert browser.post(address, {**typed, "strategy": "NOPE", "key": f"{KEY}4"}).status_code == 422


def test_a_script_quotes_only_what_somebody_who_was_reached_said(office: Office) -> None:
    def told(day: int, outcome: Outcome, text: str) -> str:
        at = datetime(2026, 2, day, 2, tzinfo=UTC)
        call = ActivityDraft(office.customer, ActivityKind.CALL, at, text, outcome, NextStep("再打", date(2026, 3, 2)))
        record_activity(actor=SYSTEM, now=NOW, today=date(2026, 3, 2), key=f"said-{day}", activity=call)
        return office.browser("owner").get(reverse("preparation", args=[office.customer])).text

    assert "you said" not in told(23, Outcome.NOT_REACHED, "打了三次没人接，估计在躲我们")
    assert "you said: 月底有一笔回款" in told(24, Outcome.REACHED, "月底有一笔回款")
    for day, outcome in enumerate((Outcome.NOT_REACHED, Outcome.SENT, Outcome.NONE), 25):
        assert "you said: 月底有一笔回款" in told(day, outcome, "又没人接")
