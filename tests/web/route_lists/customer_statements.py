"""Who may call the pages of statements of account; the colleague comes after the owner, to whom the act is done already."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from tests.web.office import Office
from tests.web.route_shapes import NOTHING, Route, company, customer, get, post

MONTH = {"month": "2026-02-10"}


def _period() -> Any:
    """February, and a day more before it for each statement there is: no two are of the same days."""
    from huikuan.statements.models import Statement
    from huikuan.statements.rules.policy import Period

    return Period(date(2026, 2, 1) - timedelta(days=Statement.objects.count()), date(2026, 2, 28))


def issued(office: Office) -> dict[str, Any]:
    """A statement of the owner's customer that can be sent."""
    from tests.statements.office import Desk

    return {"statement_id": Desk(office.books, office.customer).one(_period()).pk}


def silent(office: Office) -> dict[str, Any]:
    """One that nobody answered twice."""
    from huikuan.kernel.actor import SYSTEM
    from huikuan.statements.models import Statement
    from huikuan.statements.operations.following import follow_up
    from tests.books import NOW
    from tests.statements.office import Desk

    desk = Desk(office.books, office.customer)
    row = desk.sent(desk.one())
    follow_up(actor=SYSTEM, now=NOW, today=date(2026, 4, 1), key="silence-1")
    desk.sent(Statement.objects.get(pk=row.pk), date(2026, 4, 1))
    follow_up(actor=SYSTEM, now=NOW, today=date(2026, 6, 1), key="silence-2")
    return {"statement_id": row.pk}


def posted(office: Office) -> dict[str, Any]:
    """One that is in the post."""
    from huikuan.kernel.actor import SYSTEM
    from huikuan.statements.operations.sending import Posted, post_statement
    from tests.books import NOW

    found = issued(office)
    way = Posted("POST", "SF123")
    post_statement(actor=SYSTEM, now=NOW, key=office.books.key(), posted=way, today=date(2026, 3, 2), **found)
    return found


def answered(office: Office) -> dict[str, Any]:
    """The copy of a stamped answer."""
    from huikuan.statements.models import Reply
    from tests.statements.office import Desk

    desk = Desk(office.books, office.customer)
    row = desk.handed(desk.one(_period()))
    desk.answer(row)
    return {"statement_id": row.pk, "document_id": Reply.objects.get(statement=row).document_id}


def done_run(office: Office) -> dict[str, Any]:
    """A run that ended."""
    from tests.statements.office import Desk

    return {"run_id": Desk(office.books, office.customer).run(_period())[0].run_id}


def open_run(office: Office) -> dict[str, Any]:
    """A run that has only begun."""
    from huikuan.kernel.actor import SYSTEM
    from huikuan.statements.operations.running import begin_run
    from tests.books import NOW
    from tests.statements.office import FEBRUARY, TODAY

    company_id = office.books.company_id
    done = begin_run(actor=SYSTEM, now=NOW, key=office.books.key(), company_id=company_id, period=FEBRUARY, today=TODAY)
    return {"run_id": done["run_id"]}


def a_text(_: Office) -> dict[str, Any]:
    """The introduction in Chinese."""
    return {"kind": "INTRODUCTION", "language": "zh-hans"}


def waiting_text(office: Office) -> dict[str, Any]:
    """A text that waits for a second person."""
    from huikuan.accounts.queries import actor_of
    from huikuan.statements.operations.versions import save_text
    from huikuan.statements.rules.texts import TextKind
    from tests.books import NOW

    director = actor_of(user_id=office.people["director"])
    assert director is not None
    key = office.books.key()
    done = save_text(actor=director, now=NOW, key=key, kind=TextKind.REPLY, language="en", body="Please answer.")
    return {"text_id": done["text_id"]}


ANSWER = {"result": "CONFIRMED", "channel": "PAPER", "replied_on": "2026-03-01", "name": "高伟", "seal": "COMPANY"}
RULES = {"reply_days": "5", "second_days": "5", "language": "CUSTOMER", "reason": "月底结账", "seen": "0"}
ROUTES: tuple[Route, ...] = (
    get("statements", (200, 200, 200)),
    get("statement_coverage", (200, 200, 200)),
    get("print_statements", (403, 200, 403)),
    post("send_statements", (403, 303, 403), NOTHING, lambda _: {"run": "1"}),
    get("statement_runs", (200, 200, 200)),
    get("preview_statements", (403, 200, 403)),
    post("begin_statements", (403, 303, 403), NOTHING, lambda o: {"company": o.books.company_id, **MONTH}),
    get("statement_run", (404, 200, 404), done_run),
    post("carry_on_statements", (403, 303, 403), open_run, lambda _: {}),
    post("cancel_statements", (403, 303, 403), open_run, lambda _: {}),
    get("statement_rules", (200, 200, 200)),
    post("save_statement_rules", (403, 403, 403), NOTHING, lambda _: RULES),
    get("statement_text", (200, 200, 200), a_text),
    post("save_statement_text", (403, 403, 403), a_text, lambda _: {"body": "请核对。"}),
    post("approve_statement_text", (403, 403, 403), waiting_text, lambda _: {}),
    post("save_seal", (403, 403, 403), company, lambda _: {}),
    get("statement", (200, 200, 404), issued),
    get("statement_pdf", (200, 200, 404), issued),
    get("statement_workbook", (200, 200, 404), issued),
    get("answer_file", (200, 200, 404), answered),
    post("send_statement", (403, 303, 403), issued, lambda _: {}),
    post("post_statement", (403, 303, 403), issued, lambda _: {"way": "POST", "waybill": "SF1"}),
    post("statement_arrived", (403, 303, 403), posted, lambda _: {}),
    post("answer_statement", (403, 422, 403), issued, lambda _: ANSWER),
    post("prove_statement", (403, 303, 403), silent, lambda _: {"text": "三月回款"}),
    post("replace_statement", (403, 303, 403), issued, lambda _: {}),
    post("withdraw_statement", (403, 303, 403), issued, lambda _: {"reason": "金额有误"}),
    get("statement_recipient", (403, 200, 403), customer),
    post("statement_recipient", (403, 303, 403), customer, lambda _: {"to": "role-FINANCE"}),
    get("make_statement", (403, 200, 403), customer),
    post(
        "make_statement",
        (403, 303, 403),
        customer,
        lambda o: {
            "company": o.books.company_id,
            "currency": "CNY",
            "since": "2026-02-01",
            "through": "2026-02-28",
            "kind": "STATEMENT",
            "language": "",
        },
    ),
)
