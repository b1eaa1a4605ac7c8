"""Acts on claims of interest: proposed for free days, charged as items of their own, dropped, charged back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta

from huikuan.audit.operations import Intent, Json, OpenAct, perform
from huikuan.audit.rules import plain
from huikuan.interest.access import charges_for
from huikuan.interest.gathering import Facts, facts_of, terms_picked
from huikuan.interest.models import Charge, ChargeStep
from huikuan.interest.queries import segment_rows
from huikuan.interest.rules.accruing import Range
from huikuan.interest.rules.bases import Basis, Fault, Rate, Terms
from huikuan.interest.rules.charging import FREE, MOST_ITEMS, TRANSITIONS, Event, State
from huikuan.interest.rules.reckoning import Reckoned, reckoned, stretches_reckoned
from huikuan.kernel.actor import SYSTEM, Actor, Verb, refuse_other_company, refuse_without_verb
from huikuan.kernel.refusal import Changed, NotPermitted, Refused
from huikuan.ledger.operations import take_numbers
from huikuan.ledger.queries import postings_about
from huikuan.ledger.rules import PostingKind
from huikuan.receivables.access import receivables_for
from huikuan.receivables.drafts import InvoiceDraft
from huikuan.receivables.registering import register
from huikuan.receivables.rules import InstalmentDraft, InvoiceKind
from huikuan.receivables.taking_back import take_back

SERIES = "LATE_INTEREST"
"""The gapless series that charges are numbered in, one for each own company."""


@dataclass(frozen=True, slots=True)
class Claim:
    """Interest on items through a day (counted) by the terms that hold for each, or by others that a person picked."""

    company_id: int
    receivable_ids: tuple[int, ...]
    through: date
    terms: Terms | None = None
    note: str = ""


def propose_interest(*, actor: Actor, now: datetime, today: date, key: str, claim: Claim) -> dict[str, Json]:
    """Claim the interest of every day that nobody has claimed, an entry for each run of days that bears some; `{"charge_ids"}`.

    Needs CHARGE_INTEREST. Raises NotPermitted, Refused INTEREST_ITEMS (none, too many, another company's, none that bears
    interest), INTEREST_AHEAD, INTEREST_NO_JUDGMENT, INTEREST_NOTHING (less than the policy's least on every item), the faults
    of `rate_steps`.
    """
    refuse_without_verb(actor=actor, verb=Verb.CHARGE_INTEREST)
    refuse_other_company(actor=actor, company_id=claim.company_id)
    if claim.through > today:
        raise Refused("INTEREST_AHEAD", day=today.isoformat())
    wanted = sorted(set(claim.receivable_ids))
    seen = receivables_for(actor=actor).filter(pk__in=wanted, company_id=claim.company_id)
    if not 1 <= len(wanted) <= MOST_ITEMS or seen.count() != len(wanted):
        raise Refused("INTEREST_ITEMS", most=MOST_ITEMS)
    intent = Intent("propose_interest", actor, now, key, claim.company_id, plain(value=asdict(claim)))
    return perform(intent=intent, work=lambda act: {"charge_ids": _proposed(act, today, claim, wanted)})


def charge_interest(
    *, actor: Actor, now: datetime, today: date, key: str, charge_ids: Sequence[int]
) -> dict[str, Json]:
    """Make each proposal an item of its own that the customer owes; `{"invoice_ids"}`. Its invoice stays as it is (FEATURES D17).

    Needs CHARGE_INTEREST. Raises NotPermitted, Refused INTEREST_ONE_COMPANY, INTEREST_WAIVER_WAITS, INTEREST_DIFFERS (money
    or a pause came in since: drop it and propose again), PERIOD_CLOSED, CUSTOMER_MERGED, Changed INTEREST_CHANGED.
    """
    rows = _visible(actor, charge_ids)
    company_id = rows[0].company_id
    intent = Intent("charge_interest", actor, now, key, company_id, {"charge_ids": [row.pk for row in rows]})

    def work(act: OpenAct) -> dict[str, Json]:
        facts = _locked([row.receivable_id for row in rows])
        held = _in_state([row.pk for row in rows], State.PROPOSED)
        for row in held:
            if row.request_id is not None:
                raise Refused("INTEREST_WAIVER_WAITS")
            _refuse_differing(row, facts.get(row.receivable_id))
        first = take_numbers(company_id=company_id, code=SERIES, count=len(held))
        drafts = [_document(row, facts[row.receivable_id], first + i, today) for i, row in enumerate(held)]
        ids = register(act=act, company_id=company_id, invoices=drafts)["invoice_ids"]
        for row, document_id in zip(held, ids, strict=True):
            moved(act=act, charge_id=row.pk, step=(State.PROPOSED, Event.CHARGE), document_id=document_id)
        return {"invoice_ids": ids}

    return perform(intent=intent, work=work)


def drop_interest(*, actor: Actor, now: datetime, key: str, charge_ids: Sequence[int], note: str) -> dict[str, Json]:
    """Take proposals back; their days are free again; `{"dropped"}`. Raises NotPermitted, Refused, Changed INTEREST_CHANGED."""
    rows = _visible(actor, charge_ids)
    detail = {"charge_ids": [row.pk for row in rows], "note": note.strip()[:500]}

    def work(act: OpenAct) -> dict[str, Json]:
        _locked([row.receivable_id for row in rows])
        for row in _in_state([row.pk for row in rows], State.PROPOSED):
            if row.request_id is not None:
                raise Refused("INTEREST_WAIVER_WAITS")
            moved(act=act, charge_id=row.pk, step=(State.PROPOSED, Event.DROP), note=note)
        return {"dropped": len(rows)}

    return perform(intent=Intent("drop_interest", actor, now, key, rows[0].company_id, detail), work=work)


def reverse_interest(
    *, actor: Actor, now: datetime, today: date, key: str, charge_id: int, note: str
) -> dict[str, Json]:
    """Take a charge back by a reversing posting; its days are free again; `{"posting_id"}`.

    Needs CHARGE_INTEREST. Raises NotPermitted, Refused REASON_NEEDED, MORE_THAN_OPEN (part of it is paid: undo that first),
    DATED_BEFORE_ORIGIN, PERIOD_CLOSED, Changed INTEREST_CHANGED.
    """
    (row,) = _visible(actor, [charge_id])
    if not note.strip():
        raise Refused("REASON_NEEDED")
    detail = {"charge_id": charge_id, "note": note.strip()[:500]}

    def work(act: OpenAct) -> dict[str, Json]:
        items = receivables_for(actor=SYSTEM).filter(invoice_id=row.document_id or 0).values_list("pk", flat=True)
        _lock([row.receivable_id, *items])
        (charge,) = _in_state([charge_id], State.CHARGED)
        postings = postings_about(receivable_ids=list(items))
        (raised,) = [one for one in postings if one.kind == PostingKind.INTEREST.value and one.reverses_id is None]
        done = take_back(act=act, posting=raised, effective_date=max(today, raised.effective_date), reason="UNDONE")
        moved(act=act, charge_id=charge.pk, step=(State.CHARGED, Event.REVERSE), note=note)
        return done

    return perform(intent=Intent("reverse_interest", actor, now, key, row.company_id, detail), work=work)


def moved(*, act: OpenAct, charge_id: int, step: tuple[State, Event], note: str = "", **values: int | None) -> None:
    """Let a step of `TRANSITIONS` happen inside an open act, by one conditional update. Raises Changed INTEREST_CHANGED."""
    before, event = step
    after = TRANSITIONS[step]
    freed = {"freed_by": act.id} if after in FREE else {}
    if not Charge.objects.filter(pk=charge_id, state=before.value).update(state=after.value, **freed, **values):
        raise Changed("INTEREST_CHANGED", charge=charge_id)
    told(act=act, charge_id=charge_id, event=event, state=after, note=note)


def told(*, act: OpenAct, charge_id: int, event: Event, state: State, note: str = "") -> None:
    """Put what happened on record."""
    ChargeStep.objects.create(
        charge_id=charge_id,
        event=event.value,
        state=state.value,
        at=act.now,
        who_name=act.actor.name,
        note=note.strip()[:500],
        act_id=act.id,
    )


def _proposed(act: OpenAct, today: date, claim: Claim, wanted: Sequence[int]) -> list[int]:
    facts = _locked(wanted)
    if not facts:
        raise Refused("INTEREST_ITEMS", most=MOST_ITEMS)
    drafts = []
    picked = terms_picked(facts=facts, picked=claim.terms)
    for pk, one in facts.items():
        terms = picked[pk]
        if isinstance(terms, Fault):
            raise Refused(terms.code, **terms.parameters)
        runs = stretches_reckoned(debt=one.debt, ranges=one.free(until=claim.through), terms=terms, setting=one.setting)
        if isinstance(runs, Fault):
            raise Refused(runs.code, **runs.parameters)
        for days, found in runs:
            if found.interest.interest_minor >= one.policy.minimum_minor:
                drafts.append(_row(act, today, one, days, terms, found))
    if not drafts:
        raise Refused("INTEREST_NOTHING")
    rows = Charge.objects.bulk_create(drafts, batch_size=200)
    for row in rows:
        told(act=act, charge_id=row.pk, event=Event.PROPOSE, state=State.PROPOSED, note=claim.note)
    return [row.pk for row in rows]


def _row(act: OpenAct, today: date, facts: Facts, days: Range, terms: Terms, found: Reckoned) -> Charge:
    segments = segment_rows(interest=found.interest)
    return Charge(
        company_id=facts.company_id,
        customer_id=facts.customer_id,
        receivable_id=facts.receivable_id,
        currency=facts.currency,
        from_day=days[0],
        through_day=days[1],
        basis=terms.basis.value,
        article=found.article,
        rate_parts=None if terms.agreed is None else terms.agreed.parts,
        rate_is_daily=terms.agreed is not None and terms.agreed.is_daily,
        factor_permille=terms.factor_permille,
        year_days=terms.year_days,
        rates_number=facts.setting.prime.number,
        policy_number=facts.policy.number,
        days=found.interest.days,
        interest_minor=found.interest.interest_minor,
        segments=plain(value=[asdict(one) for one in segments]),
        cautions=plain(value=[asdict(one) for one in found.cautions]),
        state=State.PROPOSED.value,
        proposed_on=today,
        proposed_by_id=act.actor.user_id,
        proposed_by_name=act.actor.name,
        act_id=act.id,
    )


def _reckoned(facts: Facts, ranges: Sequence[Range], terms: Terms) -> Reckoned:
    found = reckoned(debt=facts.debt, ranges=ranges, terms=terms, setting=facts.setting)
    if isinstance(found, Fault):
        raise Refused(found.code, **found.parameters)
    return found


def _refuse_differing(row: Charge, facts: Facts | None) -> None:
    """What was proposed must still be what the debt cost on these days."""
    if facts is None:
        raise Refused("INTEREST_DIFFERS", amount=0, expected=row.interest_minor, currency=row.currency)
    agreed = None if row.rate_parts is None else Rate(row.rate_parts, row.rate_is_daily)
    terms = Terms(Basis(row.basis), agreed, row.factor_permille, row.year_days, row.article)
    now = _reckoned(facts, [(row.from_day, row.through_day)], terms).interest.interest_minor
    if now != row.interest_minor:
        raise Refused("INTEREST_DIFFERS", amount=now, expected=row.interest_minor, currency=row.currency)


def _document(row: Charge, facts: Facts, number: int, today: date) -> InvoiceDraft:
    payable = today + timedelta(days=facts.policy.payable_days)
    return InvoiceDraft(
        customer_id=row.customer_id,
        number=f"LI-{number:06d}",
        issue_date=today,
        currency=row.currency,
        instalments=(InstalmentDraft(payable, row.interest_minor),),
        kind=InvoiceKind.INTEREST,
        note=f"{facts.number} {row.from_day.isoformat()} – {row.through_day.isoformat()}",
    )


def _visible(actor: Actor, charge_ids: Sequence[int]) -> list[Charge]:
    """The claims asked for, all of one own company, which `actor` may see and charge."""
    refuse_without_verb(actor=actor, verb=Verb.CHARGE_INTEREST)
    wanted = sorted(set(charge_ids))
    rows = list(charges_for(actor=actor).filter(pk__in=wanted).order_by("pk"))
    if not rows or len(rows) != len(wanted):
        raise NotPermitted("INTEREST_NOT_VISIBLE", charge=wanted[0] if wanted else 0)
    if len({row.company_id for row in rows}) > 1 or len(rows) > MOST_ITEMS:
        raise Refused("INTEREST_ONE_COMPANY", most=MOST_ITEMS)
    return rows


def _in_state(charge_ids: Sequence[int], state: State) -> list[Charge]:
    rows = list(Charge.objects.filter(pk__in=charge_ids).order_by("pk"))
    for row in rows:
        if row.state != state.value:
            raise Changed("INTEREST_CHANGED", charge=row.pk)
    return rows


def _locked(receivable_ids: Sequence[int]) -> dict[int, Facts]:
    """Facts of items that nobody else claims, pays or pauses until the transaction ends."""
    _lock(receivable_ids)
    return facts_of(receivable_ids=receivable_ids)


def _lock(receivable_ids: Sequence[int]) -> None:
    rows = receivables_for(actor=SYSTEM).filter(pk__in=sorted(set(receivable_ids))).order_by("pk")
    list(rows.select_for_update().values_list("pk", flat=True))
