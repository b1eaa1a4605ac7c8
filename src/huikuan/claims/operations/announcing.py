"""Ask the salespeople concerned whose money it is; close what was asked once it is known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from huikuan.accounts.queries import people
from huikuan.audit.operations import Intent, Json, OpenAct, perform
from huikuan.claims.models import Announcement, Claim, Concerned
from huikuan.claims.operations.moving import moved
from huikuan.claims.queries.unknown import owing_exactly, salespeople_of, unknown_money
from huikuan.claims.rules import ClaimState, ClaimStep, Concern, Unknown, concerned
from huikuan.kernel.actor import Actor, Role, Verb, refuse_without_verb
from huikuan.kernel.refusal import Refused
from huikuan.receipts.queries.unidentified import owners_of


def announce_unknown(*, actor: Actor, now: datetime, key: str, today: date) -> dict[str, Json]:
    """Announce all money whose payer is unknown and nobody was asked about, and close what is known by now.

    `{"announced", "closed"}`, numbers of receipts. Run once a day, after matching. Raises NotPermitted.
    """
    refuse_without_verb(actor=actor, verb=Verb.ALLOCATE)
    intent = Intent("announce_unknown", actor, now, key, None, {"today": today.isoformat()})

    def work(act: OpenAct) -> Mapping[str, Json]:
        closed = close_known(act=act)
        asked = Announcement.objects.filter(closed_at=None).values_list("receipt_id", flat=True)
        new = [money for money in unknown_money(actor=actor) if money.receipt_id not in set(asked)]
        return {"announced": len(_announce(act, new, today, "")), "closed": closed}

    return perform(intent=intent, work=work)


def announce_receipt(
    *, actor: Actor, now: datetime, today: date, key: str, receipt_id: int, note: str = ""
) -> dict[str, Json]:
    """Announce one receipt at once, with a note; `{"announcement_id"}`.

    Raises NotPermitted, Refused PAYER_KNOWN (identified, or nothing of it is left), ANNOUNCED_ALREADY.
    """
    refuse_without_verb(actor=actor, verb=Verb.ALLOCATE)
    detail = {"receipt": receipt_id, "note": note}
    intent = Intent("announce_receipt", actor, now, key, None, detail)

    def work(act: OpenAct) -> Mapping[str, Json]:
        if Announcement.objects.filter(receipt_id=receipt_id, closed_at=None).exists():
            raise Refused("ANNOUNCED_ALREADY", receipt=receipt_id)
        money = unknown_money(actor=actor, receipt_id=receipt_id)
        if not money:
            raise Refused("PAYER_KNOWN", receipt=receipt_id)
        return {"announcement_id": _announce(act, money, today, note)[0].pk}

    return perform(intent=intent, work=work)


def close_known(*, act: OpenAct) -> int:
    """Close announcements of money that is somebody's by now or is left over no more; their waiting claims are overtaken."""
    open_ones = {row.receipt_id: row for row in Announcement.objects.filter(closed_at=None)}
    owners = owners_of(receipt_ids=open_ones)
    known = [row for receipt_id, row in open_ones.items() if not owners[receipt_id].is_unknown]
    for claim in Claim.objects.filter(announcement__in=known, state=ClaimState.CLAIMED.value).order_by("pk"):
        moved(act=act, claim=claim, step=ClaimStep.OVERTAKE)
    return Announcement.objects.filter(pk__in=[row.pk for row in known], closed_at=None).update(closed_at=act.now)


def _announce(act: OpenAct, money: Sequence[Unknown], today: date, note: str) -> list[Announcement]:
    rows = Announcement.objects.bulk_create(
        [
            Announcement(
                receipt_id=one.receipt_id,
                company_id=one.company_id,
                announced_on=today,
                announced_by_name=act.actor.name,
                note=note.strip()[:300],
                act_id=act.id,
            )
            for one in money
        ],
        batch_size=500,
    )
    told = _told(money)
    Concerned.objects.bulk_create(
        [
            Concerned(announcement=row, person_id=person_id, concern=concern.value)
            for row, by_person in zip(rows, told, strict=True)
            for person_id, concern in by_person.items()
        ],
        batch_size=500,
    )
    return rows


def _told(money: Sequence[Unknown]) -> list[dict[int, Concern]]:
    """By announcement, who is told and why; a constant number of queries."""
    owing = owing_exactly(money=money)
    customers = {pk for one in money for pk in one.proposed_customer_ids}
    salespeople = salespeople_of(customer_ids=customers.union(*owing.values()) if owing else customers)
    everybody = _salespeople()
    return [
        concerned(
            money=one,
            owing_the_amount=owing.get(one.receipt_id, frozenset()),
            salespeople={pk: who for pk, who in salespeople.items() if who in everybody},
            everybody=everybody,
        )
        for one in money
    ]


def _salespeople() -> frozenset[int]:
    return frozenset(row.id for row in people().values() if Role.SALESPERSON.value in row.roles)
