"""Acts: write down how a customer pays, block a step and mend it, bring an earlier version back. Each makes a version."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime, time

from huikuan.accounts.queries import people
from huikuan.audit.operations import Intent, Json, OpenAct, perform
from huikuan.audit.rules import plain
from huikuan.customers.access import customer_for, locked_customer
from huikuan.customers.queries import contacts_of
from huikuan.kernel.actor import Actor, Verb
from huikuan.kernel.refusal import Changed, Refused
from huikuan.paying.models import PayingStep, PayingVersion
from huikuan.paying.queries import PayingRow, row_of
from huikuan.paying.rules.records import Block, Habits, Step, record_faults


@dataclass(frozen=True, slots=True)
class PayingDraft:
    """How a customer pays, to be saved; `replaces_number` is the version the editor saw (0: none), `why` the occasion."""

    customer_id: int
    habits: Habits
    process: tuple[Step, ...]
    replaces_number: int
    why: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """A step of the version with that number, counted from 1."""

    customer_id: int
    number: int
    step: int


def save_paying(*, actor: Actor, now: datetime, key: str, draft: PayingDraft) -> dict[str, Json]:
    """Save how a customer pays as the next version; `{"customer_id", "number"}`.

    Raises NotPermitted, Refused with the first fault of the record (`record_faults`), STEP_OWNER_UNKNOWN,
    STEP_MENDER_UNKNOWN, BLOCK_AHEAD, and Changed PAYING_CHANGED if somebody saved another version meanwhile.
    """
    customer_for(actor=actor, customer_id=draft.customer_id, need=Verb.EDIT_FILE)
    for fault in record_faults(habits=draft.habits, process=draft.process):
        raise Refused(fault.code, **fault.parameters)
    detail = _plain({**asdict(draft)})

    def work(act: OpenAct) -> dict[str, Json]:
        return _add(act, _newest_row(draft.customer_id, draft.replaces_number), draft)

    return perform(intent=Intent("save_paying", actor, now, key, None, detail), work=work)


def block_step(*, actor: Actor, now: datetime, key: str, place: Place, block: Block) -> dict[str, Json]:
    """Mark a step as standing still: no day is expected until it is mended; `{"customer_id", "number"}`.

    Raises as `save_paying`, and Refused STEP_UNKNOWN.
    """
    detail = _plain({"place": asdict(place), "block": asdict(block)})
    intent = Intent("block_step", actor, now, key, None, detail)
    return _mark(intent, place, block)


def mend_step(*, actor: Actor, now: datetime, key: str, place: Place) -> dict[str, Json]:
    """Take the mark off a step that goes on again; `{"customer_id", "number"}`. Raises as `block_step`, and STEP_GOES_ON."""
    return _mark(Intent("mend_step", actor, now, key, None, _plain({"place": asdict(place)})), place, None)


def restore_paying(
    *, actor: Actor, now: datetime, key: str, customer_id: int, number: int, replaces_number: int
) -> dict[str, Json]:
    """Bring an earlier version back as the next one, its blocks included; `{"customer_id", "number"}`.

    Raises NotPermitted, Refused PAYING_VERSION_UNKNOWN, Changed PAYING_CHANGED.
    """
    customer_for(actor=actor, customer_id=customer_id, need=Verb.EDIT_FILE)
    detail = {"customer_id": customer_id, "number": number, "replaces": replaces_number}

    def work(act: OpenAct) -> dict[str, Json]:
        newest = _newest_row(customer_id, replaces_number)
        found = PayingVersion.objects.filter(customer_id=customer_id, number=number).first()
        if found is None or newest is None or found.number == newest.number:
            raise Refused("PAYING_VERSION_UNKNOWN", number=number)
        old = row_of(row=found)
        draft = PayingDraft(customer_id, old.habits, old.process, replaces_number, old.why)
        return _add(act, newest, draft, restored_from=number)

    return perform(intent=Intent("restore_paying", actor, now, key, None, detail), work=work)


def _mark(intent: Intent, place: Place, block: Block | None) -> dict[str, Json]:
    customer_for(actor=intent.actor, customer_id=place.customer_id, need=Verb.EDIT_FILE)

    def work(act: OpenAct) -> dict[str, Json]:
        newest = _newest_row(place.customer_id, place.number)
        if newest is None or not 1 <= place.step <= len(newest.process):
            raise Refused("STEP_UNKNOWN", step=place.step)
        steps = list(newest.process)
        if block is None and steps[place.step - 1].block is None:
            raise Refused("STEP_GOES_ON", step=place.step)
        steps[place.step - 1] = replace(steps[place.step - 1], block=block)
        for fault in record_faults(habits=newest.habits, process=steps):
            raise Refused(fault.code, **fault.parameters)
        draft = PayingDraft(place.customer_id, newest.habits, tuple(steps), place.number, newest.why)
        return _add(act, newest, draft)

    return perform(intent=intent, work=work)


def _newest_row(customer_id: int, seen: int) -> PayingRow | None:
    """The version that holds, its customer locked so that two who save at once come one after the other."""
    locked_customer(customer_id=customer_id)
    row = PayingVersion.objects.filter(customer_id=customer_id).order_by("-number").first()
    if (row.number if row else 0) != seen:
        raise Changed("PAYING_CHANGED", number=row.number if row else 0)
    return None if row is None else row_of(row=row)


def _add(
    act: OpenAct, newest: PayingRow | None, draft: PayingDraft, *, restored_from: int | None = None
) -> dict[str, Json]:
    if restored_from is None:
        _refuse_unknown_people(act, draft, newest)
    row = PayingVersion.objects.create(
        customer_id=draft.customer_id,
        number=draft.replaces_number + 1,
        why=draft.why.strip(),
        restored_from=restored_from,
        saved_at=act.now,
        saved_by=act.actor.name,
        act_id=act.id,
        **_columns(draft.habits),
    )
    PayingStep.objects.bulk_create(_step(row, ordinal, step) for ordinal, step in enumerate(draft.process, 1))
    return {"customer_id": draft.customer_id, "number": row.number}


def _refuse_unknown_people(act: OpenAct, draft: PayingDraft, newest: PayingRow | None) -> None:
    """Owners are people of this customer, menders work here; whoever stood there already may stay."""
    owners = {contact.id for contact in contacts_of(customer_ids=[draft.customer_id]).get(draft.customer_id, ())}
    menders = {step.block.mender_id for step in draft.process if step.block and step.block.mender_id is not None}
    known = set(people(ids=frozenset(menders))) if menders else set()
    if newest is not None:
        known |= {step.block.mender_id for step in newest.process if step.block and step.block.mender_id is not None}
        owners |= {step.owner_id for step in newest.process if step.owner_id is not None}
    for row, step in enumerate(draft.process, 1):
        if step.owner_id is not None and step.owner_id not in owners:
            raise Refused("STEP_OWNER_UNKNOWN", row=row)
        if step.block is None:
            continue
        if step.block.mender_id is not None and step.block.mender_id not in known:
            raise Refused("STEP_MENDER_UNKNOWN", row=row)
        if step.block.since > act.latest_day:
            raise Refused("BLOCK_AHEAD", row=row, day=step.block.since.isoformat())


def _columns(habits: Habits) -> dict[str, Json]:
    days, wishes = habits.payment_days, habits.invoice
    return {
        "closing_day": habits.closing_day,
        "payment_day_kind": days.kind.value,
        "month_days": ",".join(str(day) for day in sorted(days.month_days)),
        "weekday": days.weekday,
        "holiday_roll": days.roll.value,
        "invoice_form": wishes.form.value,
        "invoice_title": wishes.title.strip(),
        "tax_rate": wishes.tax_rate,
        "invoice_delivery": wishes.delivery.value,
        "invoice_deadline_day": wishes.deadline_day,
        "needs_budget": habits.needs_budget,
        "budget_through": habits.budget_through,
        "bank": habits.bank.strip(),
        "cut_off": habits.cut_off,
        "pays_at": habits.pays_at,
        "transfer_days": habits.transfer_days,
        "note": habits.note.strip(),
    }


def _step(row: PayingVersion, ordinal: int, step: Step) -> PayingStep:
    block = step.block
    return PayingStep(
        version=row,
        ordinal=ordinal,
        name=step.name.strip(),
        kind=step.kind.value,
        owner_id=step.owner_id,
        owner_text=step.owner_text.strip(),
        usual_days=step.usual_days,
        evidence=step.evidence.strip(),
        blocked_since=block.since if block else None,
        blocked_why=block.why.strip() if block else "",
        mender_id=block.mender_id if block else None,
    )


def _plain(detail: Mapping[str, Json]) -> dict[str, Json]:
    return dict(plain(value=_without_times(detail)))


def _without_times(value: Json) -> Json:
    """Hours as text: an act keeps JSON."""
    if isinstance(value, Mapping):
        return {name: _without_times(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [_without_times(one) for one in value]
    return value.isoformat("minutes") if isinstance(value, time) else value
