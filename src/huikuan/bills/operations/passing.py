"""Acts by which paper in hand leaves it: endorsed to a supplier, discounted at a bank, pledged and released."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime

from huikuan.accounts.queries import business_calendar
from huikuan.audit.operations import Intent, Json, OpenAct, perform
from huikuan.audit.rules import plain
from huikuan.bills.access import part_for
from huikuan.bills.models import BillPart
from huikuan.bills.operations.moving import Told, held_on, locked_part, money_of, moved, narrowed
from huikuan.bills.queries.policies import policy_in_force
from huikuan.bills.rules.cautions import rate_cautions
from huikuan.bills.rules.dates import Discount, discount
from huikuan.bills.rules.entries import Money, discounted, endorsed
from huikuan.bills.rules.life import Event, State
from huikuan.bills.rules.numbers import BillRange
from huikuan.kernel.actor import Actor, Verb
from huikuan.kernel.refusal import Changed, NotPermitted, Refused
from huikuan.receipts.operations.elsewhere import move_money
from huikuan.receipts.queries.receipts import receipt_row

PAPER_PAID = "PAPER_PAID"
"""What a bank line was that is the money of a bill."""


@dataclass(frozen=True, slots=True)
class Passing:
    """Who gets a part (or a narrower range of it), on which day."""

    to: str
    on: date
    range: BillRange | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Terms:
    """On which terms a bank discounts: a yearly rate in millionths, other-city paper, and the bank line that shows the money."""

    rate_ppm: int
    is_other_city: bool = False
    line_receipt_id: int | None = None
    interest_minor: int | None = None
    """What the bank really kept, where it counts otherwise than we do."""


def endorse_part(*, actor: Actor, now: datetime, key: str, part_id: int, passing: Passing) -> dict[str, Json]:
    """Hand a part to somebody whom we owe (背书转让); we stay liable until it matures. `{"part_id", "posting_id"}`.

    Raises NotPermitted, Refused BILL_PARTY_MISSING, BILL_NOT_TRANSFERABLE, BILL_PAST_DUE, BILL_RANGE_OUTSIDE, Changed.
    """

    def work(act: OpenAct) -> dict[str, Json]:
        part = _wanted(act, part_id, passing)
        draft = endorsed(of=money_of(part=part), held=held_on(part=part), minor=part.amount_minor, on=passing.on)
        posting_id = move_money(act=act, receipt_id=part.receipt_id, draft=draft)
        told = Told(passing.to, passing.note, posting_id=posting_id)
        moved(act=act, part=part, event=Event.ENDORSE, on=passing.on, told=told)
        return {"part_id": part.pk, "posting_id": posting_id}

    return perform(intent=_intent("endorse_part", (actor, now, key), part_id, passing), work=work)


def discount_part(
    *, actor: Actor, now: datetime, key: str, part_id: int, passing: Passing, terms: Terms
) -> dict[str, Json]:
    """Sell a part to a bank (贴现): its face less interest arrives. `{"part_id", "posting_id", "interest_minor", "net_minor",
    "cautions"}`.

    With `terms.line_receipt_id` the money is on that bank line already, which may show more bills than this one. Raises
    NotPermitted, Refused BILL_PARTY_MISSING, BILL_NOT_TRANSFERABLE, BILL_PAST_DUE, BILL_NO_MATURITY, BILL_RATE,
    BANK_LINE_UNFIT, MORE_THAN_UNAPPLIED, Changed.
    """

    def work(act: OpenAct) -> dict[str, Json]:
        part = _wanted(act, part_id, passing)
        cost = discount_of(part=part, minor=part.amount_minor, on=passing.on, terms=terms)
        line = line_money(actor=actor, receipt_id=terms.line_receipt_id)
        draft = discounted(
            of=money_of(part=part),
            line=line,
            held=held_on(part=part),
            parts=(cost.face_minor, cost.interest_minor),
            on=passing.on,
        )
        posting_id = move_money(
            act=act,
            receipt_id=part.receipt_id,
            draft=draft,
            line_receipt_id=terms.line_receipt_id,
            reason=PAPER_PAID,
        )
        told = Told(passing.to, passing.note, cost.interest_minor, posting_id, terms.line_receipt_id)
        moved(act=act, part=part, event=Event.DISCOUNT, on=passing.on, told=told)
        found = rate_cautions(rate_ppm=terms.rate_ppm, on=passing.on, policy=policy_in_force())
        cautions: list[Json] = [one.plain() for one in found]
        done = {"interest_minor": cost.interest_minor, "net_minor": cost.net_minor, "cautions": cautions}
        return {"part_id": part.pk, "posting_id": posting_id, **done}

    return perform(intent=_intent("discount_part", (actor, now, key), part_id, passing, terms), work=work)


def pledge_part(*, actor: Actor, now: datetime, key: str, part_id: int, passing: Passing) -> dict[str, Json]:
    """Pledge a part (质押): it stays ours and cannot be used; `{"part_id"}`. Raises as `endorse_part`."""

    def work(act: OpenAct) -> dict[str, Json]:
        part = _wanted(act, part_id, passing)
        moved(act=act, part=part, event=Event.PLEDGE, on=passing.on, told=Told(passing.to, passing.note))
        return {"part_id": part.pk}

    return perform(intent=_intent("pledge_part", (actor, now, key), part_id, passing), work=work)


def release_part(*, actor: Actor, now: datetime, key: str, part_id: int, on: date) -> dict[str, Json]:
    """Take a pledged part back into free hand; `{"part_id"}`. Raises NotPermitted, Changed BILL_CHANGED."""

    def work(act: OpenAct) -> dict[str, Json]:
        moved(act=act, part=locked_part(part_id=part_id), event=Event.RELEASE, on=on)
        return {"part_id": part_id}

    return perform(intent=_intent("release_part", (actor, now, key), part_id, Passing("", on)), work=work)


def discount_of(*, part: BillPart, minor: int, on: date, terms: Terms) -> Discount:
    """What discounting `minor` of a part would cost. Raises Refused BILL_NO_MATURITY, BILL_RATE."""
    if part.bill.matures_on is None:
        raise Refused("BILL_NO_MATURITY", number=part.bill.number)
    if not 0 <= terms.rate_ppm <= 1_000_000 or not 0 <= (terms.interest_minor or 0) < minor:
        raise Refused("BILL_RATE")
    cost = discount(
        face_minor=minor,
        rate_ppm=terms.rate_ppm,
        days=(on, part.bill.matures_on),
        policy=policy_in_force(),
        calendar=business_calendar(),
        is_other_city=terms.is_other_city and part.bill.is_paper,
    )
    if terms.interest_minor is not None:
        cost = replace(cost, interest_minor=terms.interest_minor)
    if cost.net_minor < 1:
        raise Refused("BILL_RATE")
    return cost


def line_money(*, actor: Actor, receipt_id: int | None) -> Money | None:
    """Whose money a bank line is said to be; None without one. Raises NotPermitted RECEIPT_NOT_VISIBLE."""
    if receipt_id is None:
        return None
    row = receipt_row(actor=actor, receipt_id=receipt_id)
    if row is None:
        raise NotPermitted("RECEIPT_NOT_VISIBLE", receipt=receipt_id)
    return Money(row.id, row.customer_id, row.currency)


def intent_of(*, verb: str, who: tuple[Actor, datetime, str], part_id: int, said: Mapping[str, Json]) -> Intent:
    """The act on a part that the actor may see and move; `who` are actor, moment and key. Raises NotPermitted."""
    actor, now, key = who
    part = part_for(actor=actor, part_id=part_id, need=Verb.POST_RECEIPT)
    return Intent(verb, actor, now, key, part.receipt.company_id, {"part_id": part_id, **plain(value=dict(said))})


def _intent(
    verb: str, who: tuple[Actor, datetime, str], part_id: int, passing: Passing, terms: Terms | None = None
) -> Intent:
    said = asdict(passing) | ({} if terms is None else asdict(terms))
    return intent_of(verb=verb, who=who, part_id=part_id, said=said)


def _wanted(act: OpenAct, part_id: int, passing: Passing) -> BillPart:
    """The part of the range wanted, its bill locked; it has not matured, and somebody gets it."""
    if not passing.to.strip():
        raise Refused("BILL_PARTY_MISSING")
    part = locked_part(part_id=part_id)
    if part.state != State.HELD.value:
        raise Changed("BILL_CHANGED", number=part.bill.number)
    if part.bill.matures_on is not None and passing.on > part.bill.matures_on:
        raise Refused("BILL_PAST_DUE", day=part.bill.matures_on.isoformat())
    return narrowed(act=act, part=part, wanted=passing.range)
