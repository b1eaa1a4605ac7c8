"""The matching inbox: who may, one act per press, the next row, the undo, what it costs."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from huikuan.receipts.models import AllocationReason, MatchOutcome, Receipt
from huikuan.receivables.models import Receivable
from huikuan.web.pages.beside import next_row, state_at
from huikuan.web.pages.matching import LIST, _against, _sure, _worded, seen_of
from tests.web.areas.desk import PEOPLE, Desk, cost, text_of, written
from tests.web.office import KEY, Office

INBOX = "/matching/"
CONFIRM_QUERIES = 34
"""What one confirmed line costs the database, however many wait."""


def confirm(
    desk: Desk, who: str, receipt: int, key: str = KEY, place: int = 0, list_at: str = INBOX
) -> tuple[int, str]:
    address = reverse("confirm_match", args=[receipt, place])
    answer = desk.browser(who).post(address, {"key": key, "list": list_at, "seen": seen(receipt, place)})
    return answer.status_code, answer.headers.get("Location", "") or answer.content.decode()


def seen(receipt: int, place: int = 0) -> str:
    """What the page of a proposal sends along: which one the person looked at."""
    outcome = MatchOutcome.objects.filter(receipt=receipt).first()
    return seen_of(candidate=outcome.candidates[place]) if outcome and place < len(outcome.candidates) else ""


def unapplied(receipt: int) -> int:
    return int(Receipt.objects.get(pk=receipt).unapplied_minor)


def test_who_may_look_and_that_looking_writes_nothing(desk: Desk) -> None:
    before = written()
    addresses = (INBOX, f"{INBOX}?row={desk.waiting[0]}", f"{INBOX}?which=UNAPPLIED&format=csv")
    statuses = {who: {desk.browser(who).get(one).status_code for one in addresses} for who in PEOPLE}
    assert statuses == {
        "anonymous": {302},
        "stranger": {403},
        "owner": {403},
        "colleague": {200},
        "director": statuses["director"],
    }
    assert written() == before


def test_a_proposal_shows_how_sure_it_is_and_why(desk: Desk) -> None:
    page = text_of(desk.browser("colleague").get(f"{INBOX}?row={desk.waiting[0]}"))
    assert "CNY 300.00 to allocate" in page
    assert re.search(r"\d+ % (sure|likely|a guess)", page)
    assert "payer's name is the customer's" in page
    assert "Against it: 2 open items have this amount" in page


def test_confirming_allocates_once_and_opens_the_next_row(desk: Desk) -> None:
    first, second, _third = desk.waiting
    acts, postings = written()
    assert confirm(desk, "colleague", first) == (303, f"{INBOX}?row={second}")
    assert unapplied(first) == 0
    assert written()[0] == acts + 1
    done = written()
    assert confirm(desk, "colleague", first) == (303, f"{INBOX}?row={second}")  # the same press again
    assert written() == done
    assert done[1] > postings


def test_the_last_row_leads_to_the_one_above_and_the_only_one_to_the_bare_list(desk: Desk) -> None:
    first, second, third = desk.waiting
    assert confirm(desk, "colleague", third)[1] == f"{INBOX}?row={second}"
    assert confirm(desk, "colleague", second, key=KEY + "b")[1] == f"{INBOX}?row={first}"
    assert confirm(desk, "colleague", first, key=KEY + "c")[1] == INBOX
    assert "Nothing to confirm" in text_of(desk.browser("colleague").get(INBOX))


def test_the_filters_of_the_list_stay(desk: Desk) -> None:
    first, _, third = desk.waiting
    address = f"{INBOX}?which=UNAPPLIED&sort=unapplied&row={third}"
    where = confirm(desk, "colleague", third, list_at=address)[1]
    assert where.startswith(f"{INBOX}?which=UNAPPLIED&sort=unapplied&row=")
    assert not where.endswith(f"row={third}")
    assert confirm(desk, "colleague", first, key=KEY + "b", list_at="https://evil.example/?row=1")[1].startswith(INBOX)


def test_the_toast_takes_it_back_and_the_money_waits_again(desk: Desk) -> None:
    first = desk.waiting[0]
    browser = desk.browser("colleague")
    pressed = {"key": KEY, "list": f"{INBOX}?row={first}", "seen": seen(first)}
    browser.post(reverse("confirm_match", args=[first, 0]), pressed)
    page = browser.get(INBOX).content.decode()
    toast = page[page.index("data-undo") :]
    sent = dict(re.findall(r'name="(next|posting_ids|key)" value="([^"]*)"', toast))
    sent["next"] = re.findall(r'name="next" value="([^"]*)"', toast)[-1].replace("&amp;", "&")
    undone = browser.post(reverse("undo_allocations", args=[first]), sent)
    assert (undone.status_code, undone.headers["Location"]) == (303, f"{INBOX}?row={first}")
    assert unapplied(first) == 30_000
    again = text_of(browser.get(f"{INBOX}?row={first}"))
    assert "There is no proposal" not in again
    assert "Against it: 2 open items have this amount" in again
    assert confirm(desk, "colleague", first, key=KEY + "again")[0] == 303
    assert unapplied(first) == 0


def test_what_the_matcher_did_by_itself_and_a_person_took_back_it_does_not_do_again(desk: Desk) -> None:
    (sure,) = desk.arrives((99_900, "丙方贸易有限公司", "货款 F900"))
    desk.match()
    assert unapplied(sure) == 0
    postings = list(AllocationReason.objects.filter(receipt=sure).values_list("posting_id", flat=True))
    sent = {"key": KEY, "posting_ids": postings}
    assert desk.browser("colleague").post(reverse("undo_allocations", args=[sure]), sent).status_code == 303
    again = desk.browser("colleague").post(reverse("run_matching"), {"key": KEY + "b", "list": INBOX})
    assert (again.status_code, unapplied(sure)) == (303, 99_900)


def test_a_proposal_that_is_gone_says_so_beside_the_list(desk: Desk) -> None:
    first = desk.waiting[0]
    for item in Receivable.objects.filter(invoice__number__startswith="丁-"):
        money = desk.office.books.receipt(item.outstanding_minor, item.customer_id)
        desk.office.books.allocate(money, (item, item.outstanding_minor))
    before = written()
    status, page = confirm(desk, "colleague", first)
    assert status == 422
    assert "Only CNY 0.00 is open, CNY 300.00 was asked for." in page
    assert "The items have changed since." in page
    assert 'class="panel"' in page  # still the inbox, with the row open
    assert written() == before


def test_a_proposal_for_more_than_is_left_no_longer_counts(desk: Desk) -> None:
    first = desk.waiting[0]
    item = Receivable.objects.get(invoice__number="丁-30000-A")
    desk.office.books.allocate(Receipt.objects.get(pk=first), (item, 10_000))
    page = text_of(desk.browser("colleague").get(f"{INBOX}?row={first}"))
    assert "CNY 200.00 to allocate" in page
    assert "The items have changed since." in page
    assert (
        page.count("% a guess") + page.count("% likely") == 2 + 1 + 1
    )  # of the other rows, and of the two proposals here


def test_a_place_that_does_not_exist_changes_nothing(desk: Desk) -> None:
    before = written()
    status, page = confirm(desk, "colleague", desk.waiting[0], place=9)
    assert (status, written()) == (422, before)
    assert "Somebody else changed this" in page


def test_another_person_cannot_repeat_a_press_to_allocate_twice(desk: Desk) -> None:
    first = desk.waiting[0]
    assert confirm(desk, "colleague", first)[0] == 303
    done = written()
    assert confirm(desk, "colleague", first, key=KEY + "other")[0] == 422
    assert (written(), unapplied(first)) == (done, 0)


@pytest.mark.parametrize("who", ["owner", "stranger"])
def test_salespeople_neither_confirm_nor_run(desk: Desk, who: str) -> None:
    before = written()
    assert confirm(desk, who, desk.waiting[0])[0] == 403
    assert desk.browser(who).post(reverse("run_matching"), {"key": KEY}).status_code == 403
    assert written() == before


def test_an_unknown_receipt_is_not_found(desk: Desk) -> None:
    browser = desk.browser("colleague")
    assert browser.get(f"{INBOX}?row=987654").status_code == 404
    assert confirm(desk, "colleague", 987_654)[0] == 404


def test_money_of_another_customer_asks_for_the_paper(desk: Desk) -> None:
    first = desk.waiting[0]
    Receipt.objects.filter(pk=first).update(customer_id=desk.office.customer)
    page = desk.browser("colleague").get(f"{INBOX}?row={first}").content.decode()
    assert "name the paper that lets him pay" in page
    assert reverse("confirm_match", args=[first, 0]) not in page


def test_the_panel_alone_comes_over_the_wire(desk: Desk) -> None:
    first = desk.waiting[0]
    answer = desk.browser("colleague").get(
        f"{INBOX}?which=UNAPPLIED&row={first}", headers={"HX-Request": "true", "HX-Target": "panel"}
    )
    page = answer.content.decode()
    assert page.lstrip().startswith('<aside id="panel"')
    assert f'name="list" value="{INBOX}?which=UNAPPLIED&amp;row={first}"' in page


def test_the_cost_does_not_grow_with_the_rows(desk: Desk) -> None:
    browser = desk.browser("colleague")
    few = cost(browser, INBOX)
    for number in range(8):
        buyer = desk.office.books.customer(f"客户{number}公司")
        for part in "AB":
            desk.office.books.invoice(buyer, f"H{number}{part}", 1_000 + number)
        desk.arrives((1_000 + number, f"客户{number}公司", "货款"))
    desk.match()
    assert cost(browser, INBOX) == few <= 12
    assert cost(browser, f"{INBOX}?row={desk.waiting[0]}") <= 18


IN_BACKGROUND = {"HX-Request": "true", "HX-Target": "toasts"}


def test_a_press_sent_behind_the_page_answers_with_what_there_is_to_say(desk: Desk) -> None:
    """Given the page has gone on; when its press comes; then a toast with the undo, no page, at a fixed cost."""
    costs, page, receipt = set(), "", 0
    for receipt in desk.waiting[:2]:
        pressed = {"key": f"{KEY}{receipt}", "list": f"{INBOX}?row={receipt}", "seen": seen(receipt)}
        with CaptureQueriesContext(connection) as asked:
            answer = desk.browser("colleague").post(
                reverse("confirm_match", args=[receipt, 0]), pressed, headers=IN_BACKGROUND
            )
        costs.add(len(asked))
        page = answer.content.decode()
        assert (answer.status_code, "<html" in page, unapplied(receipt)) == (200, False, 0)
        assert "allocated." in page and f'action="{reverse("undo_allocations", args=[receipt])}"' in page
    assert costs == {CONFIRM_QUERIES}
    undo = dict(re.findall(r'name="(posting_ids|key)" value="([^"]*)"', page))
    undone = desk.browser("colleague").post(reverse("undo_allocations", args=[receipt]), undo, headers=IN_BACKGROUND)
    assert (undone.status_code, "Allocation undone." in undone.content.decode()) == (200, True)
    assert unapplied(receipt) == 20_000


def test_a_press_sent_behind_the_page_that_is_refused_says_why(desk: Desk) -> None:
    first = desk.waiting[0]
    pressed = {"key": KEY, "list": INBOX, "seen": seen(first)}
    for item in Receivable.objects.filter(invoice__number__startswith="丁-"):
        money = desk.office.books.receipt(item.outstanding_minor, item.customer_id)
        desk.office.books.allocate(money, (item, item.outstanding_minor))
    before = written()
    answer = desk.browser("colleague").post(reverse("confirm_match", args=[first, 0]), pressed, headers=IN_BACKGROUND)
    page = answer.content.decode()
    assert (answer.status_code, "<html" in page, written()) == (422, False, before)
    assert "Only CNY 0.00 is open, CNY 300.00 was asked for." in page


def test_what_a_later_run_put_in_the_place_of_the_proposal_is_not_confirmed(desk: Desk) -> None:
    """Given a proposal was looked at; when another stands in its place at the press; then nothing is written."""
    first = desk.waiting[0]
    looked_at = seen(first)
    outcome = MatchOutcome.objects.get(receipt=first)
    outcome.candidates.reverse()
    outcome.save()
    address, before = reverse("confirm_match", args=[first, 0]), written()
    for sent in (looked_at, ""):
        answer = desk.browser("colleague").post(address, {"key": KEY, "list": INBOX, "seen": sent})
        assert (answer.status_code, written()) == (422, before)
    assert confirm(desk, "colleague", first)[0] == 303  # the one that stands there now, looked at


def test_no_customers_money_is_taken_out_from_the_inbox(desk: Desk) -> None:
    first = desk.waiting[0]
    page = desk.browser("colleague").get(f"{INBOX}?row={first}").content.decode()
    assert f'action="{reverse("no_receipt", args=[first])}"' in page and 'value="BANK_INTEREST"' in page
    desk.office.books.allocate(Receipt.objects.get(pk=first), (Receivable.objects.get(invoice__number="丁-30000-A"), 1))
    used = desk.browser("colleague").get(f"{INBOX}?row={first}").content.decode()
    assert reverse("no_receipt", args=[first]) not in used  # part of it is a customer's


def test_a_second_explanation_speaks_against_the_first() -> None:
    one: dict[str, Any] = {"customer_id": 1, "reasons": [], "against": [], "confidence_permille": 680}
    other = {**one, "customer_id": 2}
    same = {**one, "confidence_permille": 310}
    assert _against([one, other], 0, {}, "CNY") == ("may also be from –: 68 %",)
    assert _against([one, same], 0, {}, "CNY") == ("other items of this customer fit as well: 31 %",)
    assert (_against([one], 0, {}, "CNY"), _against([one, other], 1, {}, "CNY")) == ((), ())


def test_what_is_missing_speaks_against_a_guess_too() -> None:
    short = {"code": "SHORT_BY", "params": {"minor": 100, "kind": "PART"}}
    guess: dict[str, Any] = {"customer_id": 1, "reasons": [], "against": [], "confidence_permille": 160}
    oldest = {**guess, "reasons": [{"code": "OLDEST_FIRST", "params": {}}]}
    assert _against([guess], 0, {}, "CNY") == ("the evidence is thin",)
    assert _against([oldest], 0, {}, "CNY") == ("neither a number nor the amount names these items",)
    assert _against([{**guess, "reasons": [short]}], 0, {}, "CNY") == ("pays CNY 1.00 less than is open",)


@pytest.mark.parametrize(
    ("half_errors", "said"),
    [
        (2, "payer's name differs from 乙公司 in 1 character"),
        (4, "payer's name differs from 乙公司 in 2 characters"),
        (1, "payer's name is close to 乙公司"),
        (3, "payer's name is close to 乙公司"),
    ],
)
def test_how_close_a_name_is(half_errors: int, said: str) -> None:
    reason = {"code": "NAME_CLOSE", "params": {"known_as": "乙公司", "half_errors": half_errors}}
    assert _worded([reason], "CNY") == (said,)


def test_reasons_of_one_kind_become_one_sentence() -> None:
    reasons = [
        {"code": "NUMBER_TAIL", "params": {"number": "A1840", "written": "1840"}},
        {"code": "NUMBER_TAIL", "params": {"number": "A1847", "written": "1847"}},
        {"code": "SHORT_BY", "params": {"minor": 179_682, "kind": "PART"}},
    ]
    assert _worded(reasons, "CNY") == (
        "last digits 1840, 1847 of the document number",
        "pays CNY 1,796.82 less than is open",
    )


@pytest.mark.parametrize(
    ("permille", "word", "tone"),
    [
        (1000, "100 % sure", "done"),
        (900, "90 % sure", "done"),
        (899, "89 % likely", "soon"),
        (600, "60 % likely", "soon"),
        (599, "59 % a guess", "plain"),
    ],
)
def test_how_sure_is_a_word_as_well_as_a_colour(permille: int, word: str, tone: str) -> None:
    chip = _sure(permille)
    assert chip is not None
    assert (chip.word, chip.tone) == (word, tone)
    assert _sure(None) is None


@pytest.mark.parametrize(
    ("ids", "after", "wanted"),
    [([1, 2, 3], 1, 2), ([1, 2, 3], 3, 2), ([1], 1, None), ([1, 2], 9, 1), ([], 9, None)],
)
def test_the_next_row(ids: list[int], after: int, wanted: int | None) -> None:
    assert next_row(rows=ids, id_of=int, after=after) == wanted


def test_only_what_the_list_knows_is_read_from_a_posted_address() -> None:
    state = state_at(address="//evil.example/x?which=UNAPPLIED&q=甲&drop=1&row=7", path=INBOX, kind=LIST)
    assert (state.path, state.row, dict(state.filters)) == (INBOX, 7, {"which": "UNAPPLIED", "q": "甲"})


def test_an_office_without_anything_to_match_says_what_will_come(office: Office) -> None:
    page = text_of(office.browser("colleague").get(INBOX))
    assert "Nothing to confirm" in page
    assert "Import a bank statement" in page
