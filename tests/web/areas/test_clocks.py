"""Pages of legal clocks: a debt nearly lapsed, its chain with papers, a loss accepted, a deadline entered and finished."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from huikuan.clocks.models import AcceptedLoss, Deadline, DebtClock, RecordedEvent
from huikuan.clocks.operations.refreshing import refresh_clocks
from tests.web.office import KEY, Office, new_office

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 2)


def nearly_lapsed(office: Office) -> int:
    """A debt of the owner's customer that lapses on 2026-03-20."""
    (item,) = office.books.invoice(office.customer, "F-OLD", 100_000, date(2023, 3, 20), issued=date(2023, 2, 1))
    refresh_clocks(today=TODAY)
    return item.invoice_id


def paper() -> SimpleUploadedFile:
    return SimpleUploadedFile("催款函.pdf", b"%PDF-1.4 x")


def test_a_debt_is_found_in_the_list_and_saved_with_a_paper() -> None:
    office = new_office()
    pk = nearly_lapsed(office)
    owner = office.browser("owner")
    listed = owner.get("/clocks/").content.decode()
    assert "F-OLD" in listed
    assert "2026-03-20" in listed
    beside = owner.get(f"/clocks/?row={pk}").content.decode()
    assert "File a suit or apply for a payment order" in beside
    typed: dict[str, Any] = {"key": KEY, "kind": "demand", "on": "2026-03-01", "debts": [str(pk)]}
    refused = owner.post(f"/clocks/{pk}/record/", typed)
    assert (refused.status_code, RecordedEvent.objects.count()) == (422, 0)
    late = owner.post(f"/clocks/{pk}/record/", {**typed, "on": "2026-03-03", "file": paper()})
    assert (late.status_code, "The day lies ahead." in late.content.decode()) == (422, True)
    assert owner.post(f"/clocks/{pk}/record/", {**typed, "file": paper()}).status_code == 303
    shown = owner.get(f"/clocks/{pk}/").content.decode()
    assert "Interrupts the period: three years run anew. (Rules on limitation, art. 8)" in shown
    assert DebtClock.objects.get(invoice_id=pk).safe == date(2029, 3, 1)
    assert "F-OLD" not in owner.get("/clocks/?which=180").content.decode()
    event_id = RecordedEvent.objects.get().pk
    assert b"".join(owner.get(f"/clocks/events/{event_id}/file/")) == b"%PDF-1.4 x"
    withdrawn = {"key": KEY.replace("0", "z"), "reason": "录错"}
    assert owner.post(f"/clocks/{pk}/withdraw/{event_id}/", withdrawn).status_code == 303
    assert DebtClock.objects.get(invoice_id=pk).safe == date(2026, 3, 20)


def test_the_director_accepts_a_loss_and_looks_after_another_deadline() -> None:
    office = new_office()
    pk = nearly_lapsed(office)
    director = office.browser("director")
    today = director.get("/").content.decode()
    assert "The limitation period of invoice F-OLD ends on 2026-03-20, 18 days left (Civil Code art. 188)" in today
    accepted = director.post(f"/clocks/{pk}/accept/", {"key": KEY, "reason": "诉讼费高于欠款"})
    assert (accepted.status_code, AcceptedLoss.objects.get().safe) == (303, date(2026, 3, 20))
    assert "诉讼费高于欠款" in director.get(f"/clocks/{pk}/").content.decode()
    assert "F-OLD ends on" not in director.get("/").content.decode()
    typed = {
        "key": KEY.replace("0", "y"),
        "kind": "BANKRUPTCY_CLAIM",
        "basis": "2026-03-02",
        "subject": "(2026)沪03破1号",
    }
    wrong = director.post(f"/clocks/{pk}/deadline/", {**typed, "named": "2026-09-01"})
    assert (wrong.status_code, "The law allows no such last day" in wrong.content.decode()) == (422, True)
    assert director.post(f"/clocks/{pk}/deadline/", typed).status_code == 303
    listed = director.get("/clocks/deadlines/").content.decode()
    assert "2026-04-01" in listed
    assert "Enterprise Bankruptcy Law art. 45" in listed
    assert "File the claim in bankruptcy: (2026)沪03破1号, until 2026-04-01" in director.get("/").content.decode()
    done = {"key": KEY.replace("0", "x"), "note": "已申报"}
    assert director.post(f"/clocks/deadlines/{Deadline.objects.get().pk}/finish/", done).status_code == 303
    assert "(2026)沪03破1号" not in director.get("/clocks/deadlines/").content.decode()


def test_a_period_interrupted_runs_anew_with_its_paper_and_a_wrong_day_keeps_what_was_typed() -> None:
    office = new_office()
    pk, director = nearly_lapsed(office), office.browser("director")
    typed: dict[str, Any] = {"kind": "ENFORCEMENT", "basis": "2024-03-29", "subject": "(2024)沪01民初7号"}
    assert director.post(f"/clocks/{pk}/deadline/", {"key": KEY, **typed}).status_code == 303
    address = f"/clocks/deadlines/{Deadline.objects.get().pk}/"
    said = {"key": KEY.replace("0", "r"), "on": "2026-04-01", "note": "达成执行和解"}
    wrong = director.post(f"{address}renew/", {**said, "file": paper()}).content.decode()
    assert "a period that has ended is not interrupted" in wrong
    assert "达成执行和解" in wrong
    assert director.post(f"{address}renew/", {**said, "on": "2026-02-27", "file": paper()}).status_code == 303
    listed = director.get("/clocks/deadlines/").content.decode()
    new = Deadline.objects.get(finished_on=None)
    assert "2028-02-28" in listed
    assert f"/clocks/deadlines/{new.pk}/file/" in listed
    assert director.get(f"/clocks/deadlines/{new.pk}/file/").content == b"%PDF-1.4 x"


def test_a_paid_debt_asks_for_nothing_more() -> None:
    office = new_office()
    (item,) = office.books.invoice(office.customer, "F-PAID", 100_000, date(2026, 1, 20), issued=date(2026, 1, 2))
    page = f"/clocks/{item.invoice_id}/"
    owner = office.browser("owner")
    assert "What would interrupt it" in owner.get(page).content.decode()
    office.books.allocate(office.books.receipt(100_000, office.customer, on=date(2026, 2, 1)), (item, 100_000))
    paid = owner.get(page).content.decode()
    assert ("Nothing open" in paid, "What would interrupt it" in paid, "Record what happened" in paid) == (
        True,
        False,
        False,
    )
