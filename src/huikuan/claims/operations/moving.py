"""One step of one claim: a conditional UPDATE by the table of transitions, and a row of its history."""

from __future__ import annotations

from typing import Any

from huikuan.audit.operations import OpenAct
from huikuan.claims.models import Claim, ClaimMove
from huikuan.claims.rules import TRANSITIONS, ClaimState, ClaimStep
from huikuan.kernel.refusal import Changed


def moved(*, act: OpenAct, claim: Claim, step: ClaimStep, reason: str = "", **changes: Any) -> None:
    """Move a claim and keep the step. Raises Changed CLAIM_CHANGED if it stands elsewhere by now."""
    state = TRANSITIONS.get((ClaimState(claim.state), step))
    rows = Claim.objects.filter(pk=claim.pk, state=claim.state)
    if state is None or not rows.update(state=state.value, reason=reason, **changes):
        raise Changed("CLAIM_CHANGED", claim=claim.pk)
    note(act=act, claim=claim, step=step.value, state=state, reason=reason)


def note(*, act: OpenAct, claim: Claim, step: str, state: ClaimState, reason: str = "") -> None:
    """Keep in its history what happened to a claim; an empty step is its beginning."""
    ClaimMove.objects.create(
        claim=claim, step=step, state=state.value, at=act.now, who_name=act.actor.name, reason=reason, act_id=act.id
    )
