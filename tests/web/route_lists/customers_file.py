"""Who may call the pages of customers file."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from huikuan.customers.merging import merge_customers
from huikuan.customers.other_names import NameDraft, add_alias, add_name
from huikuan.customers.people import add_person
from huikuan.customers.people_rules import PersonDraft
from huikuan.customers.reports import ReportDraft, attach_report
from huikuan.kernel.actor import SYSTEM
from tests.books import NOW
from tests.web.office import Office
from tests.web.route_shapes import NOTHING, Route, company, customer, get, post


def _made(office: Office) -> dict[str, Any]:
    return {"actor": SYSTEM, "now": NOW, "key": office.books.key(), "customer_id": office.customer}


def name(office: Office) -> dict[str, Any]:
    return {"name_id": add_name(**_made(office), name=NameDraft("BRAND", "绿叶"))["name_id"]}


def alias(office: Office) -> dict[str, Any]:
    return {"alias_id": add_alias(**_made(office), kind="NAME", value="代付公司")["alias_id"]}


def contact(office: Office) -> dict[str, Any]:
    return {"contact_id": add_person(**_made(office), person=PersonDraft("王经理"))["contact_id"]}


def report(office: Office) -> dict[str, Any]:
    draft = ReportDraft("报告.pdf", f"%PDF-1.7 {office.books.key()}".encode(), "某某征信", date(2026, 1, 1))
    return {**customer(office), "document_id": attach_report(**_made(office), report=draft)["document_id"]}


def two(office: Office) -> dict[str, Any]:
    return {"customer_id": office.others_customer, "into_id": office.customer}


def merge(office: Office) -> dict[str, Any]:
    into: dict[str, Any] = {"into_id": office.books.customer("留下的公司"), "reason": "重复"}
    made = _made(office) | {"customer_id": office.others_customer}
    return {"merge_id": merge_customers(**made, **into)["merge_id"]}


def section(name: str) -> Any:
    return lambda office: {**customer(office), "section": name}


def _sent(**values: object) -> Any:
    return lambda office: values


IDENTITY = _sent(name="乙方机电有限公司", code="C-9", country="CN", language="en", tax_code="")
TERMS = _sent(terms_days="30", terms_roll="NONE", customer_class="KEY")
SIZE = _sent(industry="OTHER", declared_on="2026-01-05", staff="99")
PERSON = _sent(name="王", roles="PAYER")
# Where the owner did it first, the colleague finds it done: 422 for what is known already, 404 for what is gone.
ROUTES: tuple[Route, ...] = (
    get("customer_file", (200, 200, 404), customer),
    get("customer_history", (200, 200, 404), customer),
    get("edit_customer_file", (403, 200, 403), section("identity")),
    get("edit_customer_file", (403, 200, 403), section("terms")),
    get("edit_customer_file", (200, 200, 404), section("standing")),
    get("edit_customer_file", (404, 404, 404), section("unknown")),
    post("edit_customer_file", (403, 303, 403), section("identity"), IDENTITY),
    post("edit_customer_file", (403, 303, 403), section("terms"), TERMS),
    post("edit_customer_file", (303, 303, 404), section("standing"), _sent(region="上海", buyer_type="PUBLIC")),
    get("edit_group", (403, 200, 403), customer),
    post("edit_group", (403, 303, 403), customer, _sent(parent_code="")),
    get("new_name", (200, 200, 404), customer),
    post("new_name", (303, 422, 404), customer, _sent(kind="BRAND", name="绿叶")),
    post("drop_name", (303, 404, 404), name, _sent()),
    get("new_alias", (403, 200, 403), customer),
    post("new_alias", (403, 303, 403), customer, _sent(kind="NAME", value="代付公司")),
    post("drop_alias", (403, 303, 403), alias, _sent()),
    get("new_size", (200, 200, 404), customer),
    post("new_size", (303, 303, 404), customer, SIZE),
    get("new_report", (200, 200, 404), customer),
    post(
        "new_report",
        (303, 422, 404),
        customer,
        lambda office: {
            "issuer": "某某征信",
            "reported_on": "2026-01-05",
            "file": SimpleUploadedFile("r.pdf", b"%PDF-1.7"),
        },
    ),
    get("report_file", (200, 200, 404), report),
    get("new_contact", (200, 200, 404), customer),
    post("new_contact", (303, 303, 404), customer, PERSON),
    get("edit_contact", (200, 200, 404), contact),
    post("edit_contact", (303, 303, 404), contact, PERSON),
    post("erase_contact", (303, 404, 404), contact, _sent(reason="本人要求")),
    get("contact_data", (200, 200, 404), contact),
    get("duplicates", (403, 200, 403), NOTHING),
    get("merge_customers", (403, 200, 403), two),
    post("merge_customers", (403, 303, 403), two, _sent(reason="重复")),
    post("undo_merge", (403, 303, 403), merge, _sent()),
    get("own_company_size", (403, 403, 403), company),
    post("own_company_size", (403, 403, 403), company, SIZE),
)
