"""Acts on red-letter applications: asked for, waiting for the other side, confirmed, given up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Sum

from huikuan.audit.operations import Intent, Json, OpenAct, perform
from huikuan.invoicing.access import application_for, tax_invoice_for
from huikuan.invoicing.models import RedApplication, TaxInvoice
from huikuan.invoicing.operations.telling import tell
from huikuan.invoicing.rules.states import OPEN_REDS, REDS, RedEvent, RedState, State
from huikuan.kernel.actor import Actor, Verb
from huikuan.kernel.refusal import Changed, Refused


@dataclass(frozen=True, slots=True)
class RedDraft:
    """A red-letter invoice asked for: minor units above zero, and why."""

    amount_minor: int
    reason: str


@dataclass(frozen=True, slots=True)
class RedStep:
    """What became of an application, with the number of the confirmation where there is one."""

    event: RedEvent
    confirmation_number: str = ""


def apply_for_red(
    *, actor: Actor, now: datetime, today: date, key: str, tax_invoice_id: int, draft: RedDraft
) -> dict[str, Json]:
    """Ask for a red-letter invoice on a booked blue one (红字信息确认单); `{"application_id"}`.

    The open applications and the red invoices together never exceed the blue one, proved under its lock.
    Raises NotPermitted, Refused EINVOICE_REASON_MISSING, EINVOICE_RED_ABOVE_BLUE, Changed TAX_INVOICE_CHANGED.
    """
    amount_minor, reason = draft.amount_minor, draft.reason.strip()
    if not reason:
        raise Refused("EINVOICE_REASON_MISSING")
    row = tax_invoice_for(actor=actor, tax_invoice_id=tax_invoice_id, need=Verb.POST_INVOICE)
    detail = {"tax_invoice": tax_invoice_id, "amount_minor": amount_minor, "reason": reason}
    intent = Intent("apply_for_red", actor, now, key, row.company_id, detail)

    def work(act: OpenAct) -> dict[str, Json]:
        blue = TaxInvoice.objects.select_for_update().filter(pk=row.pk, is_red=False, state=State.BOOKED.value).first()
        if blue is None:
            raise Changed("TAX_INVOICE_CHANGED")
        asked = RedApplication.objects.filter(blue=blue, state__in=[one.value for one in OPEN_REDS])
        left = blue.gross_minor - blue.red_minor - (asked.aggregate(total=Sum("amount_minor"))["total"] or 0)
        if not 1 <= amount_minor <= left:
            said: dict[str, str | int] = {"found": amount_minor, "expected": left, "currency": blue.currency}
            raise Refused("EINVOICE_RED_ABOVE_BLUE", number=blue.number, **said)
        made = RedApplication.objects.create(
            blue=blue,
            amount_minor=amount_minor,
            reason=reason[:300],
            state=RedState.APPLIED.value,
            applied_on=today,
            act_id=act.id,
        )
        tell(act=act, tax_invoice_id=blue.pk, event="APPLY_RED", on=today, note=reason)
        return {"application_id": made.pk}

    return perform(intent=intent, work=work)


def move_application(
    *, actor: Actor, now: datetime, today: date, key: str, application_id: int, step: RedStep
) -> dict[str, Json]:
    """Say how far an application is: submitted to the other side, confirmed with its number, given up; `{"state"}`.

    Raises NotPermitted, Refused EINVOICE_CONFIRMATION_NEEDED, Changed TAX_INVOICE_CHANGED.
    """
    row = application_for(actor=actor, application_id=application_id, need=Verb.POST_INVOICE)
    event, number = step.event, step.confirmation_number.strip()[:60]
    if event is RedEvent.CONFIRM and not number:
        raise Refused("EINVOICE_CONFIRMATION_NEEDED")
    detail = {"application": application_id, "event": event.value, "number": number}
    intent = Intent("move_red_application", actor, now, key, row.blue.company_id, detail)

    def work(act: OpenAct) -> dict[str, Json]:
        state = RedApplication.objects.values_list("state", flat=True).get(pk=row.pk)
        after = None if event is RedEvent.USE else REDS.get((RedState(state), event))
        values = {"state": after.value if after else "", "confirmation_number": number or row.confirmation_number}
        if after is None or not RedApplication.objects.filter(pk=row.pk, state=state).update(**values):
            raise Changed("TAX_INVOICE_CHANGED")
        tell(act=act, tax_invoice_id=row.blue_id, event=f"RED_{event.value}", on=today, reference=number)
        return {"state": after.value}

    return perform(intent=intent, work=work)
