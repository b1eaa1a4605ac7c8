"""Run in a process of its own: fill an office into the books of HUIKUAN_HOME, print its ids as JSON."""

from __future__ import annotations

import json
import os
import re
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.web.office import Office

HOSTILE = "<img src=x onerror=alert(1)>\"'><script>alert(2)</script>{{7*7}}"
PASSWORD = "vier worte reichen aus"
DOWNLOAD = re.compile(
    r"\.(pdf|xlsx)$|[?&]format=|/(answers|copies|documents|file|files|papers|reports|scan|stub)/\d+/$"
    r"|/prices/\d+/signed/$|/people/\d+/data/$|/\d+/paper/$"
)
"""Addresses that give a file, not a page."""


def main() -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "huikuan.config.settings"
    import django

    django.setup()
    from huikuan.accounts.operations.passwords import issue_link, set_password_by_link
    from huikuan.kernel.actor import SYSTEM
    from tests.books import NOW
    from tests.web.areas.desk import new_desk
    from tests.web.office import new_office

    office = new_office()
    for who in ("owner", "colleague", "director", "admin"):
        link = issue_link(actor=SYSTEM, now=NOW, key=f"link-{who}", user_id=office.people[who])
        set_password_by_link(now=NOW, key=f"password-{who}", token=link.token, new=PASSWORD)
    ids = {name: value for name, value in vars(office).items() if name != "books"}
    desk = new_desk(office)
    named = office.books.customer("庚方仪器有限公司", salesperson_id=office.people["stranger"])
    office.books.invoice(named, "H77701", 40_000)
    (sure,) = desk.arrives((40_000, "王五", "货款 H77701"))
    desk.match()
    ids |= {"waiting": desk.waiting, "sure": sure}
    hostile = office.books.customer(HOSTILE, salesperson_id=office.people["owner"])
    (item,) = office.books.invoice(hostile, HOSTILE[:60], 1_000, note=HOSTILE, contract=HOSTILE)
    money = office.books.receipt(1_000, hostile, payer_name=HOSTILE, reference=HOSTILE)
    ids |= {"hostile_customer": hostile, "hostile_invoice": item.invoice_id, "hostile_receipt": money.pk}
    ids |= _asked(office)
    ids["pages"] = _pages(office)
    _late(office)
    print(json.dumps(ids))


def _asked(office: Office) -> dict[str, int]:
    """A customer of the owner for whom he asks for a limit, and whose order is held: he owes since long."""
    from datetime import UTC, datetime, timedelta

    from huikuan.accounts.queries import actor_of
    from huikuan.credit.operations.checking import check_credit
    from huikuan.credit.rules.facts import Question
    from huikuan.credit.rules.policy import CheckPoint
    from huikuan.limits.operations import request_limit
    from huikuan.limits.rules import LimitDraft, LimitKind

    now = datetime.now(UTC)  # the server reads the clock, and what was asked for long ago has expired
    owner, today = actor_of(user_id=office.people["owner"]), now.date()
    assert owner is not None
    customer = office.books.customer("辛方装备有限公司", salesperson_id=office.people["owner"])
    office.books.invoice(customer, "X77701", 500_000)
    limit = LimitDraft(
        customer, LimitKind.PERMANENT, 80_000_000, "CNY", today, today + timedelta(days=365), reason="年度框架合同"
    )
    asked = request_limit(actor=owner, now=now, today=today, key="asked-limit", limit=limit)
    question = Question(customer, office.books.company_id, 300_000, "CNY", CheckPoint.ORDER, "SO-77701", reserve=True)
    held = check_credit(actor=owner, now=now, today=today, key="held-order", question=question)
    return {"asking_customer": customer, "limit_request": asked["request_id"], "hold": held["hold_id"]}


def _late(office: Office) -> None:
    """What a day's job and a call leave behind: the clocks of late debts, a promise in the month that is looked at."""
    from datetime import date

    from huikuan.clocks.operations.refreshing import refresh_clocks
    from huikuan.kernel.actor import SYSTEM
    from huikuan.promises.operations.promising import make_promise
    from huikuan.promises.rules import Channel, PromiseDraft
    from tests.books import NOW

    day = date(2026, 3, 2)
    customer = office.books.customer("壬方机电有限公司", salesperson_id=office.people["owner"])
    office.books.invoice(customer, "R77701", 30_000)
    promise = PromiseDraft(customer, office.books.company_id, "CNY", 30_000, date(2026, 3, 27), "王经理", Channel.CALL)
    make_promise(actor=SYSTEM, now=NOW, today=day, key="late-promise", draft=promise)
    refresh_clocks(today=day)


HANDED_OUT = re.compile(r"\.pdf$|/drafts/|/vouchers\.<|(files?|papers?|signed|vouchers)/(<[a-z:_]+>/)*$")
"""Addresses of kept papers: no pages, and what they hand out need not be made."""


def _pages(office: Office) -> list[tuple[str, str]]:
    """Every page of the route table: its address, and somebody who may see it; a PDF is none, nor what nobody finds."""
    from django.urls import reverse

    from huikuan.web import urls
    from tests.web.routes import ROUTES

    found = []
    where = cache(lambda given: given(office))  # what several pages show is made once
    pages = (one for one in ROUTES if one.sent is None and one.statuses[1] not in (302, 404))
    handed_out = {pattern.name for pattern in urls.urlpatterns if HANDED_OUT.search(str(pattern.pattern))}
    for one in (one for one in pages if one.name not in handed_out):
        owner, colleague, _stranger = one.statuses
        who = "colleague" if colleague == 200 else "owner" if owner == 200 else "admin"
        found.append((reverse(one.name, kwargs=where(one.where)) + one.query, who))
    return [(address, who) for address, who in found if not DOWNLOAD.search(address)]


if __name__ == "__main__":
    main()
