"""Forged rows of oversight."""

from datetime import date

from django.db.models import F

from huikuan.oversight.operations.judging import judge_flag, set_watch_policy
from huikuan.oversight.rules.flags import Event, Policy
from tests.books import NOW
from tests.guards.tables import Guard, changed, copied
from tests.oversight.office import new_watched

GUARDS: tuple[Guard, ...] = (
    ("oversight.PolicyVersion", "number", copied()),
    ("oversight.PolicyVersion", "oversight_policy_says_why", copied(number=9, reason="")),
    ("oversight.Flag", "key", copied()),
    ("oversight.FlagPerson", "oversight_person_once", copied()),
    ("oversight.Flag", "oversight_judged_whole", changed(note="")),
    ("oversight.Flag", "oversight_not_by_oneself", changed(person_id=F("judged_by_id"))),
)


def ground() -> None:
    """A judged flag and decided thresholds."""
    from huikuan.oversight.models import Flag, FlagPerson

    office = new_watched()
    office.cash(8_800, date(2026, 2, 1))
    office.look()
    flag_id, event = Flag.objects.get().pk, Event.EXPLAIN
    judge_flag(actor=office.people.auditor, now=NOW, key="judge", flag_id=flag_id, event=event, note="已入账")
    FlagPerson.objects.create(flag_id=flag_id, person_id=9, name="x")
    set_watch_policy(actor=office.people.director, now=NOW, key="policy", policy=Policy(), reason="定案", seen=0)
