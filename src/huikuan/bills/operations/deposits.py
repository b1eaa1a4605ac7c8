"""Acts on deposits (定金, 保证金): kept apart from money that pays, used for a debt, paid back, or kept for good."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime

from huikuan.audit.operations import Intent, Json, OpenAct, perform
from huikuan.audit.rules import plain
from huikuan.bills.access import deposit_for
from huikuan.bills.models import Deposit, DepositStep
from huikuan.bills.queries.policies import policy_in_force
from huikuan.bills.rules.entries import Money, forfeited, kept_as_deposit
from huikuan.bills.rules.other_forms import DepositEvent, DepositKind, forfeitable
from huikuan.kernel.actor import Actor, Verb
from huikuan.kernel.refusal import Changed, Refused
from huikuan.ledger.operations import post, refuse_day
from huikuan.ledger.rules import PostingDraft
from huikuan.receipts.access import receipt_for
from huikuan.receipts.parts import locked_receipts, move_parts
from huikuan.receipts.rules import refund

_PARTS = {
    DepositEvent.APPLY: "applied_minor",
    DepositEvent.PAY_BACK: "paid_back_minor",
    DepositEvent.FORFEIT: "forfeited_minor",
}
_NEEDS = {
    DepositEvent.APPLY: Verb.ALLOCATE,
    DepositEvent.PAY_BACK: Verb.REFUND,
    DepositEvent.FORFEIT: Verb.REFUND,
}


@dataclass(frozen=True, slots=True)
class DepositDraft:
    """How much of a receipt is a deposit of which kind; `contract_minor` is the contract's amount, for the 20 % of the law."""

    receipt_id: int
    kind: DepositKind
    amount_minor: int
    on: date
    contract_number: str = ""
    contract_minor: int | None = None


@dataclass(frozen=True, slots=True)
class DepositUse:
    """What becomes of how much of a deposit, minor units; `contract_minor` says the contract's amount where nobody has said it.

    `penalty_claimed` says that a penalty is claimed for the same breach.
    """

    event: DepositEvent
    minor: int
    on: date
    note: str = ""
    contract_minor: int | None = None
    penalty_claimed: bool = False


def keep_as_deposit(*, actor: Actor, now: datetime, key: str, draft: DepositDraft) -> dict[str, Json]:
    """Keep unapplied money of a customer as a deposit: it pays no debt and counts as collected nowhere. `{"deposit_id"}`.

    Raises NotPermitted, Refused DEPOSIT_CUSTOMER, DEPOSIT_KNOWN, AMOUNT_OUT_OF_BOUNDS, MORE_THAN_UNAPPLIED, DATED_*.
    """
    row = receipt_for(actor=actor, receipt_id=draft.receipt_id, need=Verb.ALLOCATE)
    if draft.amount_minor < 1 or (draft.contract_minor is not None and draft.contract_minor < 1):
        raise Refused("AMOUNT_OUT_OF_BOUNDS", amount=draft.amount_minor)
    intent = Intent("keep_as_deposit", actor, now, key, row.company_id, plain(value=asdict(draft)))

    def work(act: OpenAct) -> dict[str, Json]:
        locked = locked_receipts(ids=[draft.receipt_id])[draft.receipt_id]
        if locked.customer_id is None:
            raise Refused("DEPOSIT_CUSTOMER", receipt=locked.number)
        if Deposit.objects.filter(receipt_id=locked.pk).exists():
            raise Refused("DEPOSIT_KNOWN", receipt=locked.number)
        refuse_day(act=act, company_id=locked.company_id, day=draft.on, origin=locked.received_on)
        money = Money(locked.pk, locked.customer_id, locked.currency)
        posting = kept_as_deposit(of=money, minor=draft.amount_minor, on=draft.on)
        move_parts(receipts={locked.pk: locked}, drafts=[posting])
        posting_id = post(act=act, company_id=locked.company_id, drafts=[posting])[0]
        deposit = Deposit.objects.create(
            receipt_id=locked.pk,
            kind=draft.kind.value,
            contract_number=draft.contract_number.strip()[:100],
            contract_minor=draft.contract_minor,
            amount_minor=draft.amount_minor,
            held_minor=draft.amount_minor,
            act_id=act.id,
        )
        _tell(act, deposit, DepositEvent.TAKE, draft.amount_minor, (draft.on, "", posting_id))
        return {"deposit_id": deposit.pk}

    return perform(intent=intent, work=work)


def use_deposit(*, actor: Actor, now: datetime, key: str, deposit_id: int, use: DepositUse) -> dict[str, Json]:
    """APPLY makes it money that can pay a debt, PAY_BACK returns it, FORFEIT keeps it for good; `{"posting_id", "receipt_id"}`.

    Of earnest money only what has its effect can be forfeited (民法典 586: 20 % of the contract, which must be known), and not
    beside a penalty (588). Raises NotPermitted, Refused DEPOSIT_MORE_THAN_HELD, DEPOSIT_CONTRACT_AMOUNT, DEPOSIT_NOT_FORFEITABLE,
    DEPOSIT_BESIDE_PENALTY, DEPOSIT_NOTE, DATED_*.
    """
    deposit = deposit_for(actor=actor, deposit_id=deposit_id, need=_NEEDS[use.event])
    event, minor, on, note = use.event, use.minor, use.on, use.note
    if event is DepositEvent.FORFEIT and not note.strip():
        raise Refused("DEPOSIT_NOTE")
    detail = {"deposit_id": deposit_id, "event": event.value, "minor": minor, "on": on.isoformat(), "note": note}
    if use.contract_minor is not None:
        detail["contract_minor"] = use.contract_minor
    intent = Intent("use_deposit", actor, now, key, deposit.receipt.company_id, detail)

    def work(act: OpenAct) -> dict[str, Json]:
        row = locked_receipts(ids=[deposit.receipt_id])[deposit.receipt_id]
        known = Deposit.objects.get(pk=deposit_id)
        if not 1 <= minor <= known.held_minor:
            raise Refused("DEPOSIT_MORE_THAN_HELD", minor=known.held_minor, currency=row.currency)
        _refuse_forfeit(known, use, row.currency)
        refuse_day(act=act, company_id=row.company_id, day=on, origin=row.received_on)
        drafts = _drafts(Money(row.pk, row.customer_id, row.currency), event, minor, on)
        move_parts(receipts={row.pk: row}, drafts=drafts)
        posting_id = post(act=act, company_id=row.company_id, drafts=drafts)[0]
        part = _PARTS[event]
        after = {"held_minor": known.held_minor - minor, part: getattr(known, part) + minor}
        if not Deposit.objects.filter(pk=deposit_id, held_minor=known.held_minor).update(**after):
            raise Changed("CHANGED", deposit=deposit_id)
        _tell(act, known, event, minor, (on, note, posting_id))
        return {"posting_id": posting_id, "receipt_id": row.pk}

    return perform(intent=intent, work=work)


def _drafts(money: Money, event: DepositEvent, minor: int, on: date) -> list[PostingDraft]:
    if event is DepositEvent.FORFEIT:
        return [forfeited(of=money, minor=minor, on=on, reason=event.value)]
    drafts = [kept_as_deposit(of=money, minor=-minor, on=on)]
    if event is DepositEvent.PAY_BACK:
        drafts.append(
            refund(
                receipt_id=money.receipt_id, customer_id=money.customer_id, currency=money.currency, minor=minor, on=on
            )
        )
    return drafts


def _refuse_forfeit(deposit: Deposit, use: DepositUse, currency: str) -> None:
    if use.event is not DepositEvent.FORFEIT:
        return
    is_earnest = deposit.kind == DepositKind.EARNEST.value
    contract_minor = deposit.contract_minor or use.contract_minor
    if is_earnest and (contract_minor is None or contract_minor < 1):
        raise Refused("DEPOSIT_CONTRACT_AMOUNT")
    if is_earnest and use.penalty_claimed:
        raise Refused("DEPOSIT_BESIDE_PENALTY")
    most = forfeitable(
        kind=DepositKind(deposit.kind),
        amount_minor=deposit.amount_minor,
        contract_minor=contract_minor,
        permille=policy_in_force().earnest_permille,
    )
    if deposit.forfeited_minor + use.minor > most:
        left = max(0, most - deposit.forfeited_minor)
        raise Refused("DEPOSIT_NOT_FORFEITABLE", minor=left, currency=currency)


def _tell(act: OpenAct, deposit: Deposit, event: DepositEvent, minor: int, said: tuple[date, str, int]) -> None:
    on, note, posting_id = said
    DepositStep.objects.create(
        deposit=deposit,
        event=event.value,
        amount_minor=minor,
        on=on,
        note=note.strip()[:300],
        posting_id=posting_id,
        who_name=act.actor.name,
        at=act.now,
        act_id=act.id,
    )
