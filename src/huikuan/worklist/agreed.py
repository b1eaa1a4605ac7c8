"""What was set for the actor himself, as tasks: joint steps planned for him, bundles he ordered; two queries at most."""

from __future__ import annotations

from datetime import date

from huikuan.creditors.queries import planned_steps
from huikuan.evidence.queries import unfetched_bundles
from huikuan.evidence.rules.ordering import OrderState
from huikuan.kernel.actor import Actor
from huikuan.worklist.rules.agreed import BundleMade, JointStepDue, bundle_tasks, joint_tasks
from huikuan.worklist.rules.tasks import Task, WorklistPolicy


def own_tasks(*, actor: Actor, today: date, policy: WorklistPolicy) -> list[Task]:
    """Joint steps whose day has come, and the notice that a bundle is ready or was not made."""
    steps = (
        JointStepDue(row.customer_id, row.creditor_name, row.kind.value, row.text, row.on)
        for row in planned_steps(actor=actor, until=today)
    )
    bundles = (
        BundleMade(row.customer_id, row.items, row.as_of, row.state is OrderState.READY)
        for row in unfetched_bundles(actor=actor)
    )
    return [
        *joint_tasks(steps=steps, today=today, policy=policy),
        *bundle_tasks(bundles=bundles, policy=policy),
    ]
