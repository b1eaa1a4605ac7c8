"""Reminder runs and messages: a preview sends nothing, every message has its reason, one act per press, own rows only."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from huikuan.accounts.models import User
from huikuan.audit.models import Act
from huikuan.kernel.actor import SYSTEM
from huikuan.outbox.models import Message
from huikuan.receipts.models import BankAccount
from huikuan.reminders.models import Run, RunRow
from huikuan.reminders.operations.planning import plan_run
from huikuan.reminders.rules.reasons import Reason
from huikuan.web.pages.reminders import MESSAGE_STATES, RUN_STATES, words
from huikuan.wording.reminders import KEPT_BACK
from tests.books import NOW
from tests.web.areas.desk import PEOPLE, cost, text_of, written
from tests.web.office import KEY, Office

RUNS, MESSAGES, PLAN = "/reminders/", "/reminders/messages/", "/reminders/plan/"
TODAY = date(2026, 3, 2)


@pytest.fixture
def run(office: Office) -> Run:
    """A run of today: one message to the owner's customer; the stranger's customer has nobody to write to."""
    BankAccount.objects.create(
        company_id=office.books.company_id, name="工行", currency="CNY", stated_through=date(2026, 3, 1)
    )
    done = plan_run(actor=SYSTEM, now=NOW, key=office.books.key(), today=TODAY)
    # The bound lets a first run wait for a second person; the state after his look is what most tests are about.
    Run.objects.filter(pk=done["run_id"]).update(state="PLANNED", hold_reasons=[])
    return Run.objects.get(pk=done["run_id"])


def row_of(run: Run, office: Office, customer: str = "customer") -> RunRow:
    return RunRow.objects.get(run=run, customer_id=getattr(office, customer))


def to_be_sent(run: Run, office: Office) -> RunRow:
    """The message to the owner's customer, his unused money left aside."""
    row = row_of(run, office)
    RunRow.objects.filter(pk=row.pk).update(decision="SEND", reasons=[])
    Run.objects.filter(pk=run.pk).update(messages=RunRow.objects.filter(run=run, decision="SEND").count())
    return RunRow.objects.get(pk=row.pk)


def press(office: Office, who: str, name: str, *where: int, **sent: Any) -> tuple[int, str]:
    answer = office.browser(who).post(reverse(name, args=where), {"key": KEY, **sent})
    return answer.status_code, answer.headers.get("Location", "") or text_of(answer)


def test_who_may_look_and_that_looking_writes_nothing(office: Office, run: Run) -> None:
    before = written()
    for address in (RUNS, MESSAGES, f"{RUNS}runs/{run.pk}/", f"{RUNS}runs/{run.pk}/?which=SUPPRESS&format=xlsx"):
        statuses = {who: office.browser(who).get(address).status_code for who in PEOPLE}
        assert statuses == {"anonymous": 302, "stranger": 200, "owner": 200, "colleague": 200, "director": 200}
    assert written() == before


def test_everybody_sees_the_messages_to_his_own_customers(office: Office, run: Run) -> None:
    address = f"{RUNS}runs/{run.pk}/?which=SUPPRESS"
    pages = {who: text_of(office.browser(who).get(address)) for who in ("owner", "stranger", "colleague")}
    assert ("乙方机电有限公司" in pages["owner"], "丙方贸易有限公司" in pages["owner"]) == (True, False)
    assert ("乙方机电有限公司" in pages["stranger"], "丙方贸易有限公司" in pages["stranger"]) == (False, True)
    assert all(name in pages["colleague"] for name in ("乙方机电有限公司", "丙方贸易有限公司"))


def test_a_message_of_another_s_customer_is_not_found(office: Office, run: Run) -> None:
    theirs = row_of(run, office, "others_customer")
    address = f"{RUNS}runs/{run.pk}/?row={theirs.pk}"
    assert office.browser("owner").get(address).status_code == 404
    assert office.browser("stranger").get(address).status_code == 200


def test_a_row_is_opened_only_within_its_run(office: Office, run: Run) -> None:
    row = row_of(run, office)
    later = plan_run(actor=SYSTEM, now=NOW, key=office.books.key(), today=TODAY)["run_id"]
    browser = office.browser("colleague")
    assert browser.get(f"{RUNS}runs/{later}/?row={row.pk}").status_code == 404
    assert browser.get(f"{RUNS}runs/{run.pk}/?row={row.pk}").status_code == 200
    assert browser.get(f"{RUNS}runs/98765/").status_code == 404


def test_what_is_kept_back_says_why_with_exact_amounts_and_shows_its_letter(office: Office, run: Run) -> None:
    row = row_of(run, office)
    page = text_of(office.browser("colleague").get(f"{RUNS}runs/{run.pk}/?which=SUPPRESS&row={row.pk}"))
    assert "The customer has unused money here that may pay for an item (CNY 1,000.00)." in page
    assert "unused money may pay for it 1" in page
    assert "nobody to write to 1" in page
    assert "F001" in page  # in the letter
    assert "minor units" not in page


def test_planning_is_one_act_per_press(office: Office) -> None:
    before = Run.objects.count()
    status, where = press(office, "colleague", "plan_reminders")
    assert status == 303
    assert press(office, "colleague", "plan_reminders") == (303, where)
    assert (Run.objects.count(), Message.objects.count()) == (before + 1, 0)
    assert Act.objects.filter(verb="plan_reminders").count() == 1


def test_a_press_without_its_key_shows_the_page_again(office: Office, run: Run) -> None:
    before = written()
    status, page = press(office, "colleague", "plan_reminders", key="short")
    assert (status, written()) == (422, before)
    assert "Reminders" in page
    assert "Planned by" in page


def test_sending_puts_each_message_into_the_outbox_once(office: Office, run: Run) -> None:
    to_be_sent(run, office)
    where = f"{RUNS}runs/{run.pk}/"
    assert press(office, "colleague", "send_reminders", run.pk) == (303, where)
    assert press(office, "colleague", "send_reminders", run.pk) == (303, where)
    assert Act.objects.filter(verb="send_reminders").count() == 1
    assert Message.objects.count() == 1
    status, page = press(office, "colleague", "send_reminders", run.pk, key=KEY + "again")
    assert status == 422
    assert "The run was sent, cancelled or planned anew meanwhile." in page
    assert Message.objects.count() == 1


def test_taking_a_message_out_keeps_the_reason_and_goes_back_to_the_list(office: Office, run: Run) -> None:
    row = to_be_sent(run, office)
    here = f"{RUNS}runs/{run.pk}/"
    address = f"{here}?sort=customer&row={row.pk}"
    status, page = press(office, "colleague", "exclude_reminder", run.pk, row.pk, reason="", list=address)
    assert status == 422
    assert "This field is required." in page
    assert "Take out of this run" in page
    assert press(
        office, "colleague", "exclude_reminder", run.pk, row.pk, reason="客户已来电", list=address, key=KEY + "b"
    ) == (303, f"{here}?sort=customer")
    row.refresh_from_db()
    assert row.decision == "SUPPRESS"
    assert "Taken out of the run by 吴静: 客户已来电" in text_of(
        office.browser("colleague").get(f"{here}?which=SUPPRESS&row={row.pk}")
    )


def test_a_form_that_comes_back_leads_on_within_the_run(office: Office, run: Run) -> None:
    row = to_be_sent(run, office)
    answer = office.browser("colleague").post(
        reverse("exclude_reminder", args=[run.pk, row.pk]), {"key": KEY, "reason": "", "list": "https://evil.example/"}
    )
    page = answer.content.decode()
    assert f'href="{RUNS}runs/{run.pk}/?which=SUPPRESS"' in page
    assert "evil.example" not in page
    assert "exclude/?" not in page


def test_a_row_of_another_run_cannot_be_taken_out(office: Office, run: Run) -> None:
    row = to_be_sent(run, office)
    later = plan_run(actor=SYSTEM, now=NOW, key=office.books.key(), today=TODAY)["run_id"]
    before = written()
    assert press(office, "colleague", "exclude_reminder", later, row.pk, reason="x")[0] == 404
    assert written() == before


@pytest.mark.parametrize("name", ["plan_reminders", "send_reminders", "approve_reminders", "cancel_reminders"])
def test_salespeople_change_no_run(name: str, office: Office, run: Run) -> None:
    where = () if name == "plan_reminders" else (run.pk,)
    before = written()
    for who in ("owner", "stranger"):
        assert press(office, who, name, *where)[0] == 403
    page = office.browser("owner").get(f"{RUNS}runs/{run.pk}/").content.decode()
    assert reverse("cancel_reminders", args=[run.pk]) not in page
    assert written() == before


def test_a_held_run_is_approved_by_somebody_else(office: Office) -> None:
    office.books.customer("x")
    _status, where = press(office, "colleague", "plan_reminders")
    run = Run.objects.get()
    Run.objects.update(state="HELD", hold_reasons=[["CUSTOMER_TWICE", {"messages": 2}]])
    mine = text_of(office.browser("colleague").get(where))
    assert "You planned this run; somebody else has to approve it: 王红." in mine
    assert "One customer would get 2 messages on one day." in mine
    assert reverse("approve_reminders", args=[run.pk]) not in office.browser("colleague").get(where).content.decode()
    refused = press(office, "colleague", "approve_reminders", run.pk, reason="急", key=KEY + "b")
    assert refused[0] == 422
    assert "A second person has to approve this" in refused[1]


def test_who_alone_may_remind_approves_his_own_run_with_a_reason_that_everybody_reads(office: Office) -> None:
    User.objects.filter(username="director").update(is_active=False)
    _status, where = press(office, "colleague", "plan_reminders")
    run = Run.objects.get()
    Run.objects.update(state="HELD", hold_reasons=[["CUSTOMER_TWICE", {"messages": 2}]])
    assert "nobody else here may send reminders" in text_of(office.browser("colleague").get(where))
    assert "nobody else here may send reminders" not in text_of(office.browser("owner").get(where))
    status, page = press(office, "colleague", "approve_reminders", run.pk, reason=" ", key=KEY + "c")
    assert (status, "Give a reason." in page) == (422, True)
    assert press(office, "colleague", "approve_reminders", run.pk, reason="公司只有我一人", key=KEY + "b") == (
        303,
        where,
    )
    run.refresh_from_db()
    assert (run.state, run.alone_because) == ("APPROVED", "公司只有我一人")
    assert "吴静 planned and approved this run, as nobody else could: 公司只有我一人" in text_of(
        office.browser("owner").get(where)
    )


def test_cancelling_gives_the_run_up_once(office: Office, run: Run) -> None:
    assert press(office, "colleague", "cancel_reminders", run.pk)[0] == 303
    done = written()
    assert press(office, "colleague", "cancel_reminders", run.pk)[0] == 303
    assert written() == done
    run.refresh_from_db()
    assert run.state == "CANCELLED"


@pytest.fixture
def uncertain(office: Office, run: Run) -> Message:
    """A message of which nobody knows whether it arrived."""
    to_be_sent(run, office)
    assert press(office, "colleague", "send_reminders", run.pk, key=KEY + "send")[0] == 303
    Message.objects.update(state="UNCERTAIN")
    return Message.objects.get()


def test_an_uncertain_message_is_decided_with_a_note(office: Office, uncertain: Message) -> None:
    where = reverse("resolve_message", args=[uncertain.pk])
    browser = office.browser("colleague")
    before = written()
    answer = browser.post(where, {"key": KEY, "event": "CONFIRM_SENT", "note": "", "state": "UNCERTAIN"})
    page = answer.content.decode()
    assert (answer.status_code, written()) == (422, before)
    assert "This field is required." in page
    assert '<option value="CONFIRM_SENT" selected>' in page
    assert '<details class="act decide" open>' in page
    sent = {"key": KEY, "event": "CONFIRM_SENT", "note": "客户电话确认", "state": "UNCERTAIN"}
    assert browser.post(where, sent).headers["Location"] == f"{MESSAGES}?state=UNCERTAIN"
    done = written()
    assert browser.post(where, sent).status_code == 303
    assert written() == done
    uncertain.refresh_from_db()
    assert uncertain.state == "SENT"


def test_only_who_reminds_decides_and_others_do_not_see_it(office: Office, uncertain: Message) -> None:
    sent = {"event": "CONFIRM_SENT", "note": "x"}
    before = written()
    assert press(office, "owner", "resolve_message", uncertain.pk, **sent)[0] == 403
    assert press(office, "stranger", "resolve_message", uncertain.pk, **sent)[0] == 403
    assert press(office, "colleague", "resolve_message", 98_765, **sent)[0] in (404, 409)
    assert written() == before
    assert "乙方机电有限公司" in text_of(office.browser("owner").get(MESSAGES))
    assert "乙方机电有限公司" not in text_of(office.browser("stranger").get(MESSAGES))
    assert "Decide" not in text_of(office.browser("owner").get(MESSAGES))


@pytest.mark.parametrize(
    ("query", "words_there"),
    [
        ("", "All"),
        ("?state=SENT", "No message is in this state."),
        ("?state=x'--", "乙方机电有限公司"),
        ("?page=99", ""),
    ],
)
def test_the_tabs_of_the_messages(query: str, words_there: str, office: Office, uncertain: Message) -> None:
    answer = office.browser("colleague").get(f"{MESSAGES}{query}")
    assert answer.status_code == 200
    assert words_there in text_of(answer)


@pytest.mark.parametrize(
    ("search", "is_there"),
    [
        ("乙方机电", True),
        ("yifangji", True),
        ("BUYER@", True),
        ("Payment", True),
        ("丙方", False),
        ("%", False),
        ("x'--", False),
    ],
)
def test_messages_are_found_by_customer_recipient_or_subject(
    search: str, is_there: bool, office: Office, uncertain: Message
) -> None:
    Message.objects.update(recipient="buyer@firm.example", subject="Payment reminder of our invoices")
    for state in ("", "UNCERTAIN"):
        page = text_of(office.browser("colleague").get(MESSAGES, {"q": search, "state": state}))
        assert ("乙方机电有限公司" in page, "Nothing matches these filters." in page) == (is_there, not is_there)
    assert "乙方机电有限公司" not in text_of(office.browser("stranger").get(MESSAGES, {"q": search}))


def test_a_search_stays_through_a_decision(office: Office, uncertain: Message) -> None:
    browser = office.browser("colleague")
    asked = "?state=UNCERTAIN&q=%E4%B9%99%E6%96%B9&page=1"
    page = browser.get(f"{MESSAGES}{asked}").content.decode()
    where = f"{reverse('resolve_message', args=[uncertain.pk])}{asked}"
    assert where.replace("&", "&amp;") in page
    sent = {"key": KEY, "event": "CONFIRM_SENT", "note": "", "state": "UNCERTAIN"}
    refused = browser.post(where, sent)
    assert (refused.status_code, "乙方机电有限公司" in text_of(refused)) == (422, True)
    assert 'value="乙方"' in refused.content.decode()
    done = browser.post(where, sent | {"note": "客户电话确认"})
    assert done.headers["Location"] == f"{MESSAGES}?state=UNCERTAIN&q=%E4%B9%99%E6%96%B9"


def test_all_failed_messages_are_not_sent_again_from_a_list_of_some(office: Office, uncertain: Message) -> None:
    Message.objects.update(state="FAILED")
    browser, address = office.browser("colleague"), reverse("send_all_again")
    assert address in browser.get(f"{MESSAGES}?state=FAILED").content.decode()
    assert address not in browser.get(f"{MESSAGES}?state=FAILED&q=乙方").content.decode()


def test_the_cost_does_not_grow_with_the_rows(office: Office, run: Run) -> None:
    browser = office.browser("colleague")
    address = f"{RUNS}runs/{run.pk}/?which=SUPPRESS"
    few = cost(browser, address), cost(browser, RUNS)
    for number in range(6):
        buyer = office.books.customer(f"客户{number}")
        office.books.invoice(buyer, f"G{number}", 1_000, date(2026, 2, 27))
    later = plan_run(actor=SYSTEM, now=NOW, key=office.books.key(), today=TODAY)["run_id"]
    assert RunRow.objects.filter(run_id=later).count() > RunRow.objects.filter(run=run).count()
    assert (cost(browser, f"{RUNS}runs/{later}/?which=SUPPRESS"), cost(browser, RUNS)) == few
    assert max(few) <= 19


def test_every_state_has_its_word() -> None:
    from huikuan.outbox.rules import State
    from huikuan.reminders.rules.runs import RunState

    assert set(MESSAGE_STATES) == {state.value for state in State}
    assert set(RUN_STATES) == {state.value for state in RunState}


def test_every_reason_that_is_counted_has_a_short_name_and_a_sentence() -> None:
    from huikuan.wording.sentences import is_worded

    assert [code for code in KEPT_BACK if not is_worded(code=code)] == []
    reason = Reason("BELOW_MINIMUM", {"open": 4_200, "minimum": 10_000, "currency": "CNY"})
    assert words(reasons=(reason,)) == (
        "CNY 42.00 is open, less than the smallest amount worth a reminder (CNY 100.00).",
    )
