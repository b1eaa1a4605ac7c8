"""Pages of sanctions: the ladder with its gates, a letter from approval to its paper, the next version of the ladders."""

from __future__ import annotations

from itertools import count

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from huikuan.sanctions.letters import letter_words
from huikuan.sanctions.models import CourtEntry, LadderVersion, Sanction, SanctionTask
from tests.web.office import KEY, Office
from tests.web.route_lists.sanctions import sanction, task, told

pytestmark = pytest.mark.django_db
_keys = count()
COPIED = (
    "company_id", "customer_id", "state", "currency", "asked_minor", "reason", "policy_number", "proposed_on",
    "proposed_at", "proposed_by_name", "moved_on", "noticed_on", "notice_way", "letter_id", "act_id",
)  # fmt: skip


def send(browser: Client, name: str, *ids: int | str, **typed: object) -> object:
    return browser.post(reverse(name, args=ids), {"key": f"{KEY}{next(_keys)}", **typed}, follow=True)


def text_of(response: object) -> str:
    return str(response.content.decode())  # type: ignore[attr-defined]


def test_a_letter_goes_from_its_approval_to_its_paper(office: Office) -> None:
    director = office.browser("director")
    before = text_of(director.get(reverse("customer_sanctions", args=[office.customer])))
    assert "may be proposed" in before and "gate closed" in before
    assert "Which order is to stop is not said." in before and "Civil Code Art. 526" in before
    early = send(
        director, "propose_sanction", office.customer, company=office.books.company_id, rung="STOP_SUPPLY", reason="x"
    )
    assert "An earlier rung comes first." in text_of(early)
    sanction_id = sanction(office)["sanction_id"]
    row = Sanction.objects.get()
    assert "First demand letter" in text_of(director.get(reverse("approvals") + f"?row={row.request_id}"))
    send(director, "decide_request", row.request_id or 0, decision="approve", note="同意")
    told = send(director, "notify_sanction", sanction_id, way="HAND")
    row.refresh_from_db()
    assert (row.state, "Customer told" in text_of(told)) == ("NOTIFIED", True)
    assert "This rung is done with its letter." in text_of(send(director, "apply_sanction", sanction_id, note="x"))
    paper = director.get(reverse("sanction_paper", args=[sanction_id, row.letter_id]))
    assert paper.content.startswith(b"%PDF")
    assert "First demand letter" in text_of(director.get(reverse("sanctions") + f"?row={sanction_id}"))


def test_the_stub_of_a_letter_is_kept_with_it_and_taken_back(office: Office) -> None:
    director = office.browser("director")
    sanction_id = told(office)["sanction_id"]
    page = reverse("customer_sanctions", args=[office.customer])
    assert "nothing proves it yet" in text_of(director.get(page))
    stub = SimpleUploadedFile("回执.pdf", b"%PDF-1.4 stub")
    early = text_of(send(director, "prove_notice", sanction_id, on="2026-03-01", note="EMS 1", file=stub))
    assert "The letter arrives on a day from the one it went out until today." in early
    stub.seek(0)
    kept = text_of(send(director, "prove_notice", sanction_id, on="2026-03-02", note="EMS 1", file=stub))
    assert ("EMS 1" in kept, "nothing proves it yet" in kept) == (True, False)
    assert "nothing proves it yet" in text_of(send(director, "take_back_arrival", sanction_id, note="回单是另一封信的"))


def test_a_letter_is_proved_although_its_sanction_has_ended(office: Office) -> None:
    director = office.browser("director")
    sanction_id = told(office)["sanction_id"]
    page = reverse("customer_sanctions", args=[office.customer])
    assert "Told before and released" not in text_of(director.get(page))
    Sanction.objects.update(state="RELEASED")
    assert "Told before and released" in text_of(director.get(page))
    stub = SimpleUploadedFile("回执.pdf", b"%PDF-1.4 stub")
    kept = text_of(send(director, "prove_notice", sanction_id, on="2026-03-02", note="EMS 1", file=stub))
    assert ("EMS 1" in kept, "nothing proves it yet" in kept) == (True, False)


def test_the_page_of_sanctions_asks_as_often_for_many(office: Office) -> None:
    director = office.browser("director")
    told(office)
    page = reverse("customer_sanctions", args=[office.customer])
    with CaptureQueriesContext(connection) as asked:
        director.get(page)
    row = Sanction.objects.get()
    for rung in ("DEMAND_2", "DEMAND_3"):
        Sanction.objects.create(**{field: getattr(row, field) for field in COPIED}, rung=rung)
    with CaptureQueriesContext(connection) as again:
        director.get(page)
    assert len(again) == len(asked)


def test_the_ladders_change_by_versions_and_what_is_wrong_stands_in_its_box(office: Office) -> None:
    director = office.browser("director")
    typed = {
        "entry": "FIRST",
        "quick_permille": "500",
        "court_days": "30",
        "reason": "试行",
        "proposes": "on",
        "seen": "0",
    }
    rungs = step("DEMAND_1", 10, "", 1) | step("DEMAND_2", 20, "100.00", 7)
    half = text_of(send(director, "change_sanction_ladders", **typed, **rungs | {"STANDARD-DEMAND_2-gap": ""}))
    assert "A rung needs its day and the days after the one before." in half
    falls = text_of(send(director, "change_sanction_ladders", **typed, **rungs | {"STANDARD-DEMAND_2-days": "9"}))
    assert "A later rung must not begin earlier than the one before it." in falls
    assert 'value="100.00"' in falls
    assert "Saved. It holds from now on." in text_of(send(director, "change_sanction_ladders", **typed, **rungs))
    assert LadderVersion.objects.get().content["ladders"] == {
        "STANDARD": [["DEMAND_1", 10, 0, 1], ["DEMAND_2", 20, 10_000, 7]]
    }
    late = send(director, "change_sanction_ladders", **typed, **rungs)
    assert "version 1 is in force" in text_of(late)


def step(rung: str, days: int, amount: str, gap: int) -> dict[str, object]:
    return {
        f"STANDARD-{rung}-{name}": value
        for name, value in zip(("days", "amount", "gap"), (days, amount, gap), strict=True)
    }


def test_what_the_courts_list_says_is_recorded(office: Office) -> None:
    director = office.browser("director")
    entry = {
        "court": "杭州市西湖区人民法院",
        "case_number": "(2026)浙0106执1号",
        "checked_on": "2026-03-02",
        "stands": "on",
    }
    assert "(2026)浙0106执1号" in text_of(send(director, "record_court_entry", office.customer, **entry))
    assert CourtEntry.objects.get().stands


def test_a_text_of_the_ladder_is_saved_and_a_task_by_hand_is_reported(office: Office) -> None:
    director = office.browser("director")
    text = letter_words(language="en")["texts"]["DEMAND_1"]
    wrong = send(director, "save_sanction_letter", "DEMAND_1", "en", subject="x", body="Pay {{item}} now")
    assert "is not a name of the list for this letter" in text_of(wrong)
    saved = send(director, "save_sanction_letter", "DEMAND_1", "en", subject="Our demand: {{total}}", body=text[1])
    assert "Our demand" in text_of(saved) and "waits for approval" in text_of(director.get(reverse("sanction_letters")))
    given = task(office)
    Sanction.objects.update(rung="STOP_SERVICE")
    assert "Say what is to be done, or what was done." in text_of(
        send(director, "report_sanction_task", given["task_id"], note=" ")
    )
    send(director, "report_sanction_task", given["task_id"], note="已停")
    assert SanctionTask.objects.get().ended == "DONE"
    told(office)
    send(director, "lift_sanction", sanction(office)["sanction_id"], note="已商定分期")
    assert Sanction.objects.get().state == "RELEASED"
