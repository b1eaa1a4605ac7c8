"""Forged rows of causes and of judgements of debtors."""

from datetime import date
from typing import Any

from huikuan.activities.models import Activity
from huikuan.causes.models import Cause as Row
from huikuan.causes.operations import recording
from huikuan.causes.rules.causes import Cause, CauseDraft, Mend
from huikuan.causes.rules.requiring import CausePolicy
from huikuan.conduct.models import Judgement, Sign
from huikuan.conduct.operations import signing
from huikuan.conduct.operations.judging import file_appeal, judge_conduct
from huikuan.conduct.operations.signing import record_sign, take_back_sign
from huikuan.conduct.rules.judging import AppealDraft, JudgementDraft, SignDraft
from huikuan.conduct.rules.weighing import ConductPolicy, Ground, Nature
from huikuan.kernel.actor import SYSTEM
from tests.books import NOW, new_books
from tests.guards.tables import Guard, changed, copied
from tests.people import new_people

TODAY = date(2026, 3, 2)
PAPER = ("登记.pdf", b"%PDF-1.7")


def _newer_cause() -> int:
    return Row.objects.order_by("-pk").values_list("pk", flat=True)[0]


def _judge() -> int:
    return Judgement.objects.values_list("judge_id", flat=True)[0]


def _unused_sign() -> int:
    return Sign.objects.order_by("-pk").values_list("pk", flat=True)[0]


GUARDS: tuple[Guard, ...] = (
    ("causes.Cause", "causes_says_why", changed(text="")),
    ("causes.Cause", "causes_ended_when_over", changed(state="SETTLED")),
    ("causes.CauseItem", "causes_item_once", copied(ended_on=TODAY)),
    ("causes.CauseItem", "causes_one_in_force_an_item", copied({"ended_on": None}, cause_id=_newer_cause)),
    ("causes.CauseItem", "causes_item_amount", changed(open_minor=0)),
    ("causes.CauseEvidence", "causes_evidence_is_one_thing", copied(document_id=None)),
    ("causes.CauseEvidence", "causes_document_once", copied({"document__isnull": False})),
    ("causes.CauseEvidence", "causes_activity_once", copied({"activity__isnull": False})),
    ("causes.MendTask", "cause", copied()),
    ("causes.MendTask", "causes_mend_says_what", changed(what="")),
    ("causes.MendTask", "causes_mend_done_by_somebody", changed(done_on=TODAY)),
    ("causes.PolicyVersion", "number", copied()),
    ("causes.PolicyVersion", "causes_policy_bounded", copied(number=9, days=0)),
    ("causes.PolicyVersion", "causes_policy_says_why", copied(number=9, reason="")),
    ("conduct.Sign", "conduct_sign_says_what", copied(text="")),
    ("conduct.SignTakenBack", "sign", copied()),
    ("conduct.SignTakenBack", "conduct_taken_back_says_why", copied(sign_id=_unused_sign, reason="")),
    ("conduct.Judgement", "conduct_judgement_says_why", changed(reason="")),
    ("conduct.Judgement", "conduct_reviewed_later", changed(review_on=TODAY)),
    ("conduct.Judgement", "conduct_ended_when_over", changed(state="OVERTURNED")),
    ("conduct.Judgement", "conduct_one_judgement_in_force", copied()),
    ("conduct.Appeal", "conduct_appeal_says_what", changed(said_by="")),
    ("conduct.Appeal", "conduct_appeal_decided_whole", changed(state="UPHELD")),
    (
        "conduct.Appeal",
        "conduct_appeal_by_another",
        copied(state="DISMISSED", decided_on=TODAY, decided_by_id=_judge, note="自己判自己"),
    ),
    ("conduct.Appeal", "conduct_one_open_appeal", copied()),
    ("conduct.PolicyVersion", "number", copied()),
    ("conduct.PolicyVersion", "conduct_policy_bounded", copied(number=9, threshold=0)),
    ("conduct.PolicyVersion", "conduct_policy_says_why", copied(number=9, reason="")),
)


def ground() -> None:
    """Two causes of two items, one of them ours with its task; two signs, one taken back; a judgement and an appeal; policies."""
    books, people = new_books(), new_people()
    buyer = books.customer("乙公司", salesperson_id=people.owner.user_id)
    items = [books.invoice(buyer, number, 50_000)[0].pk for number in ("F1", "F2")]
    owner = people.owner.user_id or 0
    act: dict[str, Any] = {"actor": SYSTEM, "now": NOW, "today": TODAY}
    first = CauseDraft(buyer, books.company_id, "CNY", Cause.NO_MONEY, "停产", (items[0],), owner, (PAPER,))
    recording.record_cause(**act, key="c", draft=first)
    contact = _contact_of(buyer)
    mend = Mend("补开发票", owner, date(2026, 3, 6))
    ours = CauseDraft(
        buyer, books.company_id, "CNY", Cause.OUR_INVOICE, "抬头错", (items[1],), owner, (), (contact,), mend
    )
    recording.record_cause(**act, key="d", draft=ours)
    policy = recording.PolicyDraft(CausePolicy(), "照旧", 0)
    recording.save_policy(actor=SYSTEM, now=NOW, key="e", draft=policy)
    for key in ("f", "g"):
        sign = SignDraft(buyer, Ground.ASSET_FLIGHT, f"设备抵押 {key}", TODAY, PAPER)
        done = record_sign(**act, key=key, draft=sign)
        if key == "f":
            take_back_sign(actor=SYSTEM, now=NOW, key="h", reason="查无此事", **done)
    draft = JudgementDraft(buyer, Nature.MALICIOUS, "转移资产")
    judged = judge_conduct(**{**act, "actor": people.director}, key="i", draft=draft)
    file_appeal(**act, key="j", draft=AppealDraft("不服", "高伟"), **judged)
    weighed = signing.PolicyDraft(ConductPolicy(), "照旧", 0)
    signing.save_policy(actor=SYSTEM, now=NOW, key="k", draft=weighed)


def _contact_of(customer_id: int) -> int:
    return Activity.objects.filter(customer_id=customer_id).values_list("pk", flat=True)[0]
