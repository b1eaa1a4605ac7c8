"""Save policies: every edit is a new version, so that each decision can name the one that made it."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date, datetime, time

from huikuan.audit.operations import Intent, Json, OpenAct, perform
from huikuan.audit.rules import plain
from huikuan.kernel.actor import Actor, Verb, refuse_without_verb
from huikuan.kernel.refusal import Changed, Refused
from huikuan.reminders.models import PolicyStep, PolicyVersion
from huikuan.reminders.policies import shipped_policies
from huikuan.reminders.rules.policy import BeforeDueStep, Phase, Policy, Step, policy_faults


def save_policy(*, actor: Actor, now: datetime, key: str, policy: Policy, replaces_number: int) -> dict[str, Json]:
    """Put a new version of the policy of its class into force; `{"policy_id", "number"}`.

    `replaces_number` is the version the editor saw (0: none yet). Raises NotPermitted, Refused POLICY_FAULTY (with the
    first fault), Changed POLICY_CHANGED if somebody saved another version meanwhile.
    """
    refuse_without_verb(actor=actor, verb=Verb.EDIT_POLICY)
    faults = policy_faults(policy=policy)
    if faults:
        raise Refused(faults[0].code, **faults[0].parameters)
    detail = {"policy": _plain(policy), "replaces": replaces_number}
    intent = Intent("save_policy", actor, now, key, None, detail)

    def work(act: OpenAct) -> dict[str, Json]:
        rows = PolicyVersion.objects.filter(customer_class=policy.customer_class).select_for_update()
        newest = rows.order_by("-number").values_list("number", flat=True).first() or 0
        if newest != replaces_number:
            raise Changed("POLICY_CHANGED", number=newest)
        if not newest:
            # What held so far stays on record as version 1, and holds until the new one begins.
            newest = int(_add_shipped(act, policy.customer_class))
        row = add_version(act=act, policy=policy, number=newest + 1)
        return {"policy_id": row.pk, "number": row.number}

    return perform(intent=intent, work=work)


def ensure_policies(*, act: OpenAct) -> None:
    """Save the shipped policies as version 1 inside an open act where a class has none yet."""
    known = set(PolicyVersion.objects.values_list("customer_class", flat=True).distinct())
    for policy in shipped_policies():
        if policy.customer_class not in known:
            add_version(act=act, policy=policy, number=1)


def add_version(*, act: OpenAct, policy: Policy, number: int) -> PolicyVersion:
    """Save one version with its steps."""
    row = PolicyVersion.objects.create(
        customer_class=policy.customer_class,
        number=number,
        source=policy.source,
        forewarn_days=policy.forewarn_days,
        entry_rule=policy.entry_rule.value,
        minimum_minor=dict(policy.minimum_minor),
        most_per_day=policy.most_per_day,
        most_per_week=policy.most_per_week,
        window_start=policy.window_start,
        window_end=policy.window_end,
        bank_fresh_days=policy.bank_fresh_days,
        bound_factor=policy.bound_factor,
        small_run=policy.small_run,
        payment_day_within=policy.payment_day_within,
        waits_for_payment_day=policy.waits_for_payment_day,
        waits_for_our_side=policy.waits_for_our_side,
        effective_from=policy.effective_from,
        created_at=act.now,
        act_id=act.id,
    )
    steps: tuple[Step, ...] = (*policy.before_due, *policy.overdue)
    PolicyStep.objects.bulk_create(_step(row, step) for step in steps)
    return row


def _add_shipped(act: OpenAct, customer_class: str) -> bool:
    shipped = [policy for policy in shipped_policies() if policy.customer_class == customer_class]
    for policy in shipped:
        add_version(act=act, policy=policy, number=1)
    return bool(shipped)


def _step(row: PolicyVersion, step: Step) -> PolicyStep:
    return PolicyStep(
        policy=row,
        phase=(Phase.BEFORE_DUE if isinstance(step, BeforeDueStep) else Phase.OVERDUE).value,
        ordinal=step.ordinal,
        days=step.days_before if isinstance(step, BeforeDueStep) else step.days_overdue,
        gap_days=0 if isinstance(step, BeforeDueStep) else step.gap_days,
        tone=step.tone.value,
        channel=step.channel.value,
        else_channel=step.else_channel.value if step.else_channel else "",
        with_pdf=step.with_pdf,
    )


def _plain(policy: Policy) -> Json:
    detail = asdict(policy)
    for name, value in detail.items():
        if isinstance(value, date | time):
            detail[name] = value.isoformat()
    return plain(value=detail)
