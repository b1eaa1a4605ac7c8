"""Who may call the pages of paying."""

from datetime import date
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.web.office import Office
from tests.web.route_shapes import Route, customer, get, post


def recorded(office: Office) -> dict[str, Any]:
    """The owner's customer, of whom two versions are written down; the second step of the newest stands still."""
    from huikuan.kernel.actor import SYSTEM
    from huikuan.paying.operations import PayingDraft, Place, block_step, save_paying
    from huikuan.paying.rules.records import Block, Habits, Step
    from tests.books import NOW

    steps = (Step("请款单", usual_days=1), Step("付款", usual_days=2))
    draft = PayingDraft(office.customer, Habits(closing_day=25), steps, 0)
    save_paying(actor=SYSTEM, now=NOW, key=office.books.key(), draft=draft)
    block = Block(date(2026, 2, 27), "缺验收单")
    block_step(actor=SYSTEM, now=NOW, key=office.books.key(), place=Place(office.customer, 1, 2), block=block)
    return customer(office)


def first_version(office: Office) -> dict[str, Any]:
    return {**recorded(office), "number": 1}


def stranger_money(office: Office) -> dict[str, Any]:
    """Money of the other customer."""
    return {"receipt_id": office.books.receipt(1_000, office.others_customer).pk}


def mandate(office: Office) -> dict[str, Any]:
    """The other customer may pay for the owner's, by a letter; another one each time."""
    from huikuan.kernel.actor import SYSTEM
    from huikuan.paying.mandating import MandateDraft, let_another_pay
    from tests.books import NOW

    draft = MandateDraft(
        office.books.company_id,
        office.customer,
        office.others_customer,
        date(2026, 2, 1),
        file_name="委托付款函.pdf",
        content=b"%PDF-1.4",
    )
    done = let_another_pay(actor=SYSTEM, now=NOW, key=office.books.key(), draft=draft)
    return {"mandate_id": done["mandate_id"], "document_id": done["document_id"]}


def a_letter(office: Office) -> dict[str, Any]:
    file = SimpleUploadedFile("委托付款函.pdf", b"%PDF-1.4")
    return {"for": str(office.customer), "signed_on": "2026-02-01", "file": file}


HABITS = {
    "rows": "1",
    "seen": "0",
    "day_kind": "ANY_DAY",
    "roll": "NEXT",
    "invoice_form": "EITHER",
    "invoice_delivery": "ANY_WAY",
    "step_1_name": "付款",
    "step_1_kind": "PAYMENT",
}

# Whoever comes second saw a version that no longer holds: it is said at the form.
ROUTES: tuple[Route, ...] = (
    get("paying", (200, 200, 404), customer, queries=15),
    post("save_paying", (303, 422, 404), customer, lambda _: HABITS),
    post("arrange_paying", (200, 200, 404), customer, lambda _: {**HABITS, "order": "add"}),
    post(
        "block_step",
        (303, 422, 404),
        recorded,
        lambda _: {"seen": "2", "step": "1", "since": "2026-02-27", "why": "缺验收单"},
    ),
    post("mend_step", (303, 422, 404), recorded, lambda _: {"seen": "2", "step": "2"}),
    post("enter_mandate", (403, 303, 403), stranger_money, a_letter),
    post("end_mandate", (403, 303, 403), lambda o: {"mandate_id": mandate(o)["mandate_id"]}, lambda _: {}),
    get("mandate_paper", (200, 200, 404), mandate),
    post("restore_paying", (303, 422, 404), first_version, lambda _: {"seen": "2"}),
)
