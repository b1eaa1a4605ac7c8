"""PURE: from open items to messages: one per customer, own company and currency, with every item and every reason.

The same function plans a whole run and looks again at one message when it is claimed, so that both never differ.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, time

from huikuan.kernel.calendar import BusinessCalendar
from huikuan.outbox.rules import TASKS, ChannelName
from huikuan.reminders.rules.debtors import Debtor
from huikuan.reminders.rules.gate import BankAccountState, GateFacts, send_gate
from huikuan.reminders.rules.letters import LetterKind
from huikuan.reminders.rules.payment_days import with_waits
from huikuan.reminders.rules.policy import STANDARD, OverdueStep, Phase, Policy, Step, Tone, step_of
from huikuan.reminders.rules.reasons import Reason
from huikuan.reminders.rules.steps import History, Item, Reached, ReachedStep, WaitingStep, is_due_soon, reached_steps

GroupKey = tuple[int, int, str]
"""Customer, own company, currency."""


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything a decision rests on; amounts in minor units, `messages` are automatic ones by customer and day."""

    items: tuple[Item, ...]
    history: History
    debtors: Mapping[int, Debtor]
    unapplied: Mapping[GroupKey, int]
    proposed: Mapping[GroupKey, int]
    bank_accounts: Mapping[tuple[int, str], tuple[BankAccountState, ...]]
    messages: Mapping[int, Mapping[date, int]]


@dataclass(frozen=True, slots=True)
class PlannedMessage:
    """A message with the steps that make it due, all items it lists, and the reasons against it (none: it may go)."""

    customer_id: int
    company_id: int
    currency: str
    policy: Policy
    kind: LetterKind
    tone: str
    ordinal: int
    with_pdf: bool
    recipient: str
    recipient_name: str
    language: str
    steps: tuple[ReachedStep, ...]
    listed: tuple[Item, ...]
    reasons: tuple[Reason, ...]
    channel: ChannelName = ChannelName.EMAIL
    passed_over: tuple[Reason, ...] = ()
    """Why the channel the step names first was not taken."""

    @property
    def asked_minor(self) -> int:
        """Sum of the items it lists, minor units."""
        return sum(item.open_minor for item in self.listed)


def policy_for(*, customer_class: str, policies: Mapping[str, Policy]) -> Policy:
    """The policy of a class of customers; the standard one where the class has none."""
    return policies.get(customer_class) or policies[STANDARD]


def decided_messages(
    *,
    facts: Facts,
    policies: Mapping[str, Policy],
    today: date,
    calendar: BusinessCalendar,
    at: time | None = None,
) -> tuple[PlannedMessage, ...]:
    """Every message that is due, by customer, the most urgent of a customer first; `at` is None while only planning."""
    planned: list[PlannedMessage] = []
    by_customer: dict[int, list[Item]] = {}
    for item in facts.items:
        by_customer.setdefault(item.customer_id, []).append(item)
    for customer_id in sorted(by_customer):
        debtor = facts.debtors[customer_id]
        policy = policy_for(customer_class=debtor.customer_class, policies=policies)
        items = list(with_waits(items=by_customer[customer_id], policy=policy, today=today))
        reached = reached_steps(policy=policy, items=items, history=facts.history, today=today, calendar=calendar)
        planned += _of_customer(_Case(facts, policy, today, calendar, at), debtor, items, reached)
    return tuple(planned)


def looked_again(  # noqa: PLR0913
    *,
    facts: Facts,
    policy: Policy,
    steps: Iterable[tuple[int, date, str, int]],
    today: date,
    calendar: BusinessCalendar,
    at: time,
    channel: ChannelName | None = None,
) -> PlannedMessage | None:
    """A queued message decided anew from the very steps it takes (receivable, due date, phase, ordinal).

    Steps of items that are paid, whose due date has passed since a reminder before it was planned, or that took a later
    step meanwhile, fall out; None if none is left. The policy is the version that planned the message, the `channel` the one
    it was planned for: what may no longer go there is kept back, and the next run takes another way.
    """
    facts = replace(facts, items=with_waits(items=facts.items, policy=policy, today=today))
    items = {item.receivable_id: item for item in facts.items}
    still = [
        ReachedStep(items[pk], Phase(phase), step)
        for pk, due, phase, ordinal in steps
        if pk in items
        and items[pk].due_date == due
        and (today <= due) == (phase == Phase.BEFORE_DUE.value)
        and _taken(facts.history, pk, Phase(phase)) <= ordinal
        and (step := step_of(policy=policy, phase=Phase(phase), ordinal=ordinal)) is not None
    ]
    if not still:
        return None
    debtor = facts.debtors[still[0].item.customer_id]
    case = _Case(facts, policy, today, calendar, at, channel)
    return _capped(case, debtor, [_draft(case, debtor, list(facts.items), still)])[0]


def _taken(history: History, receivable_id: int, phase: Phase) -> int:
    track = history.get((receivable_id, phase))
    return track.ordinal if track else 0


@dataclass(frozen=True, slots=True)
class _Case:
    facts: Facts
    policy: Policy
    today: date
    calendar: BusinessCalendar
    at: time | None
    channel: ChannelName | None = None


def _of_customer(case: _Case, debtor: Debtor, items: list[Item], reached: Reached) -> list[PlannedMessage]:
    due: dict[GroupKey, list[ReachedStep]] = {}
    for step in reached.due:
        due.setdefault(_key(step.item), []).append(step)
    unsettled = [waiting for waiting in reached.waiting if waiting.reason.code == "STEP_BEFORE_UNSETTLED"]
    drafts = [_draft(case, debtor, items, steps) for steps in due.values()]
    drafts += [
        _stuck(case, debtor, [one for one in unsettled if _key(one.item) == key])
        for key in dict.fromkeys(_key(waiting.item) for waiting in unsettled)
        if key not in due
    ]
    return _capped(case, debtor, sorted(drafts, key=_urgency))


def _draft(case: _Case, debtor: Debtor, items: list[Item], steps: list[ReachedStep]) -> PlannedMessage:
    free = [step for step in steps if not step.item.holds]
    triggers = {step.item.receivable_id for step in free}
    asks_for_late = any(step.phase is Phase.OVERDUE for step in free)
    key = _key(steps[0].item)
    listed = tuple(
        item
        for item in items
        if _key(item) == key
        and not item.holds
        and (item.receivable_id in triggers or _belongs(case, item, asks_for_late=asks_for_late))
    )
    held = tuple(dict.fromkeys(hold for step in steps for hold in step.item.holds))
    return _message(case, debtor, tuple(free or steps), listed if free else (), () if free else held)


def _belongs(case: _Case, item: Item, *, asks_for_late: bool) -> bool:
    """Whether a letter lists an item that takes no step now: due soon in every letter, overdue in an overdue one only.

    A courteous letter before the due date would otherwise dun again for what was dunned the day before.
    """
    if item.due_date is not None and item.due_date < case.today:
        return asks_for_late
    return is_due_soon(policy=case.policy, item=item, today=case.today, calendar=case.calendar)


def _stuck(case: _Case, debtor: Debtor, waiting: list[WaitingStep]) -> PlannedMessage:
    steps = tuple(ReachedStep(one.item, one.phase, one.step) for one in waiting)
    return _message(case, debtor, steps, (), (waiting[0].reason,))


def _message(
    case: _Case,
    debtor: Debtor,
    steps: tuple[ReachedStep, ...],
    listed: tuple[Item, ...],
    reasons: tuple[Reason, ...],
) -> PlannedMessage:
    top = max(steps, key=lambda step: (step.phase is Phase.OVERDUE, step.step.ordinal)).step
    item = steps[0].item
    channel, passed_over = _channel(case, debtor, top)
    way = debtor.way(channel=channel)
    return PlannedMessage(
        customer_id=debtor.id,
        company_id=item.company_id,
        currency=item.currency,
        policy=case.policy,
        kind=LetterKind.OVERDUE if isinstance(top, OverdueStep) else LetterKind.BEFORE_DUE,
        tone=_tone(debtor, top).value,
        ordinal=top.ordinal,
        with_pdf=top.with_pdf and channel is ChannelName.EMAIL,
        recipient=way.recipient,
        recipient_name=way.recipient_name,
        language=debtor.language,
        steps=steps,
        listed=listed,
        reasons=reasons,
        channel=channel,
        passed_over=passed_over,
    )


def _tone(debtor: Debtor, step: Step) -> Tone:
    is_hardened = debtor.is_malicious and isinstance(step, OverdueStep) and step.tone is Tone.FRIENDLY
    return Tone.CLEAR if is_hardened else step.tone


def _channel(case: _Case, debtor: Debtor, step: Step) -> tuple[ChannelName, tuple[Reason, ...]]:
    """The channel a message takes: the first of its step, else the second where only that one can be used; and why."""
    if case.channel is not None:
        return case.channel, ()
    fault = debtor.way(channel=step.channel).fault
    if not fault or step.else_channel is None or debtor.way(channel=step.else_channel).fault:
        return step.channel, ()
    return step.else_channel, (Reason(fault),)


def _capped(case: _Case, debtor: Debtor, drafts: Iterable[PlannedMessage]) -> list[PlannedMessage]:
    """Ask the gate in the order of urgency; each message that may go counts for the caps of the next one."""
    messages = dict(case.facts.messages.get(debtor.id, {}))
    result = []
    for draft in drafts:
        reasons = draft.reasons or send_gate(
            facts=_gate_facts(case, debtor, draft, messages), policy=case.policy, calendar=case.calendar
        )
        if not reasons and draft.channel not in TASKS:
            messages[case.today] = messages.get(case.today, 0) + 1
        result.append(replace(draft, reasons=reasons))
    return result


def _gate_facts(case: _Case, debtor: Debtor, draft: PlannedMessage, messages: Mapping[date, int]) -> GateFacts:
    key = (draft.customer_id, draft.company_id, draft.currency)
    return GateFacts(
        today=case.today,
        currency=draft.currency,
        open_minor=draft.asked_minor,
        least_item_minor=min(step.item.open_minor for step in draft.steps),
        recipient_fault=debtor.way(channel=draft.channel).fault,
        do_not_contact_reason=debtor.do_not_contact_reason,
        unapplied_minor=case.facts.unapplied.get(key, 0),
        proposed_minor=case.facts.proposed.get(key, 0),
        bank_accounts=case.facts.bank_accounts.get((draft.company_id, draft.currency), ()),
        messages=messages,
        at=case.at,
    )


def _urgency(draft: PlannedMessage) -> tuple[bool, int, int, int, str]:
    late = draft.kind is LetterKind.OVERDUE
    return (not late, -draft.ordinal, -draft.asked_minor, draft.company_id, draft.currency)


def _key(item: Item) -> GroupKey:
    return item.customer_id, item.company_id, item.currency
