"""Reads everything a preparation sheet shows of one customer: a constant number of queries, however much there is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from huikuan.activities.queries import ActivityRow, timeline
from huikuan.causes.queries.causes import CauseRow, causes_of
from huikuan.causes.rules.causes import OUR_SIDE
from huikuan.conduct.queries.judgements import natures
from huikuan.creditors.queries import CreditorRow, creditors_of
from huikuan.customers.access import customer_for
from huikuan.customers.file_queries import PersonRow, people_of
from huikuan.customers.queries import CustomerRow, row_of
from huikuan.disputes.queries import DisputeFilter, DisputeRow, dispute_page
from huikuan.evidence.queries import completeness
from huikuan.evidence.rules.kinds import Kind
from huikuan.kernel.actor import Actor
from huikuan.paying.queries import PayingRow, expectations_of, habits_of
from huikuan.paying.rules.expecting import Expectation
from huikuan.playbook.access import plans_for
from huikuan.playbook.models import NegotiationPlan
from huikuan.playbook.queries.suggesting import suggestions_for
from huikuan.playbook.rules.preparing import DECIDES, Checked, Prepared, checked
from huikuan.playbook.rules.situations import Sign, Situation, signs_of
from huikuan.playbook.rules.suggesting import Suggestion
from huikuan.promises.queries import PromiseFilter, PromiseRow, promise_page
from huikuan.promises.rules import State as PromiseState
from huikuan.ratings.queries.ratings import grades_of
from huikuan.receivables.queries.items import open_items_of
from huikuan.receivables.queries.rows import ReceivableRow
from huikuan.reminders.our_side import OurBlocker, our_side

LAST_SAID, MOST_PROMISES, MOST_PROVED = 5, 10, 200
PROOFS = (Kind.CONTRACT, Kind.DELIVERY, Kind.INVOICE, Kind.STATEMENT)


@dataclass(frozen=True, slots=True)
class PlanRow:
    """Our aim, our bottom line and the alternatives; `number` 0 where nobody has written them down."""

    number: int = 0
    aim: str = ""
    bottom_line: str = ""
    alternatives: str = ""
    who: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """Everything known of a customer before he is called or visited."""

    customer: CustomerRow
    items: tuple[ReceivableRow, ...]
    """All that is open, the oldest first."""
    checks: tuple[Checked, ...]
    blockers: tuple[OurBlocker, ...]
    people: tuple[PersonRow, ...]
    paying: PayingRow | None
    expected: Expectation | None
    promises: tuple[PromiseRow, ...]
    disputes: tuple[DisputeRow, ...]
    causes: tuple[CauseRow, ...]
    creditors: tuple[CreditorRow, ...]
    said: tuple[ActivityRow, ...]
    nature: str
    grade: str
    situation: Situation
    suggestions: tuple[Suggestion, ...]
    plan: PlanRow


def sheet_of(*, actor: Actor, customer_id: int, today: date, channel: str = "") -> Sheet:
    """The sheet for a call or visit (`channel`, empty while open). Raises NotPermitted (also for an unknown id)."""
    customer = row_of(customer=customer_for(actor=actor, customer_id=customer_id))
    items = open_items_of(actor=actor, customer_id=customer_id, as_of=today)
    blockers = our_side(customer_ids=[customer_id], today=today).get(customer_id, ())
    found = _Found(actor, customer_id, items, today)
    situation = found.situation(customer, blockers, channel)
    return Sheet(
        customer=customer,
        items=items,
        checks=checked(known=found.prepared(blockers)),
        blockers=blockers,
        people=found.people,
        paying=found.paying,
        expected=found.expected,
        promises=found.promises,
        disputes=found.disputes,
        causes=found.causes,
        creditors=found.creditors,
        said=timeline(actor=actor, customer_id=customer_id, size=LAST_SAID).rows,
        nature=found.nature,
        grade=found.grade,
        situation=situation,
        suggestions=suggestions_for(situation=situation),
        plan=plan_of(actor=actor, customer_id=customer_id),
    )


def plan_of(*, actor: Actor, customer_id: int) -> PlanRow:
    """The newest plan for negotiations with a customer `actor` may see. Raises NotPermitted."""
    row: NegotiationPlan | None = plans_for(actor=actor, customer_id=customer_id).order_by("-number").first()
    if row is None:
        return PlanRow()
    return PlanRow(row.number, row.aim, row.bottom_line, row.alternatives, row.who_name)


def asked_for(*, items: Sequence[ReceivableRow]) -> tuple[ReceivableRow, ...]:
    """What a contact asks for: the items to the own company and in the currency of the oldest, those overdue if any is."""
    if not items:
        return ()
    first = items[0]
    same = tuple(item for item in items if (item.company_id, item.currency) == (first.company_id, first.currency))
    return tuple(item for item in same if (item.days_overdue or 0) > 0) or same


class _Found:
    """What the rooms know of one customer, read once."""

    def __init__(self, actor: Actor, customer_id: int, items: tuple[ReceivableRow, ...], today: date) -> None:
        self.items, self.asked = items, asked_for(items=items)
        self.people = people_of(actor=actor, customer_id=customer_id)
        self.paying = habits_of(customer_ids=[customer_id]).get(customer_id)
        first = self.asked[0] if self.asked else None
        days = expectations_of(items=[(first.id, customer_id, first.due_date)], today=today) if first else {}
        self.expected = days.get(first.id) if first else None
        narrowed = PromiseFilter(customer_id=customer_id)
        self.promises = promise_page(actor=actor, narrowed=narrowed, sort="-made", size=MOST_PROMISES).rows
        holding = DisputeFilter(holding=True, customer_id=customer_id)
        self.disputes = dispute_page(actor=actor, narrowed=holding, size=MOST_PROMISES).rows
        self.causes = tuple(
            one
            for one in causes_of(customer_id=customer_id)
            if actor.company_ids is None or one.company_id in actor.company_ids
        )
        self.creditors = tuple(one for one in creditors_of(actor=actor, customer_id=customer_id) if not one.is_past)
        nature = natures(customer_ids=[customer_id]).get(customer_id)
        self.nature = nature.value if nature else ""
        grade = grades_of(customer_ids=[customer_id]).get(customer_id)
        self.grade = grade.grade if grade else ""
        self.proofs = completeness(actor=actor, receivable_ids=[item.id for item in items[:MOST_PROVED]])

    @property
    def blocked_step(self) -> str:
        """The step of the customer's process that stands still; empty where none does."""
        steps = self.paying.process if self.paying else ()
        return next((step.name for step in steps if step.block is not None), "")

    def prepared(self, blockers: Sequence[OurBlocker]) -> Prepared:
        """What the five checks rest on."""
        gaps = [{one.kind for one in found.missing} & {*PROOFS} for found in self.proofs.values()]
        missing = {kind for kinds in gaps for kind in kinds}
        reachable = [one for one in self.people if one.left_on is None and (one.phone or one.mobile or one.email)]
        return Prepared(
            blockers=len(blockers),
            causes_of_ours=sum(1 for one in self.causes if one.cause in OUR_SIDE),
            items=len(self.proofs),
            items_without_proof=sum(1 for kinds in gaps if kinds),
            missing_kinds=tuple(kind.value for kind in PROOFS if kind in missing),
            people=len(self.people),
            deciding=tuple(one.name for one in reachable if {*one.roles} & DECIDES),
            has_process=self.paying is not None,
            blocked_step=self.blocked_step,
            expected_on=self.expected.day if self.expected else None,
            friends=tuple(one.name for one in self.people if one.relationship.strip() and one.left_on is None),
            creditors=len(self.creditors),
        )

    def situation(self, customer: CustomerRow, blockers: Sequence[OurBlocker], channel: str) -> Situation:
        """The facts that strategies are held against."""
        codes = frozenset(one.cause.value for one in self.causes)
        known = {
            Sign.OUR_SIDE: bool(blockers),
            Sign.STEP_BLOCKED: bool(self.blocked_step),
            Sign.NO_KEY_PERSON: not any({*one.roles} & DECIDES for one in self.people),
            Sign.DISPUTED: bool(self.disputes),
            Sign.OTHER_CREDITORS: bool(self.creditors),
        }
        return Situation(
            days_overdue=max((self.asked[0].days_overdue or 0) if self.asked else 0, 0),
            amount_minor=sum(item.parts.outstanding for item in self.asked),
            currency=self.asked[0].currency if self.asked else "",
            causes=codes,
            nature=self.nature,
            grade=self.grade,
            customer_class=customer.customer_class,
            broken_promises=sum(1 for one in self.promises if one.state is PromiseState.BROKEN),
            channel=channel,
            signs=signs_of(known=known, causes=codes),
        )
