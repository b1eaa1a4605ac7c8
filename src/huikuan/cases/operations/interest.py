"""Act: the interest of a case is brought to a day, or set by hand."""

from __future__ import annotations

from datetime import date, datetime

from huikuan.audit.operations import Intent, Json, OpenAct, perform
from huikuan.cases.access import case_for
from huikuan.cases.interest import interest_of_claim
from huikuan.cases.models import Case, CaseItem
from huikuan.cases.rules import ENDED
from huikuan.kernel.actor import Actor, Verb
from huikuan.kernel.refusal import Changed, Refused


def claim_interest(
    *, actor: Actor, now: datetime, today: date, key: str, case_id: int, interest_minor: int | None = None
) -> dict[str, Json]:
    """Claim so much interest, minor units, in a running case; without a figure what has accrued through today.

    `{"interest_minor"}`. Raises NotPermitted, Refused CASE_INTEREST, Changed CASE_CHANGED.
    """
    row = case_for(actor=actor, case_id=case_id, need=Verb.HANDLE_CASE)
    if interest_minor is not None and interest_minor < 0:
        raise Refused("CASE_INTEREST")
    detail: dict[str, Json] = {
        "case_id": case_id,
        "interest_minor": interest_minor,
        "through": today.isoformat() if interest_minor is None else None,
    }

    def work(act: OpenAct) -> dict[str, Json]:
        minor = interest_minor
        if minor is None:
            items = CaseItem.objects.filter(case=row).values_list("receivable_id", flat=True)
            minor = interest_of_claim(receivable_ids=list(items), until=today)
        running = Case.objects.filter(pk=case_id).exclude(state__in=[state.value for state in ENDED])
        if not running.update(interest_minor=minor):
            raise Changed("CASE_CHANGED", case=case_id)
        return {"interest_minor": minor}

    return perform(intent=Intent("claim_case_interest", actor, now, key, row.company_id, detail), work=work)
