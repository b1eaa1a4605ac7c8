"""Who may call the pages of causes and of judgements of debtors; the colleague comes after the owner."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from huikuan.kernel.actor import Actor
from tests.books import NOW
from tests.web.office import Office
from tests.web.route_shapes import NOTHING, Route, customer, get, post

TODAY = date(2026, 3, 2)
PAPER = ("登记.pdf", b"%PDF-1.7")


def cause(office: Office) -> dict[str, Any]:
    """A cause on our side of the owner's customer."""
    from huikuan.causes.operations.recording import record_cause
    from huikuan.causes.rules.causes import Cause, CauseDraft, Mend
    from huikuan.kernel.actor import SYSTEM

    who = office.people["owner"]
    draft = CauseDraft(
        office.customer, office.books.company_id, "CNY", Cause.OUR_INVOICE, "抬头错", (office.item,), who, (PAPER,),
        mend=Mend("重开", who, date(2026, 3, 9)),
    )  # fmt: skip
    return record_cause(actor=SYSTEM, now=NOW, today=TODAY, key=office.books.key(), draft=draft)


def paper(office: Office) -> dict[str, Any]:
    """A cause with its file."""
    from huikuan.causes.queries.causes import evidence_of

    found = cause(office)
    return found | {"document_id": evidence_of(cause_id=found["cause_id"])[0].document_id}


def sign(office: Office) -> dict[str, Any]:
    """A recorded sign about the owner's customer."""
    from huikuan.conduct.operations.signing import record_sign
    from huikuan.conduct.rules.judging import SignDraft
    from huikuan.conduct.rules.weighing import Ground
    from huikuan.kernel.actor import SYSTEM

    draft = SignDraft(office.customer, Ground.ASSET_FLIGHT, "设备抵押", TODAY, PAPER)
    return record_sign(actor=SYSTEM, now=NOW, today=TODAY, key=office.books.key(), draft=draft)


def sign_paper(office: Office) -> dict[str, Any]:
    """The document of a sign."""
    from huikuan.conduct.queries.judgements import signs_of
    from huikuan.kernel.actor import SYSTEM

    sign(office)
    row = signs_of(actor=SYSTEM, customer_id=office.customer)[0]
    return {"customer_id": office.customer, "document_id": row.document_id}


def judgement(office: Office) -> dict[str, Any]:
    """A judgement about the owner's customer, by the stranger."""
    from huikuan.conduct.operations.judging import judge_conduct
    from huikuan.conduct.rules.judging import JudgementDraft
    from huikuan.conduct.rules.weighing import Nature

    draft = JudgementDraft(office.customer, Nature.MALICIOUS, "转移资产")
    return judge_conduct(actor=judge(office), now=NOW, today=TODAY, key=office.books.key(), draft=draft)


def judge(office: Office) -> Actor:
    """Somebody who may judge."""
    from huikuan.kernel.actor import SYSTEM

    return replace(SYSTEM, user_id=office.people["stranger"])


def appeal(office: Office) -> dict[str, Any]:
    """An appeal of the owner's customer."""
    from huikuan.conduct.operations.judging import file_appeal
    from huikuan.conduct.rules.judging import AppealDraft
    from huikuan.kernel.actor import SYSTEM

    act: dict[str, Any] = {"actor": SYSTEM, "now": NOW, "today": TODAY, "key": office.books.key()}
    return file_appeal(**act, draft=AppealDraft("不服", "高伟"), **judgement(office))


ROUTES: tuple[Route, ...] = (
    get("causes", (200, 200, 200)),
    get("causes", (200, 200, 200), query="?which=TO_MEND&q=x"),
    get("missing_causes", (200, 200, 200)),
    get("missing_causes", (200, 200, 200), query="?q=x&why=AGE&sort=-days"),
    get("cause_report", (200, 200, 200), query="?by=PRODUCT"),
    get("cause_policy", (403, 403, 403)),
    post("cause_policy", (403, 403, 403), NOTHING, NOTHING),
    post("mend_cause", (303, 422, 404), cause, lambda _: {"note": "已寄出"}),
    post("withdraw_cause", (303, 422, 404), cause, lambda _: {"note": "记错"}),
    get("cause_file", (200, 200, 404), paper),
    get("add_cause", (200, 200, 404), customer),
    post("add_cause", (422, 422, 404), customer, lambda _: {"cause": "NO_MONEY", "text": "停产"}),
    get("conduct", (200, 200, 200)),
    get("conduct", (200, 200, 200), query="?which=ALL&q=x"),
    get("conduct_policy", (403, 403, 403)),
    post("conduct_policy", (403, 403, 403), NOTHING, NOTHING),
    get("conduct_of", (200, 200, 404), customer),
    post("judge_conduct", (403, 403, 403), customer, lambda _: {"nature": "MALICIOUS", "reason": "两次失约"}),
    post("add_sign", (422, 422, 404), customer, lambda _: {"ground": "MOVED_AWAY", "text": "人去楼空"}),
    post("take_back_sign", (303, 404, 404), sign, lambda _: {"note": "查无此事"}),
    get("conduct_file", (200, 200, 404), sign_paper),
    post("file_appeal", (303, 422, 404), judgement, lambda _: {"text": "不服", "said_by": "高伟"}),
    post("decide_appeal", (403, 403, 403), appeal, lambda _: {"event": "UPHOLD", "note": "属实"}),
)
