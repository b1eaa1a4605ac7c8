"""Who may call the pages of provisions, write-offs and other creditors; the colleague is the accountant."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.books import NOW
from tests.web.office import Office
from tests.web.route_shapes import NOTHING, Route, customer, get, post

TODAY = date(2026, 3, 2)


def _actor(office: Office, who: str) -> Any:
    from huikuan.accounts.queries import actor_of

    return actor_of(user_id=office.people[who])


def matrix(office: Office) -> dict[str, Any]:
    """A loss matrix of two buckets, set by hand; the one there is, if there is one."""
    from huikuan.provisions.models import MatrixVersion

    if MatrixVersion.objects.exists():
        return {}
    from huikuan.kernel.actor import SYSTEM
    from huikuan.provisions.operations.matrices import save_matrix
    from huikuan.provisions.rules.figures import Figures
    from huikuan.provisions.rules.matrix import Matrix
    from huikuan.provisions.rules.rates import Method

    rates = Figures(Method.SET, shares=(Fraction(1, 100), Fraction(1, 10)))
    save_matrix(actor=SYSTEM, now=NOW, key=office.books.key(), matrix=Matrix(Method.SET, (0,), {"": rates}, "政策"))
    return {}


def run(office: Office) -> dict[str, Any]:
    """A provision that the accountant proposed."""
    from huikuan.provisions.models import ProvisionRun
    from huikuan.provisions.operations.proposing import propose_provision
    from huikuan.provisions.rules.states import RunDraft

    matrix(office)
    day = date(2026, 2, 1) + timedelta(days=ProvisionRun.objects.count())
    draft = RunDraft(office.books.company_id, "CNY", day, "月末")
    who = {"actor": _actor(office, "colleague"), "now": NOW, "today": TODAY, "key": office.books.key()}
    return {"run_id": propose_provision(**who, draft=draft)["run_id"]}


def approved(office: Office) -> dict[str, Any]:
    """A provision that the director approved."""
    from huikuan.provisions.access import run_for
    from huikuan.provisions.operations.proposing import decide_provision

    found, director = run(office), _actor(office, "director")
    request_id = run_for(actor=director, run_id=found["run_id"]).request_id or 0
    who = {"actor": director, "now": NOW, "today": TODAY, "key": office.books.key()}
    decide_provision(**who, request_id=request_id, approve=True, note="")
    return found


def exported(office: Office) -> dict[str, Any]:
    """A provision whose vouchers were fetched."""
    from huikuan.provisions.operations.proposing import export_vouchers

    found = approved(office)
    export_vouchers(actor=_actor(office, "colleague"), now=NOW, key=office.books.key(), **found)
    return {**found, "name": "csv"}


def asked(office: Office) -> dict[str, Any]:
    """A request of the accountant to write off what the owner's customer owes; the one that waits, if one does."""
    from huikuan.provisions.models import WriteOff

    if waiting := WriteOff.objects.filter(state="WAITING").first():
        return {"write_off_id": waiting.pk}
    from huikuan.provisions.operations.writing_off import request_write_off
    from huikuan.provisions.rules.states import Category, WantedItem, WriteOffDraft

    draft = WriteOffDraft(Category.BANKRUPT, "裁定书", (WantedItem(office.item, 100),))
    who = {"actor": _actor(office, "colleague"), "now": NOW, "today": TODAY, "key": office.books.key()}
    return {"write_off_id": request_write_off(**who, draft=draft)["write_off_id"]}


def booked(office: Office) -> dict[str, Any]:
    """A write-off that the director approved."""
    from huikuan.provisions.access import write_off_for
    from huikuan.provisions.operations.writing_off import decide_write_off

    found, director = asked(office), _actor(office, "director")
    request_id = write_off_for(actor=director, write_off_id=found["write_off_id"]).request_id or 0
    who = {"actor": director, "now": NOW, "today": TODAY, "key": office.books.key()}
    decide_write_off(**who, request_id=request_id, approve=True, note="")
    return found


def with_paper(office: Office) -> dict[str, Any]:
    """A request with a paper."""
    from huikuan.provisions.operations.writing_off import attach_evidence

    found = asked(office)
    who = {"actor": _actor(office, "colleague"), "now": NOW, "key": office.books.key()}
    done = attach_evidence(**who, **found, name="a.pdf", content=b"%PDF-1.4")
    return {**found, "document_id": done["document_id"]}


def written_off(office: Office) -> dict[str, Any]:
    """An item of the owner's customer that is off the books in part."""
    from huikuan.kernel.actor import SYSTEM
    from huikuan.receivables.drafts import Reduction
    from tests.writing_off import write_off

    reduction = Reduction(office.item, 100, TODAY, "OTHER")
    write_off(actor=SYSTEM, now=NOW, key=office.books.key(), reduction=reduction)
    return {"receivable_id": office.item}


def creditor(office: Office) -> dict[str, Any]:
    """Another creditor of the owner's customer."""
    from huikuan.creditors.operations import record_creditor
    from huikuan.creditors.rules import Confidence, CreditorDraft, Source
    from huikuan.kernel.actor import SYSTEM

    draft = CreditorDraft(office.customer, "丁供应商", "包装", Source.REGISTER, Confidence.LIKELY, TODAY, 5_000)
    return record_creditor(actor=SYSTEM, now=NOW, today=TODAY, key=office.books.key(), draft=draft)


def creditor_with_paper(office: Office) -> dict[str, Any]:
    """Another creditor with a paper."""
    from huikuan.creditors.operations import attach_paper
    from huikuan.kernel.actor import SYSTEM

    found = creditor(office)
    done = attach_paper(actor=SYSTEM, now=NOW, key=office.books.key(), name="a.pdf", content=b"%PDF-1.4", **found)
    return {**found, "document_id": done["document_id"]}


def step(office: Office) -> dict[str, Any]:
    """A joint step that is planned."""
    from huikuan.creditors.operations import plan_step
    from huikuan.creditors.rules import StepDraft, StepKind
    from huikuan.kernel.actor import SYSTEM

    draft = StepDraft(StepKind.JOINT_TALK, TODAY, office.people["owner"], "面谈", True)
    return plan_step(actor=SYSTEM, now=NOW, today=TODAY, key=office.books.key(), **creditor(office), draft=draft)


def _file(_: Office) -> dict[str, Any]:
    return {"file": SimpleUploadedFile("a.pdf", b"%PDF-1.4", "application/pdf")}


def _proposal(_: Office) -> dict[str, Any]:
    return {"as_of": "2026-02-28", "currency": "CNY", "opening": "0", "reason": "月末"}


def _assessment(office: Office) -> dict[str, Any]:
    from huikuan.customers.access import customer_for
    from huikuan.kernel.actor import SYSTEM

    name = customer_for(actor=SYSTEM, customer_id=office.customer).name
    return {"customer": name, "currency": "CNY", "expected": "10.00", "reason": "停业"}


def _matrix(_: Office) -> dict[str, Any]:
    return {
        "seen": "0", "method": "MIGRATION", "basis": "invoice", "edges": "365, 730", "rows": "100 50 0\n90 12 20",
        "average": "SIMPLE", "final_loss": "100", "forward": "5", "forward_source": "PMI", "source": "2024–2025",
        "impairment": "6702", "allowance": "1231", "receivable": "1122",
    }  # fmt: skip


def _items(office: Office) -> dict[str, Any]:
    return {"items": [str(office.item)], "category": "BANKRUPT", "reason": "裁定书"}


def _books(office: Office) -> dict[str, Any]:
    return _matrix(office) | {"rows": "", "edges": "0, 30", "method": "FLOW", "basis": "due", "until": "2026-04-30"}


def _recovery(office: Office) -> dict[str, Any]:
    return {"receipt_id": str(office.receipt), "amount": "0.50"}


def _creditor(_: Office) -> dict[str, Any]:
    more = {"source": "OUR_PEOPLE", "confidence": "LIKELY", "seen_on": "2026-03-01", "owed": "100.00"}
    return {"name": "戊公司", "supplies": "钢材", **more}


def _step(office: Office) -> dict[str, Any]:
    owner = str(office.people["owner"])
    more = {"kind": "JOINT_TALK", "on": "2026-03-09", "text": "一起面谈", "has_read_caution": "on"}
    return {"owner_id": owner, **more}


ROUTES: tuple[Route, ...] = (
    get("provisions", (403, 200, 403), lambda office: matrix(office)),
    post("propose_provision", (403, 303, 403), lambda office: matrix(office), _proposal),
    post("assess_customer", (403, 303, 403), NOTHING, _assessment),
    get("loss_matrix", (403, 200, 403)),
    post("loss_matrix", (403, 303, 403), NOTHING, _matrix),
    post("loss_matrix", (403, 303, 403), NOTHING, _books),
    get("provision", (404, 200, 404), run),
    post("provision_vouchers", (403, 303, 403), approved, lambda _: {"format": "csv"}),
    get("voucher_file", (403, 200, 403), exported),
    get("write_offs", (200, 200, 200)),
    get("written_off", (200, 200, 200)),
    get("write_off_request", (200, 200, 404), asked),
    post("attach_write_off_paper", (403, 303, 403), asked, _file),
    post("reverse_write_off", (403, 303, 403), booked, lambda _: {"note": "找到了付款人"}),
    get("write_off_items", (403, 200, 403), customer),
    post("write_off_items", (403, 303, 403), customer, _items),
    get("write_off_paper", (200, 200, 404), with_paper),
    get("recover", (403, 200, 403), written_off),
    post("recover", (403, 303, 403), written_off, _recovery),
    get("creditors", (200, 200, 404), customer, queries=9),
    post("creditors", (303, 303, 404), customer, _creditor),
    post("end_creditor", (303, 422, 404), creditor, NOTHING),
    post("attach_creditor_paper", (303, 303, 404), creditor, _file),
    get("creditor_paper", (200, 200, 404), creditor_with_paper),
    post("plan_joint_step", (303, 303, 404), creditor, _step),
    post("end_joint_step", (303, 422, 404), step, lambda _: {"result": "答应付款", "event": "DO"}),
)
