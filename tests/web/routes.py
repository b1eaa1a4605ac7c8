"""Every route of the web app with who may call it; a new route without a line here fails `test_routes.py`.

Statuses stand for the owner (the customer's salesperson), a colleague (accountant), a stranger (another salesperson)
and nobody (sent to sign in).
"""

from __future__ import annotations

from datetime import date
from importlib import import_module
from pkgutil import iter_modules
from typing import Any

from tests.books import NOW
from tests.web import route_lists
from tests.web.office import Office
from tests.web.route_shapes import NOTHING, Route, company, customer, get, invoice, person, post, receipt


def used_receipt(office: Office) -> dict[str, Any]:
    return {"receipt_id": office.used_receipt}


def unknown_receipt(office: Office) -> dict[str, Any]:
    return {"receipt_id": office.unknown_receipt}


def bounced_receipt(office: Office) -> dict[str, Any]:
    """A receipt that was taken back."""
    from huikuan.kernel.actor import SYSTEM
    from huikuan.receipts.operations.money import bounce_receipt
    from huikuan.receipts.rules import BounceReason

    bounce_receipt(
        actor=SYSTEM,
        now=NOW,
        key=office.books.key(),
        receipt_id=office.used_receipt,
        effective_date=date(2026, 3, 2),
        reason=BounceReason.BOUNCED,
    )
    return used_receipt(office)


def run(office: Office) -> dict[str, Any]:
    """A run of reminders, planned now."""
    from huikuan.kernel.actor import SYSTEM
    from huikuan.reminders.operations.planning import plan_run

    day = date(2026, 3, 2)
    return {"run_id": plan_run(actor=SYSTEM, now=NOW, key=office.books.key(), today=day)["run_id"]}


def row_of_run(office: Office) -> dict[str, Any]:
    """A message of a planned run."""
    from huikuan.reminders.models import RunRow

    planned = run(office)
    return {**planned, "row_id": RunRow.objects.filter(run_id=planned["run_id"]).order_by("pk").values_list("pk")[0][0]}


def policy_class(_: Office) -> dict[str, Any]:
    return {"customer_class": "STANDARD"}


def text(_: Office) -> dict[str, Any]:
    return {"kind": "OVERDUE", "tone": "CLEAR", "language": "zh-hans"}


def a_pause(office: Office) -> dict[str, Any]:
    """A pause that the system made for the owner's customer."""
    from huikuan.kernel.actor import SYSTEM
    from huikuan.reminders.operations.pausing import PauseDraft, pause_reminders

    draft = PauseDraft(office.customer, date(2026, 3, 6), "周五付款")
    done = pause_reminders(actor=SYSTEM, now=NOW, today=date(2026, 3, 2), key=office.books.key(), pause=draft)
    return {"pause_id": done["pause_id"]}


def proposal(office: Office) -> dict[str, Any]:
    """The first proposal for a receipt that pays one invoice, its payer unknown."""
    from huikuan.kernel.actor import SYSTEM
    from huikuan.receipts.operations.matching import run_matching
    from huikuan.receipts.operations.statements import BankAccountDraft, open_bank_account

    account = open_bank_account(
        actor=SYSTEM,
        now=NOW,
        key=office.books.key(),
        company_id=office.books.company_id,
        account=BankAccountDraft("工行", "CNY", "1102", "工商银行"),
    )["bank_account_id"]
    money = office.books.receipt(77_777, payer_name="乙方机电有限公司", bank_account_id=account)
    run_matching(actor=SYSTEM, now=NOW, company_id=office.books.company_id)
    return {"receipt_id": money.pk, "place": 0}


def looked_at(_: Office) -> dict[str, Any]:
    """Which proposal the page showed: the one made last."""
    from huikuan.receipts.models import MatchOutcome
    from huikuan.web.pages.matching import seen_of

    outcome = MatchOutcome.objects.order_by("pk").last()
    return {"seen": seen_of(candidate=outcome.candidates[0]) if outcome else ""}


FIRST = (
    # the first page and search
    get("today", (200, 200, 200), queries=56),
    get("today", (200, 200, 200), query="?q=x&kind=OVERDUE"),
    get("today", (200, 200, 200), query="?format=csv"),
    get("search", (200, 200, 302), query="?q=有限公司", queries=9),
    # customers
    get("customers", (200, 200, 200), queries=11),
    get("customers", (200, 200, 200), query="?which=ALL", queries=12),
    get("customer", (200, 200, 404), customer, queries=84),
    get("add_customer", (403, 200, 403), queries=7),
    post("add_customer", (403, 303, 403), NOTHING, lambda _: {"name": "丁公司", "code": "C4"}),
    post(
        "assign_customers",
        (403, 303, 403),
        NOTHING,
        lambda o: {"ids": [o.customer], "salesperson": o.people["stranger"]},
    ),
    post(
        "classify_customers",
        (403, 303, 403),
        NOTHING,
        lambda o: {"ids": [o.customer], "customer_class": "KEY"},
    ),
    get("add_invoice", (403, 200, 403), customer),
    post(
        "add_invoice",
        (403, 303, 403),
        customer,
        lambda _: {"number": "F777", "amount": "1,000.00", "issue_date": "2026-03-01", "due_date": "2026-03-31"},
    ),
    # receivables
    get("receivables", (200, 200, 200), queries=12),
    get("invoice", (200, 200, 404), invoice, queries=14),
    post(
        "short_payment",
        (403, 303, 403),
        invoice,
        lambda o: {"receivable_id": o.item, "amount": "1", "effective_date": "2026-03-02", "reason": "ROUNDING"},
    ),
    post(
        "write_off",
        (403, 303, 403),
        invoice,
        lambda o: {"receivable_id": o.item, "amount": "1", "category": "BANKRUPT", "reason": "破产裁定书"},
    ),
    post(
        "credit",
        (403, 303, 403),
        invoice,
        lambda _: {"number": "R001", "amount": "10", "issue_date": "2026-03-02"},
    ),
    post(
        "take_back_posting",
        (403, 303, 404),
        invoice,
        lambda o: {"posting_id": o.invoice_posting, "effective_date": "2026-03-02"},
    ),
    # receipts
    get("receipts", (200, 200, 200), queries=9),
    get("receipt", (200, 200, 404), used_receipt, queries=17),
    get("receipt", (404, 200, 404), unknown_receipt),
    get("add_receipt", (403, 200, 403)),
    post(
        "add_receipt",
        (403, 303, 403),
        NOTHING,
        lambda _: {"amount": "5", "received_on": "2026-03-01", "method": "BANK"},
    ),
    post("allocate", (403, 303, 403), receipt, lambda o: {f"share_{o.item}": "700.00"}),
    post("undo_allocations", (403, 303, 403), used_receipt, lambda o: {"posting_ids": [o.allocation]}),
    post("identify_receipt", (403, 303, 403), unknown_receipt, lambda o: {"customer": o.customer}),
    post("refund", (403, 403, 403), receipt, lambda _: {"amount": "1", "effective_date": "2026-03-02"}),
    post("undo_refund", (403, 403, 403), receipt, lambda o: {"posting_id": o.allocation}),
    post("bounce", (403, 303, 403), used_receipt, lambda _: {"reason": "BOUNCED", "effective_date": "2026-03-02"}),
    post("no_receipt", (403, 303, 403), unknown_receipt, lambda _: {"reason": "BANK_INTEREST"}),
    post("restore_receipt", (403, 303, 403), bounced_receipt, NOTHING),
    # matching
    get("matching", (403, 200, 403)),
    post("run_matching", (403, 303, 403), NOTHING, NOTHING),
    post("confirm_match", (403, 303, 403), proposal, looked_at),
    # insight
    get("ageing", (200, 200, 200)),
    get("ageing_items", (200, 200, 200)),
    get("allocations", (200, 200, 200)),
    get("allocations", (200, 200, 200), query="?counted=PAID&start=2026-01-01&end=2026-03-31"),
    # follow-up
    get("reminders", (200, 200, 200)),
    post("plan_reminders", (403, 303, 403), NOTHING, NOTHING),
    get("reminder_run", (200, 200, 200), run),
    post("send_reminders", (403, 303, 403), run, NOTHING),
    post("approve_reminders", (403, 422, 403), run, NOTHING),
    post("cancel_reminders", (403, 303, 403), run, NOTHING),
    post("exclude_reminder", (403, 422, 403), row_of_run, lambda _: {"reason": "客户已来电"}),
    get("row_sheet", (200, 200, 404), row_of_run),
    get("policies", (200, 200, 200)),
    get("policy", (200, 200, 200), policy_class),
    post("look_at_policy", (403, 403, 403), policy_class, NOTHING),
    post("change_policy", (403, 403, 403), policy_class, NOTHING),
    get("letters", (200, 200, 200)),
    get("letter", (200, 200, 200), text),
    post("look_at_letter", (403, 403, 403), text, NOTHING),
    post("letter_sheet", (403, 403, 403), text, NOTHING),
    post("save_text", (403, 403, 403), text, NOTHING),
    post("approve_text", (403, 403, 403), lambda _: {"letter_id": 987}, NOTHING),
    get("pauses", (200, 200, 200), queries=6),
    get("pause_customer", (200, 200, 404), customer),
    post("pause_customer", (303, 303, 404), customer, lambda _: {"through": "2026-03-06", "reason": "周五付款"}),
    post("end_pause", (403, 303, 404), a_pause, NOTHING),
    get("messages", (200, 200, 200)),
    post("send_all_again", (403, 303, 403), NOTHING, NOTHING),
    post("send_message_again", (403, 404, 403), lambda _: {"message_id": 987}, NOTHING),
    post("cancel_message", (403, 404, 403), lambda _: {"message_id": 987}, lambda _: {"reason": "客户已来电"}),
    post("resolve_message", (403, 404, 403), lambda _: {"message_id": 987}, lambda _: {"event": "CONFIRM_SENT"}),
    # files brought in
    get("imports", (403, 200, 403)),
    get("import_done", (403, 404, 403), lambda _: {"batch_id": 987}),
    get("import_table", (403, 200, 403)),
    post("import_table", (403, 422, 403), NOTHING, NOTHING),
    get("import_preview", (403, 404, 403)),
    post("carry_out_import", (403, 404, 403), NOTHING, NOTHING),
    get("look_at_customer_list", (403, 404, 403)),
    post("take_customer_list", (403, 404, 403), NOTHING, NOTHING),
    get("import_statement", (403, 200, 403)),
    post("import_statement", (403, 422, 403), NOTHING, NOTHING),
    get("statement_preview", (403, 404, 403)),
    post("carry_out_statement", (403, 404, 403), NOTHING, NOTHING),
    post("add_account", (403, 422, 403), NOTHING, NOTHING),
    # one's own settings
    get("my_settings", (200, 200, 200)),
    post("new_password", (422, 422, 422), NOTHING, lambda _: {"current": "wrong", "new": "long enough to be taken"}),
    post("end_other_sessions", (303, 303, 303), NOTHING, NOTHING),
    post("new_token", (200, 200, 200), NOTHING, lambda _: {"name": "脚本", "days": "30"}),
    post("stop_token", (303, 404, 404), lambda o: {"token_id": o.token}, NOTHING),
    # administration
    get("people", (403, 403, 403)),
    get("new_person", (403, 403, 403)),
    post("new_person", (403, 403, 403), NOTHING, lambda _: {"name": "新人", "username": "new", "roles": ["AUDITOR"]}),
    get("person", (403, 403, 403), person),
    post("person", (403, 403, 403), person, lambda _: {"name": "钱磊", "username": "s", "roles": ["ADMINISTRATOR"]}),
    post("make_link", (403, 403, 403), person, NOTHING),
    post("switch_person", (403, 403, 403), person, NOTHING),
    post("new_department", (403, 403, 403), NOTHING, lambda _: {"name": "华东"}),
    get("calendar", (403, 403, 403)),
    post("set_calendar_day", (403, 403, 403), NOTHING, lambda _: {"day": "2027-02-05", "kind": "OFF"}),
    post("remove_calendar_day", (403, 403, 403), NOTHING, lambda _: {"day": "2027-02-05"}),
    get("own_companies", (403, 403, 403)),
    get("new_company", (403, 403, 403)),
    post("new_company", (403, 403, 403), NOTHING, lambda _: {"name": "新公司", "short_name": "新", "currency": "CNY"}),
    get("own_company", (403, 403, 403), company),
    post("own_company", (403, 403, 403), company, lambda _: {"name": "改名", "short_name": "改", "currency": "CNY"}),
    post("close_books", (403, 403, 403), company, lambda _: {"through": "2026-02-28"}),
    # the session
    get("sign_in", (302, 302, 302), nobody=200),
    post("sign_in", (302, 302, 302), NOTHING, lambda _: {"username": "a", "password": "b"}, nobody=422),
    post("sign_out", (303, 303, 303), NOTHING, NOTHING),
    post("language", (303, 303, 303), NOTHING, lambda _: {"language": "en"}, nobody=303),
    post("theme", (303, 303, 303), NOTHING, lambda _: {"theme": "dark"}, nobody=303),
    post("choose_company", (303, 303, 303), NOTHING, lambda o: {"company": o.books.company_id}),
    get("one_time_link", (409, 409, 409), lambda _: {"token": "unknown"}, nobody=409),
)
LISTS: dict[str, tuple[Route, ...]] = {
    "first rooms": FIRST,
    **{
        found.name: import_module(f"{route_lists.__name__}.{found.name}").ROUTES
        for found in iter_modules(route_lists.__path__)
    },
}
"""Newer rooms have a file each."""
ROUTES = tuple(one for routes in LISTS.values() for one in routes)
