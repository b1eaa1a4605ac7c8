"""Acts on confirmations that went out: the signed copy comes back, a later one replaces an earlier one, time runs out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from huikuan.audit.operations import Intent, Json, OpenAct, perform
from huikuan.customers.access import locked_customer
from huikuan.documents.files import write_file
from huikuan.documents.operations import DocumentDraft, store
from huikuan.documents.rules import Purpose
from huikuan.kernel.actor import Actor, Verb
from huikuan.kernel.refusal import Refused
from huikuan.prices.access import confirmation_for
from huikuan.prices.models import Confirmation
from huikuan.prices.operations.moving import moved
from huikuan.prices.rules.confirming import Event, Span, State, shortened


@dataclass(frozen=True, slots=True)
class Signature:
    """The signed copy: who signed for the customer, on which day, and the paper itself."""

    signed_on: date
    signed_by: str
    file_name: str
    content: bytes


def sign_confirmation(
    *, actor: Actor, now: datetime, key: str, confirmation_id: int, signature: Signature
) -> dict[str, Json]:
    """Keep the signed copy; the prices hold from now on. `{"confirmation_id", "document_id", "replaced"}`.

    Earlier ones of the same customer, own company and currency end the day before this one begins. Raises Changed,
    Refused PRICES_SIGNER_MISSING, PRICES_COPY_MISSING, DATED_AHEAD, DOCUMENT_TOO_LARGE.
    """
    _refuse_unsigned(signature)
    row = confirmation_for(actor=actor, confirmation_id=confirmation_id, need=Verb.EDIT_CONTRACT)
    detail = {
        "id": confirmation_id,
        "signed_on": signature.signed_on.isoformat(),
        "signed_by": signature.signed_by,
        "sha256": write_file(content=signature.content),
    }
    intent = Intent("sign_prices", actor, now, key, row.company_id, detail)
    return perform(intent=intent, work=lambda act: _sign(act, _locked(row), signature))


def expire_confirmations(*, actor: Actor, now: datetime, key: str, today: date) -> dict[str, Json]:
    """Close what ran out before `today`, signed or not; `{"expired"}`, their number."""
    intent = Intent("expire_prices", actor, now, key, None, {"today": today.isoformat()})

    def work(act: OpenAct) -> dict[str, Json]:
        open_states = [State.SENT.value, State.SIGNED.value]
        rows = list(Confirmation.objects.filter(valid_through__lt=today, state__in=open_states).order_by("pk"))
        for row in rows:
            moved(act=act, row=row, event=Event.EXPIRE)
        return {"expired": len(rows)}

    return perform(intent=intent, work=work)


def _locked(row: Confirmation) -> Confirmation:
    """The confirmation as it stands now, its customer locked: of two that are signed at once one sees the other."""
    locked_customer(customer_id=row.customer_id)
    return Confirmation.objects.get(pk=row.pk)


def _sign(act: OpenAct, row: Confirmation, signature: Signature) -> dict[str, Json]:
    if signature.signed_on > act.latest_day:
        raise Refused("DATED_AHEAD", date=signature.signed_on.isoformat(), latest=act.latest_day.isoformat())
    copy = DocumentDraft(signature.file_name, signature.content, Purpose.PRICES, row.pk)
    document_id = store(act=act, document=copy)
    moved(
        act=act,
        row=row,
        event=Event.SIGN,
        note=signature.signed_by,
        signed_on=signature.signed_on,
        signed_by=signature.signed_by,
        signed_document_id=document_id,
    )
    return {"confirmation_id": row.pk, "document_id": document_id, "replaced": _replace_earlier(act, row)}


def _replace_earlier(act: OpenAct, row: Confirmation) -> int:
    same = Confirmation.objects.select_for_update().filter(
        customer_id=row.customer_id, company_id=row.company_id, currency=row.currency, state=State.SIGNED.value
    )
    earlier = {one.pk: one for one in same.exclude(pk=row.pk).order_by("pk")}
    spans = [Span(one.pk, one.valid_from, one.ends_on) for one in earlier.values()]
    before = row.valid_from - timedelta(days=1)
    replaced = shortened(earlier=spans, valid_from=row.valid_from, valid_through=row.valid_through, day_before=before)
    for span in replaced:
        moved(
            act=act,
            row=earlier[span.id],
            event=Event.REPLACE,
            note=row.number,
            ends_on=span.ends_on,
            replaced_by_id=row.pk,
        )
    return len(replaced)


def _refuse_unsigned(signature: Signature) -> None:
    if not signature.signed_by.strip():
        raise Refused("PRICES_SIGNER_MISSING")
    if not signature.content:
        raise Refused("PRICES_COPY_MISSING")
