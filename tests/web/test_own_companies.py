"""An own company that a person may not see: no row, sum or act of it; who administers, administers every one."""

from __future__ import annotations

import re
from datetime import date
from functools import partial
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from huikuan.accounts.models import Company, UserCompany
from huikuan.accounts.queries import closed_through
from huikuan.audit.models import Act
from huikuan.documents.files import write_file
from huikuan.imports.models import ImportBatch
from huikuan.imports.operations.lists import ImportOrder, import_file
from huikuan.imports.rules import Guess, ImportKind, Options
from huikuan.kernel.actor import SYSTEM
from huikuan.outbox.models import Message
from huikuan.receipts.models import BankAccount
from huikuan.receipts.operations.matching import run_matching
from huikuan.receipts.operations.statements import BankAccountDraft, open_bank_account
from huikuan.reminders.models import Run, RunRow
from huikuan.reminders.operations.planning import plan_run
from huikuan.reminders.operations.sending import send_run
from tests.books import NOW
from tests.imports.lists import COLUMNS, TODAY, table
from tests.tried import wrong
from tests.web.office import KEY, Office, row_counts, second_company
from tests.web.route_shapes import Route
from tests.web.routes import ROUTES
from tests.web.test_routes import address_of, send

OF_A_COMPANY = (
    "invoice short_payment write_off credit take_back_posting receipt allocate undo_allocations identify_receipt refund "
    "undo_refund bounce no_receipt restore_receipt confirm_match"
).split()
SECRETS = re.compile(r'(name="(?:csrfmiddlewaretoken|key)" value=")[^"]+')
PAGES = (
    "/",
    "/customers/?which=ALL",
    "/customers/{customer}/",
    "/receivables/?which=ALL",
    "/receivables/?company={there}",
    "/receivables/?format=csv",
    "/receipts/?which=ALL",
    "/receipts/?which=ALL&company={there}",
    "/matching/?which=ALL",
    "/matching/?company={there}",
    "/insight/ageing/",
    "/insight/ageing/?company={there}",
    "/insight/ageing/items/",
    "/imports/",
    "/imports/statement/",
    "/reminders/",
    "/reminders/messages/",
    "/search/?q=S00",
    "/search/?q=S901",
    "/search/?q=777",
)


@pytest.fixture
def there(office: Office) -> Office:
    return second_company(office)


def page_of(office: Office, who: str, address: str) -> str:
    return SECRETS.sub(r"\1", office.browser(who).get(address).content.decode())


def person(office: Office, who: str, **changed: Any) -> dict[str, Any]:
    return {"key": KEY, "name": "某", "username": who, "roles": ["AUDITOR"], "language": "en", **changed}


# ---------------------------------------------------------------- objects of another own company


def test_an_object_of_a_company_one_does_not_see_is_not_there(there: Office) -> None:
    def look(one: Route) -> object:
        address = address_of(one, there)
        limited, before = there.browser("limited"), row_counts()
        status = limited.get(address).status_code if one.sent is None else send(one, address, there, limited)
        if (status, row_counts() == before) != (404, True):
            return status
        free = there.browser("unlimited")
        status = free.get(address).status_code if one.sent is None else send(one, address, there, free)
        # Negative control: he who sees the company gets through, but that nobody can undo an allocation so.
        return None if status in (200, 303, 422) or one.name == "undo_refund" else ("unlimited", status)

    assert wrong({one.id: partial(look, one) for one in ROUTES if one.name in OF_A_COMPANY}) == {}


def test_every_object_of_the_first_company_opens(office: Office, there: Office) -> None:
    """Negative control: the limit closes nothing of his own company."""
    assert {one.name for one in ROUTES} >= set(OF_A_COMPANY)
    for one in ROUTES:
        if one.name in OF_A_COMPANY and one.sent is None:
            assert office.browser("limited").get(address_of(one, office)).status_code == 200


def happen(there: Office) -> None:
    """Whatever can happen in the second company."""
    (item,) = there.books.invoice(there.customer, "S555", 77_700, date(2026, 2, 1))
    there.books.allocate(there.books.receipt(77_700, there.customer, payer_name="乙方机电有限公司"), (item, 700))
    there.books.receipt(12_300, None, payer_name="S00公司")
    account_id = account_of(there)
    there.books.receipt(77_777, None, payer_name="乙方机电有限公司", bank_account_id=account_id)
    run_matching(actor=SYSTEM, now=NOW, company_id=there.books.company_id)
    imported(there)


def account_of(there: Office) -> int:
    """A bank account of the second company."""
    account = BankAccountDraft("工行二", "CNY", "990011", "工商银行")
    done = open_bank_account(actor=SYSTEM, now=NOW, key="account-2", company_id=there.books.company_id, account=account)
    assert isinstance(done["bank_account_id"], int)
    return done["bank_account_id"]


def imported(there: Office) -> ImportBatch:
    rows = [["S901", "乙方机电有限公司", "2026-01-10", "2026-02-09", "777.00"]]
    order = ImportOrder(ImportKind.INVOICES, there.books.company_id, table(rows), Guess(COLUMNS), Options())
    import_file(actor=SYSTEM, now=NOW, today=TODAY, key=f"import-{there.number}", order=order)
    return ImportBatch.objects.get(company_id=there.books.company_id)


def pages_of(there: Office, browser: Client) -> dict[str, str]:
    """Each page as the browser shows it, without what differs each time."""
    addresses = [page.format(customer=there.customer, there=there.books.company_id) for page in PAGES]
    return {address: SECRETS.sub(r"\1", browser.get(address).content.decode()) for address in addresses}


def test_what_happens_there_changes_no_byte(there: Office) -> None:
    before = pages_of(there, there.browser("limited"))
    happen(there)
    after = pages_of(there, there.browser("limited"))
    assert [address for address in before if after[address] != before[address]] == []


def test_who_sees_the_company_sees_it(there: Office) -> None:
    """Negative control: the same pages show it to those who may see it, the reminders after a run."""
    browser = there.browser("unlimited")
    browser.post(reverse("choose_company"), {"company": there.books.company_id})
    before = pages_of(there, browser)
    happen(there)
    after = pages_of(there, browser)
    sent_run(there)
    after |= {address: page for address, page in pages_of(there, browser).items() if "reminders" in address}
    assert [address for address in before if after[address] == before[address]] == []


def planned_run(there: Office) -> int:
    """A run of today with a message of each company to the owner's customer; the bounds of a first run are left aside."""
    BankAccount.objects.update(stated_through=date(2026, 3, 1))
    planned = plan_run(actor=SYSTEM, now=NOW, key="run", today=date(2026, 3, 2))["run_id"]
    rows = RunRow.objects.filter(run_id=planned)
    rows.filter(customer_id=there.customer).update(decision="SEND", reasons=[])
    Run.objects.filter(pk=planned).update(
        state="PLANNED", hold_reasons=[], messages=rows.filter(decision="SEND").count()
    )
    return int(planned)


def sent_run(there: Office) -> int:
    """The same run, sent."""
    run_id = planned_run(there)
    send_run(actor=SYSTEM, now=NOW, key="send", run_id=run_id, today=date(2026, 3, 2))
    return run_id


@pytest.mark.parametrize("state", ["PLANNED", "HELD"])
def test_a_run_with_letters_of_a_company_one_does_not_see(state: str, there: Office) -> None:
    """Whoever planned it: he is told so, and nothing that would move it is offered to him or taken from him."""
    run_id = planned_run(there)
    acts = [reverse(name, args=[run_id]) for name in ("send_reminders", "approve_reminders", "cancel_reminders")]
    told = f"Run {run_id} holds letters of companies or customers that you do not see."
    for who in ("limited", "unlimited"):
        Run.objects.filter(pk=run_id).update(state=state, planner_id=there.people[who])
        page = page_of(there, who, reverse("reminder_run", args=[run_id]))
        is_offered = any(f'action="{address}"' in page for address in acts)
        assert (who, told in page, is_offered) == (who, who == "limited", who == "unlimited")
    before = row_counts()
    for address in acts:
        answer = there.browser("limited").post(address, {"key": KEY, "reason": "x"})
        assert (address, answer.status_code, told in answer.content.decode()) == (address, 422, True)
    assert (row_counts(), Run.objects.get(pk=run_id).state) == (before, state)


def test_letters_of_a_company_one_does_not_see(office: Office, there: Office) -> None:
    run_id = sent_run(there)
    rows = {row.company_id: row.pk for row in RunRow.objects.filter(run_id=run_id, customer_id=office.customer)}
    limited = office.browser("limited")
    sheets = {
        which.books.company_id: limited.get(
            reverse("row_sheet", args=[run_id, rows[which.books.company_id]])
        ).status_code
        for which in (office, there)
    }
    assert sheets == {office.books.company_id: 200, there.books.company_id: 404}
    hidden = rows[there.books.company_id]
    taken = limited.post(reverse("exclude_reminder", args=[run_id, hidden]), {"key": KEY, "reason": "不发"})
    assert taken.status_code == 404
    assert limited.get(f"{reverse('reminder_run', args=[run_id])}?row={hidden}").status_code == 404


def test_messages_of_a_company_one_does_not_see(office: Office, there: Office) -> None:
    sent_run(there)
    own, hidden = (Message.objects.get(company_id=which.books.company_id) for which in (office, there))
    limited, free = office.browser("limited"), office.browser("unlimited")
    decisions: tuple[tuple[str, str, dict[str, str]], ...] = (
        ("resolve_message", "UNCERTAIN", {"event": "CONFIRM_LOST", "note": "x"}),
        ("send_message_again", "FAILED", {}),
        ("cancel_message", "FAILED", {"reason": "不发"}),
    )
    for name, state, sent in decisions:
        Message.objects.update(state=state)
        address, before = reverse(name, args=[hidden.pk]), row_counts()
        assert (name, limited.post(address, {"key": KEY, **sent}).status_code) == (name, 404)
        assert (row_counts(), Message.objects.get(pk=hidden.pk).state) == (before, state)
        seen = free.post(address, {"key": f"{KEY}-{name}", **sent}).status_code
        assert (name, seen) == (name, 303), "negative control: he who sees the company decides"
    Message.objects.update(state="FAILED")
    assert limited.post(reverse("send_all_again"), {"key": KEY}).status_code == 303
    assert [Message.objects.get(pk=one.pk).state for one in (own, hidden)] == ["PLANNED", "FAILED"]
    assert free.post(reverse("send_all_again"), {"key": f"{KEY}-all"}).status_code == 303
    assert Message.objects.get(pk=hidden.pk).state == "PLANNED", "negative control"


def test_files_of_a_company_one_does_not_see(there: Office) -> None:
    batch = imported(there)
    limited, free = there.browser("limited"), there.browser("unlimited")
    for query in ("", "?format=csv"):
        address = reverse("import_done", args=[batch.pk]) + query
        assert (limited.get(address).status_code, free.get(address).status_code) == (404, 200)


def test_a_statement_of_a_bank_account_one_does_not_see(there: Office) -> None:
    account_id = account_of(there)
    sha256 = write_file(content="交易日期,交易金额,摘要\n2026-02-25,1234.50,货款\n".encode())
    asked: dict[str, Any] = {"file": sha256, "account": account_id, "company": there.books.company_id, "key": KEY}
    for who, statuses in (("limited", (404, 404)), ("unlimited", (200, 303))):
        browser = there.browser(who)
        session = browser.session
        session.update({"uploads": [[sha256, "bank.csv"]], "company": there.books.company_id})
        session.save()
        before = row_counts()
        looked = browser.get(reverse("statement_preview"), asked).status_code
        taken = browser.post(reverse("carry_out_statement"), asked).status_code
        assert (who, looked, taken) == (who, *statuses)
        assert (row_counts() == before) is (who == "limited")


@pytest.mark.parametrize("name", ["add_receipt", "add_invoice", "run_matching", "add_account"])
def test_nothing_is_written_into_a_company_one_does_not_see(name: str, there: Office) -> None:
    (one,) = [one for one in ROUTES if one.name == name and one.sent is not None]
    address = f"{address_of(one, there)}?company={there.books.company_id}"
    assert one.sent is not None
    there.books.invoice(there.customer, "26322000000010400001", 100_007)
    text, account_id = "货款 26322000000010400001", account_of(there)  # something for the matching to be sure of
    there.books.receipt(100_007, payer_name="乙方机电有限公司", reference=text, bank_account_id=account_id)
    sent = {**one.sent(there), "company": there.books.company_id, "currency": "CNY"}
    acts = {}
    for who in ("limited", "unlimited"):
        browser = there.browser(who)
        session = browser.session
        session["company"] = there.books.company_id
        session.save()
        typed = {"key": f"{KEY}-{who}", "name": f"建行 {who}", "number": f"77-{who}"}
        typed |= {"kind": "BANK"} if name == "add_account" else {}
        assert browser.post(address, {**sent, **typed}).status_code == 303
        acts[who] = Act.objects.filter(company_id=there.books.company_id, actor_user_id=there.people[who]).exists()
    assert acts == {"limited": False, "unlimited": True}, "the second one is the negative control"


# ---------------------------------------------------------------- who administers, and the limits of people


def test_an_administrator_cannot_be_limited_and_reads_it_at_the_companies(office: Office, there: Office) -> None:
    admin, limited = office.browser("admin"), office.people["limited"]
    sent = person(office, "limited", roles=["ADMINISTRATOR"], company_ids=[office.books.company_id])
    for address in (reverse("person", args=[limited]), reverse("new_person")):
        answer = admin.post(address, {**sent, "username": "limited" if str(limited) in address else "fresh"})
        assert answer.status_code == 422
        assert list(answer.context["form"].errors) == ["company_ids"]
        assert "every own company" in answer.content.decode()
    freed = admin.post(reverse("person", args=[limited]), {**sent, "key": KEY + "2", "company_ids": []})
    assert freed.status_code == 303
    assert not UserCompany.objects.filter(user_id=limited).exists()


@pytest.mark.parametrize("seen", [1, 2])
def test_a_limit_the_administrator_does_not_see_stays(seen: int, office: Office, there: Office) -> None:
    """Limited administrators of an earlier release, and companies that are no longer active."""
    limited, hidden = office.people["limited"], there.books.company_id
    UserCompany.objects.filter(user_id=limited).update(company_id=hidden)
    Company.objects.filter(pk=hidden).update(is_active=False)
    if seen == 2:
        Company.objects.create(name="甲三", short_name="甲三", currency="CNY")
    answer = office.browser("admin").post(reverse("person", args=[limited]), person(office, "limited"))
    assert answer.status_code == 303
    assert list(UserCompany.objects.filter(user_id=limited).values_list("company_id", flat=True)) == [hidden]


def test_a_limit_to_the_only_company_is_shown_and_stays(office: Office) -> None:
    user_id, company_id = office.people["colleague"], office.books.company_id
    browser, address = office.browser("admin"), reverse("person", args=[user_id])
    assert "company_ids" not in browser.get(address).content.decode()
    UserCompany.objects.create(user_id=user_id, company_id=company_id)
    assert f'name="company_ids" value="{company_id}"' in browser.get(address).content.decode()
    assert browser.post(address, person(office, "colleague", company_ids=[company_id])).status_code == 303
    assert UserCompany.objects.filter(user_id=user_id, company_id=company_id).exists()


@pytest.mark.parametrize("name", ["close_books", "own_company"])
def test_a_company_that_is_not_to_be_seen_is_not_changed(name: str, office: Office, there: Office) -> None:
    (one,) = [one for one in ROUTES if one.name == name and one.sent is not None]
    hidden = there.books.company_id
    UserCompany.objects.create(user_id=office.people["admin"], company_id=office.books.company_id)
    for company_id in (hidden, 987_654):
        before = row_counts()
        assert send(one, reverse(name, args=[company_id]), office, office.browser("admin")) == 404
        assert row_counts() == before
    assert (closed_through(company_id=hidden), Company.objects.get(pk=hidden).name) == (None, "甲二进出口有限公司")
