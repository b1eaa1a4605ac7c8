"""Case files that the ladder of sanctions opens with its last rung, and closes again where nothing was filed."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date

from huikuan.audit.operations import OpenAct
from huikuan.cases.models import Case, CaseItem
from huikuan.cases.operations.moving import StepDraft, moved
from huikuan.cases.operations.opening import CaseDraft, opened
from huikuan.cases.queries import items_in_cases
from huikuan.cases.rules import Event, Kind, State
from huikuan.customers.access import customer_for
from huikuan.kernel.actor import Verb


class CasesOfSanctions:
    """Fills `sanctions.neighbours.LegalFiles`."""

    def file_for(self, *, act: OpenAct, today: date, customer_id: int, claimed: Mapping[int, int], note: str) -> int:
        """The running case of these items, the newest of several; a suit to be prepared where none runs. Needs HANDLE_CASE.

        Raises NotPermitted, Refused CASE_ITEMS, CASE_CLAIM_TOO_MUCH.
        """
        customer_for(actor=act.actor, customer_id=customer_id, need=Verb.HANDLE_CASE)
        running = CaseItem.objects.filter(receivable__in=list(claimed), is_running=True).order_by("-case_id")
        known = running.values_list("case_id", flat=True).first()
        return known or opened(act=act, today=today, draft=CaseDraft(customer_id, Kind.SUIT, claimed, note=note))

    def running_items(self, *, customer_id: int | None) -> Collection[int]:
        """The items that stand in a running case, of every customer or one."""
        return items_in_cases(customer_id=customer_id)

    def close_unfiled(self, *, act: OpenAct, today: date, case_id: int, opened_in: int, note: str) -> bool:
        """Withdraw a case that the act `opened_in` opened and nobody has filed; whether nothing is left to decide about it."""
        row = Case.objects.select_for_update().get(pk=case_id)
        if row.act_id != opened_in:
            return True
        if row.state != State.PREPARING.value:
            return False
        moved(act=act, row=row, step=StepDraft(Event.WITHDRAW, max(today, row.last_on), note))
        return True
