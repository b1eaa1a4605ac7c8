"""The act that looks at the books: facts in, findings out, each kept once."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date, datetime, timedelta

from huikuan.audit.operations import Intent, Json, OpenAct, perform
from huikuan.audit.rules import plain
from huikuan.kernel.actor import Actor, Verb, refuse_without_verb
from huikuan.kernel.paging import portions
from huikuan.oversight.facts import facts_of
from huikuan.oversight.look import Look
from huikuan.oversight.models import Flag, FlagPerson, Run
from huikuan.oversight.queries import last_run, policy_in_force
from huikuan.oversight.rules.finding import findings
from huikuan.oversight.rules.flags import Found, Person, State

FIRST_LOOK_DAYS = 90
"""How far back the first look goes."""


def watch(*, actor: Actor, now: datetime, key: str, today: date) -> dict[str, Json]:
    """Look at what happened since the last look, or in the last 90 days; `{"found", "new", "since"}`.

    What was found before is not found again, whatever became of it. Raises NotPermitted.
    """
    refuse_without_verb(actor=actor, verb=Verb.VIEW_OVERSIGHT)
    intent = Intent("watch_ourselves", actor, now, key, None, {"today": today.isoformat()})

    def work(act: OpenAct) -> dict[str, Json]:
        before, in_force = last_run(), policy_in_force()
        since = min(today, before[0]) if before else today - timedelta(days=FIRST_LOOK_DAYS)
        look = Look(since, today, in_force.policy)
        found = findings(facts=facts_of(look=look), policy=in_force.policy, today=today)
        fresh = _unknown(found)
        run = Run.objects.create(
            day=today, since=since, policy_number=in_force.number, found=len(fresh), at=now, act_id=act.id
        )
        flags = Flag.objects.bulk_create([_flag(one, run, today) for one in fresh], batch_size=500)
        further = [_further(flag, one) for flag, one in zip(flags, fresh, strict=True)]
        FlagPerson.objects.bulk_create([person for persons in further for person in persons], batch_size=500)
        return {"found": len(found), "new": len(fresh), "since": since.isoformat()}

    return perform(intent=intent, work=work)


def _unknown(found: tuple[Found, ...]) -> list[Found]:
    known: set[str] = set()
    for some in portions(values=[one.key for one in found]):
        known |= set(Flag.objects.filter(key__in=some).values_list("key", flat=True))
    return [one for one in found if one.key not in known]


def _flag(found: Found, run: Run, today: date) -> Flag:
    first, other = (*_named(found), None, None)[:2]
    return Flag(
        kind=found.kind.value,
        key=found.key,
        day=found.day,
        found_on=today,
        run=run,
        company_id=found.company_id,
        customer_id=found.customer_id,
        amount_minor=found.amount_minor,
        currency=found.currency,
        person_id=first.id if first else None,
        person_name=first.name if first else "",
        other_person_id=other.id if other else None,
        other_person_name=other.name if other else "",
        parameters=dict(found.parameters),
        rows=[plain(value=asdict(row)) for row in found.rows],
        state=State.OPEN.value,
    )


def _further(flag: Flag, found: Found) -> list[FlagPerson]:
    """Who is named in a finding beside the first two."""
    return [FlagPerson(flag=flag, person_id=one.id, name=one.name) for one in _named(found)[2:] if one.id is not None]


def _named(found: Found) -> tuple[Person, ...]:
    """Who is named in a finding, each person once."""
    return tuple({one.id: one for one in found.people}.values())
