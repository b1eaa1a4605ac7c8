"""The office with portal links, and a browser that came by one."""

from __future__ import annotations

import re
from typing import Any

from django.test import Client

from huikuan.guests.operations.links import LinkDraft, address_to_copy, make_link
from huikuan.guests.rules.links import LinkPurpose
from huikuan.kernel.actor import SYSTEM
from huikuan.receipts.operations.statements import BankAccountDraft, open_bank_account
from tests.books import NOW
from tests.web.office import Office, new_office

HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)">')


def portal_office() -> Office:
    """The office whose own company has an account to pay to."""
    office = new_office()
    account = BankAccountDraft("工行", "CNY", "1102 0008", "工商银行")
    open_bank_account(
        actor=SYSTEM, now=NOW, key=office.books.key(), company_id=office.books.company_id, account=account
    )
    return office


def link_of(office: Office, customer_id: int | None = None, **more: Any) -> int:
    """A link of the owner's customer unless said."""
    draft = LinkDraft(customer_id or office.customer, more.pop("language", "en"), **more)
    return int(make_link(actor=SYSTEM, now=NOW, key=office.books.key(), draft=draft)["link_id"])


def token_of(link_id: int) -> str:
    """The token of a link, as it stands in a message."""
    return address_to_copy(actor=SYSTEM, link_id=link_id).rstrip("/").rsplit("/", 1)[-1]


def guest_browser(link_id: int, **options: Any) -> Client:
    """A browser that opened the link."""
    browser = Client(**options)
    answer = browser.get(f"/portal/link/{token_of(link_id)}/")
    assert answer.status_code == 302, answer.content
    return browser


def statement_link(office: Office, statement_id: int) -> int:
    """A link about one statement."""
    return link_of(office, purpose=LinkPurpose.STATEMENT, object_id=statement_id)


def sent(browser: Client, address: str, values: dict[str, Any]) -> Any:
    """The form filled in, looked at once more, and sent."""
    looked = browser.post(address, values)
    assert looked.status_code == 200, looked.content.decode()
    page = looked.content.decode()
    hidden = dict(HIDDEN.findall(page))
    kept = {"kept": hidden["kept"]} if "kept" in hidden else {}
    plain = {name: value for name, value in values.items() if not hasattr(value, "read")}
    return browser.post(address, {**plain, **kept, "key": hidden["key"], "step": "confirm"})
