"""Contracts of the demo company: machines sold in milestones, one in every stage, written through the acts."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, datetime, timedelta

from huikuan.contracts.due_rules import Anchor, DueRule
from huikuan.contracts.operations.amending import draft_amendment
from huikuan.contracts.operations.drafting import ContractDraft, draft_contract
from huikuan.contracts.operations.happening import EventDraft
from huikuan.contracts.rules.plan import PlanState
from huikuan.contracts.rules.terms import (
    Clauses,
    Item,
    LateBasis,
    MilestoneKind,
    MilestoneTerm,
    Parties,
    Settlement,
    Sizes,
    Terms,
    Trigger,
)
from huikuan.demo.building import Built
from huikuan.kernel.actor import SYSTEM
from huikuan.receipts.operations.allocating import AllocationDraft, Share, allocate_receipts
from huikuan.receipts.operations.money import ReceiptDraft, record_receipts
from huikuan.receivables.plan_firing import EventToRecord, Signing, fire_milestones, sign_contract
from huikuan.receivables.queries.plans import PlanRow, plans_of

SEED = 20260302
HOW_MANY = 14
_GOODS = ("井式渗碳炉", "网带淬火线", "真空回火炉", "感应加热装置", "箱式电阻炉", "氮化炉成套设备", "铝合金时效炉")
_SIGNERS = ("李明", "王海波", "陈静", "赵国强", "孙丽")
_STAGES = ("DRAFT", "SIGNED", "DELIVERED", "LATE", "ACCEPTED", "RELEASED", "AMENDED")


def fill_contracts(*, built: Built, now: datetime, today: date) -> None:
    """Fourteen contracts: drafts, signed, delivered, waiting for acceptance, retention held and released, one being amended."""
    rng = random.Random(SEED)
    company_id = built.companies["CNY"]
    for place, customer_id in enumerate(rng.sample(sorted(built.customers.values()), HOW_MANY)):
        stage = _STAGES[place % len(_STAGES)]
        signed_on = today - timedelta(days=30 + 20 * (place % 7) + (300 if stage == "RELEASED" else 0))
        terms = _terms(rng, place, signed_on)
        done = draft_contract(
            actor=SYSTEM,
            now=now,
            today=today,
            key=f"demo-contract-{place}",
            company_id=company_id,
            contract=ContractDraft(customer_id, f"HT{today:%Y}-{place + 1:03d}", terms),
        )
        if stage != "DRAFT":
            _live(int(done["contract_id"]), stage, terms, signed_on, now, today)
            _pay(int(done["contract_id"]), customer_id, company_id, now, today)


def _live(contract_id: int, stage: str, terms: Terms, signed_on: date, now: datetime, today: date) -> None:
    key = f"demo-contract-event-{contract_id}"
    sign_contract(actor=SYSTEM, now=now, today=today, key=f"{key}-sign", signing=Signing(contract_id, signed_on))
    if stage == "SIGNED":
        return
    happened = [(Trigger.DELIVERY, signed_on + timedelta(days=12), "仓库主管")]
    if stage in ("ACCEPTED", "RELEASED", "AMENDED"):
        happened.append((Trigger.ACCEPTANCE, signed_on + timedelta(days=24), "设备部经理"))
    if stage == "RELEASED":
        happened.append((Trigger.RETENTION_RELEASE, today - timedelta(days=9), "采购部经理"))
    for place, (kind, day, role) in enumerate(happened):
        event = EventDraft(kind, day, signatory=_SIGNERS[contract_id % len(_SIGNERS)], signatory_role=role)
        fire_milestones(actor=SYSTEM, now=now, key=f"{key}-{place}", record_of=EventToRecord(contract_id, event))
    if stage == "AMENDED":
        draft_amendment(
            actor=SYSTEM,
            now=now,
            key=f"{key}-amend",
            contract_id=contract_id,
            terms=_renoted(terms),
            reason="补充协议一：增加备件清单说明",
        )


def _pay(contract_id: int, customer_id: int, company_id: int, now: datetime, today: date) -> None:
    """Money for what fell due, but of every third contract the last payment is late."""
    due = [row for row in plans_of(contract_ids=[contract_id], today=today)[contract_id] if _is_late(row)]
    paid = due[:-1] if contract_id % 3 == 0 else due
    for row in paid:
        key = f"demo-contract-money-{row.receivable_id}"
        money = ReceiptDraft(
            received_on=row.due_on or today,
            currency="CNY",
            amount_minor=row.open_minor,
            customer_id=customer_id,
            reference=row.invoice_number,
        )
        done = record_receipts(actor=SYSTEM, now=now, key=key, company_id=company_id, receipts=[money])
        share = Share(row.receivable_id or 0, row.open_minor)
        allocation = AllocationDraft(done["receipt_ids"][0], (share,))
        allocate_receipts(actor=SYSTEM, now=now, key=f"{key}-used", company_id=company_id, allocations=[allocation])


def _is_late(row: PlanRow) -> bool:
    return row.state is PlanState.OVERDUE


def _terms(rng: random.Random, place: int, signed_on: date) -> Terms:
    goods, amount = _GOODS[place % len(_GOODS)], rng.randrange(180, 2_600) * 100_000
    is_public = place % 5 == 2
    days = 90 if is_public else 30
    return Terms(
        title=f"{goods}采购合同",
        currency="CNY",
        amount_minor=amount,
        milestones=_milestones(signed_on, days, deposit=350_000 if place == 0 else 200_000),
        items=(Item(goods, f"RX-{rng.randrange(45, 180)}", "台", 10**6, amount * 10**4, amount),),
        parties=Parties(end_user="" if place % 3 else "母公司生产基地", our_signatory="王红"),
        settlement=Settlement(
            agreement="按节点电汇至我方基本户，到货后凭验收单付款。",
            means="电汇",
            acceptance_standard="GB/T 10067",
            acceptance_method="现场试运行 72 小时",
            inspection_days=None if place % 4 == 3 else 15,
        ),
        clauses=Clauses(late_basis=LateBasis.DECREE_802 if is_public else LateBasis.AGREED, late_rate_bp=600),
        sizes=Sizes("PUBLIC" if is_public else "OTHER", "SMALL", None if place == 2 else signed_on),
    )


def _milestones(signed_on: date, days: int, *, deposit: int) -> tuple[MilestoneTerm, ...]:
    after = DueRule(anchor=Anchor.MILESTONE, days=days)
    at_once = DueRule(anchor=Anchor.MILESTONE, days=7)
    delivered, accepted = signed_on + timedelta(days=12), signed_on + timedelta(days=24)
    return (
        MilestoneTerm(1, "定金", Trigger.DATE, at_once, share_ppm=deposit, kind=MilestoneKind.DEPOSIT),
        MilestoneTerm(2, "到货款", Trigger.DELIVERY, after, share_ppm=650_000 - deposit, expected_on=delivered),
        MilestoneTerm(3, "验收款", Trigger.ACCEPTANCE, after, share_ppm=300_000, expected_on=accepted),
        MilestoneTerm(
            4,
            "质保金",
            Trigger.RETENTION_RELEASE,
            at_once,
            share_ppm=50_000,
            kind=MilestoneKind.RETENTION,
            expected_on=signed_on + timedelta(days=389),
            release_condition="质保期 12 个月满且无未了质量问题",
        ),
    )


def _renoted(terms: Terms) -> Terms:
    return replace(terms, note="备件清单见补充协议附件")
