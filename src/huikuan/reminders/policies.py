"""Policies as records: read from their versions, or from the data shipped with the product."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, time
from pathlib import Path
from typing import Any

from django.db.models import Q

from huikuan.outbox.rules import ChannelName
from huikuan.reminders.models import PolicyStep, PolicyVersion
from huikuan.reminders.rules.policy import (
    BeforeDueStep,
    EntryRule,
    OverdueStep,
    Phase,
    Policy,
    Tone,
)

_SHIPPED = Path(__file__).resolve().parent / "default_policies.json"


def current_policies(*, today: date) -> Mapping[str, Policy]:
    """The newest version that holds on `today` for each class; empty before the first one is saved. Two queries."""
    newest: dict[str, PolicyVersion] = {}
    begun = PolicyVersion.objects.filter(Q(effective_from=None) | Q(effective_from__lte=today))
    for row in begun.order_by("customer_class", "number").prefetch_related("steps"):
        newest[row.customer_class] = row
    return {name: policy_of(row=row) for name, row in newest.items()}


def policy_by_id(*, policy_id: int) -> Policy:
    """One stored version. Raises PolicyVersion.DoesNotExist."""
    return policy_of(row=PolicyVersion.objects.prefetch_related("steps").get(pk=policy_id))


def shipped_policies() -> tuple[Policy, ...]:
    """The policies that come with the product; their id is 0 until they are saved."""
    data = json.loads(_SHIPPED.read_text(encoding="utf-8"))
    source = f"{data['source']} ({data['date']})"
    return tuple(_shipped(one, source) for one in data["policies"])


def policy_of(*, row: PolicyVersion) -> Policy:
    """The record of a stored version whose steps are loaded."""
    steps = sorted(row.steps.all(), key=lambda step: (step.phase, step.ordinal))
    return Policy(
        id=row.pk,
        customer_class=row.customer_class,
        number=row.number,
        source=row.source,
        before_due=tuple(
            BeforeDueStep(step.ordinal, step.days, Tone(step.tone), step.with_pdf, *_channels(step))
            for step in steps
            if step.phase == Phase.BEFORE_DUE.value
        ),
        overdue=tuple(
            OverdueStep(step.ordinal, step.days, step.gap_days, Tone(step.tone), step.with_pdf, *_channels(step))
            for step in steps
            if step.phase == Phase.OVERDUE.value
        ),
        forewarn_days=row.forewarn_days,
        entry_rule=EntryRule(row.entry_rule),
        minimum_minor=row.minimum_minor,
        most_per_day=row.most_per_day,
        most_per_week=row.most_per_week,
        window_start=_time(row.window_start),
        window_end=_time(row.window_end),
        bank_fresh_days=row.bank_fresh_days,
        bound_factor=row.bound_factor,
        small_run=row.small_run,
        payment_day_within=row.payment_day_within,
        waits_for_payment_day=row.waits_for_payment_day,
        waits_for_our_side=row.waits_for_our_side,
        effective_from=row.effective_from,
    )


def _channels(step: PolicyStep) -> tuple[ChannelName, ChannelName | None]:
    return ChannelName(step.channel), ChannelName(step.else_channel) if step.else_channel else None


def _shipped(data: Mapping[str, Any], source: str) -> Policy:
    return Policy(
        id=0,
        customer_class=data["customer_class"],
        number=0,
        source=source,
        before_due=tuple(
            BeforeDueStep(ordinal, step["days_before"], Tone(step["tone"]), step["with_pdf"])
            for ordinal, step in enumerate(data["before_due"], 1)
        ),
        overdue=tuple(
            OverdueStep(ordinal, step["days_overdue"], step["gap_days"], Tone(step["tone"]), step["with_pdf"])
            for ordinal, step in enumerate(data["overdue"], 1)
        ),
        forewarn_days=data["forewarn_days"],
        entry_rule=EntryRule(data["entry_rule"]),
        minimum_minor=data["minimum_minor"],
        small_run=data["small_run"],
    )


def _time(value: time | str) -> time:
    return time.fromisoformat(value) if isinstance(value, str) else value
