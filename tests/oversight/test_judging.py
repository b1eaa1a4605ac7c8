"""What people say of a flag: with a note, never about themselves; who is named in one does not even see it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from huikuan.kernel.actor import SYSTEM, Actor
from huikuan.kernel.refusal import Changed, NotPermitted, Refused
from huikuan.oversight.models import Flag, FlagEvent, Run
from huikuan.oversight.operations.judging import judge_flag, set_watch_policy
from huikuan.oversight.queries import FlagFilter, flag_counts, flag_events, flag_page, flag_row, policy_in_force
from huikuan.oversight.rules.flags import Event, Found, Kind, Person, Policy
from tests.books import NOW
from tests.oversight.office import Watched, new_watched

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> Watched:
    office = new_watched()
    office.cash(8_800, date(2026, 2, 1))
    office.look()
    return office


def judge(office: Watched, actor: Actor, event: Event = Event.EXPLAIN, note: str = "已当面点清入账") -> str:
    flag_id = Flag.objects.get().pk
    done = judge_flag(actor=actor, now=NOW, key=office.books.key(), flag_id=flag_id, event=event, note=note)
    return str(done["state"])


def test_a_flag_is_explained_opened_again_and_confirmed(office: Watched) -> None:
    auditor, director = office.people.auditor, office.people.director
    assert judge(office, auditor) == "EXPLAINED"
    flag = Flag.objects.get()
    assert (flag.judged_by_id, flag.note) == (auditor.user_id, "已当面点清入账")
    with pytest.raises(Changed, match="FLAG_CHANGED"):
        judge(office, director, Event.DISMISS)
    assert judge(office, director, Event.REOPEN, "凭证对不上") == "OPEN"
    assert judge(office, director, Event.CONFIRM, "现金未入账") == "CONFIRMED"
    said = [(one.event, one.who, one.note) for one in flag_events(flag_id=flag.pk)]
    assert said == [
        ("CONFIRM", "director", "现金未入账"),
        ("REOPEN", "director", "凭证对不上"),
        ("EXPLAIN", "auditor", "已当面点清入账"),
    ]
    office.look(date(2026, 3, 3))
    assert Flag.objects.get().state == "CONFIRMED"


def test_who_is_named_in_a_flag_neither_sees_nor_judges_it(office: Watched) -> None:
    named = replace(office.people.auditor, user_id=office.people.owner.user_id, name="owner")
    everything = FlagFilter()
    assert flag_page(actor=named, narrowed=everything).count == 0
    assert flag_counts(actor=named) == {}
    assert flag_row(actor=named, flag_id=Flag.objects.get().pk) is None
    with pytest.raises(NotPermitted, match="FLAG_NOT_VISIBLE"):
        judge(office, named)
    assert flag_page(actor=office.people.auditor, narrowed=everything).count == 1


def test_everybody_named_is_kept_and_none_of_them_sees_or_judges_it(office: Watched) -> None:
    """Who asked for a limit, who approved it and who placed the order are three."""
    people = office.people
    named = [Person(actor.user_id, actor.name) for actor in (people.colleague, people.director, people.auditor)]
    found = Found(Kind.LIMIT_BEFORE_ORDER, "k", date(2026, 3, 1), (*named, named[0], Person(None, "system")), ())
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("huikuan.oversight.operations.watching.findings", lambda **_: (found,))
        office.look(date(2026, 3, 3))
    flag = Flag.objects.get(key="k")
    watcher = replace(people.auditor, user_id=987_654, name="other")
    for actor, seen in ((people.director, False), (people.auditor, False), (watcher, True)):
        assert (flag_row(actor=actor, flag_id=flag.pk) is not None) is seen
        assert flag_page(actor=actor, narrowed=FlagFilter(kind="LIMIT_BEFORE_ORDER")).count == seen
    with pytest.raises(NotPermitted, match="FLAG_NOT_VISIBLE"):
        judge_flag(actor=people.auditor, now=NOW, key="j", flag_id=flag.pk, event=Event.EXPLAIN, note="没问题")
    row = flag_row(actor=watcher, flag_id=flag.pk)
    assert row is not None
    assert row.people == ("colleague", "director", "auditor")
    assert flag_page(actor=watcher, narrowed=FlagFilter(search="audit")).count == 1


def test_the_database_refuses_a_judgement_about_oneself(office: Watched) -> None:
    owner = office.people.owner.user_id
    said = {"state": "EXPLAINED", "judged_at": NOW, "note": "没问题", "judged_by_id": owner}
    with pytest.raises(DatabaseError, match="oversight_not_by_oneself"), transaction.atomic():
        Flag.objects.update(**said)


def test_salespersons_never_see_flags(office: Watched) -> None:
    people = office.people
    for actor in (people.owner, people.colleague, people.manager, people.accountant, people.nobody):
        assert flag_page(actor=actor, narrowed=FlagFilter()).count == 0
        with pytest.raises(NotPermitted, match="VERB_MISSING"):
            judge(office, actor)


def test_a_page_of_flags_costs_three_queries(office: Watched, django_assert_num_queries: Any) -> None:
    for minor in (7_700, 6_600):
        office.cash(minor, date(2026, 2, 1))
    office.look(date(2026, 3, 3))
    with django_assert_num_queries(3):
        assert flag_page(actor=office.people.auditor, narrowed=FlagFilter()).count == 3


def test_flags_of_another_own_company_are_not_seen(office: Watched) -> None:
    elsewhere = replace(office.people.auditor, company_ids=frozenset({office.books.company_id + 1}))
    here = replace(office.people.auditor, company_ids=frozenset({office.books.company_id}))
    assert [flag_page(actor=one, narrowed=FlagFilter()).count for one in (elsewhere, here)] == [0, 1]


def test_a_note_and_a_person_are_needed(office: Watched) -> None:
    with pytest.raises(Refused, match="FLAG_NOTE_MISSING"):
        judge(office, office.people.auditor, note="  ")
    with pytest.raises(Refused, match="PERSON_NEEDED"):
        judge(office, SYSTEM)


def test_flags_are_narrowed(office: Watched) -> None:
    auditor = office.people.auditor
    for narrowed, count in (
        (FlagFilter(state="OPEN"), 1),
        (FlagFilter(state="DISMISSED"), 0),
        (FlagFilter(kind="CASH_UNMATCHED"), 1),
        (FlagFilter(kind="ROUND_TRIP"), 0),
        (FlagFilter(customer_id=office.customer), 1),
        (FlagFilter(customer_id=office.customer + 1), 0),
        (FlagFilter(search="乙"), 1),
        (FlagFilter(search="own"), 1),
        (FlagFilter(search="丙"), 0),
    ):
        assert flag_page(actor=auditor, narrowed=narrowed).count == count, narrowed


def test_thresholds_are_decided_in_versions_and_hold_at_the_next_look(office: Watched) -> None:
    assert (policy_in_force().number, policy_in_force().policy) == (0, Policy())
    director = office.people.director
    set_watch_policy(actor=director, now=NOW, key="p", policy=Policy(cash_days=3), reason="收紧", seen=0)
    assert (policy_in_force().number, policy_in_force().policy.cash_days) == (1, 3)
    office.cash(9_900, date(2026, 2, 28))
    office.look(date(2026, 3, 4))
    assert Run.objects.latest("pk").policy_number == 1
    assert Flag.objects.count() == 2
    for policy, reason, code in ((Policy(cash_days=-1), "x", "WATCH_POLICY_FAULTY"), (Policy(), " ", "NOTE_MISSING")):
        with pytest.raises(Refused, match=code):
            set_watch_policy(actor=director, now=NOW, key="q", policy=policy, reason=reason, seen=1)
    with pytest.raises(NotPermitted):
        set_watch_policy(actor=office.people.auditor, now=NOW, key="q", policy=Policy(), reason="x", seen=1)


def test_of_two_who_decide_the_thresholds_one_looks_again(office: Watched, monkeypatch: pytest.MonkeyPatch) -> None:
    def save(key: str) -> None:
        set_watch_policy(
            actor=office.people.director, now=NOW, key=key, policy=Policy(cash_days=3), reason="收紧", seen=0
        )

    save("a")
    with pytest.raises(Changed, match="WATCH_POLICY_CHANGED"):
        save("b")
    looks = iter((replace(policy_in_force(), number=0), policy_in_force()))
    monkeypatch.setattr("huikuan.oversight.operations.judging.policy_in_force", lambda: next(looks))
    with pytest.raises(Changed, match="WATCH_POLICY_CHANGED") as caught:
        save("c")
    assert caught.value.parameters == {"number": 1}


def test_history_is_never_changed_and_a_flag_never_deleted(office: Watched) -> None:
    judge(office, office.people.auditor)
    faults = (
        lambda: FlagEvent.objects.update(note="x"),
        lambda: Run.objects.update(found=0),
        lambda: Flag.objects.all()._raw_delete("default"),
    )
    for fault in faults:
        with pytest.raises(DatabaseError), transaction.atomic():
            fault()
