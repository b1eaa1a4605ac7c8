"""The page of a dispute asks for what an ending needs, says what is missing, and shows on what it ended."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from huikuan.disputes.models import Dispute
from huikuan.disputes.operations import open_dispute
from huikuan.disputes.rules import DisputedItem, DisputeDraft, Reason
from huikuan.kernel.actor import SYSTEM
from huikuan.receivables.drafts import CreditNoteDraft
from huikuan.receivables.operations import issue_credit_note
from tests.books import NOW
from tests.web.office import KEY, Office

pytestmark = pytest.mark.django_db


def raised(office: Office, minor: int) -> int:
    draft = DisputeDraft(
        office.customer, office.books.company_id, "CNY", Reason.PRICE, "单价不符", (DisputedItem(office.item, minor),)
    )
    done = open_dispute(actor=SYSTEM, now=NOW, today=NOW.date(), key=office.books.key(), draft=draft)
    return int(done["dispute_id"])


def settle(office: Office, dispute_id: int, ending: str, **typed: Any) -> Any:
    typed = {"key": KEY, "event": "SETTLE", "note": "查过", "ending": ending, **typed}
    return office.browser("colleague").post(reverse("decide_dispute", args=[dispute_id]), typed, follow=True)


def test_less_than_disputed_needs_the_box_and_the_rest_is_shown(office: Office) -> None:
    pk = raised(office, 500)
    note = CreditNoteDraft(office.invoice, "R001", NOW.date(), 1)
    issue_credit_note(actor=SYSTEM, now=NOW, key="credit", credit_note=note)
    refused = settle(office, pk, "CREDIT_NOTE").text
    assert "5.00" in refused and "0.01" in refused and Dispute.objects.get(pk=pk).ended_on is None
    page = settle(office, pk, "CREDIT_NOTE", remainder_owed="on").text
    assert "R001" in page and "4.99" in page and f"D{pk}.pdf" in page
    assert Dispute.objects.get(pk=pk).ending == "CREDIT_NOTE"


def test_a_replacement_takes_its_paper_with_it(office: Office) -> None:
    pk = raised(office, 500)
    settle(office, pk, "REPLACEMENT")
    assert Dispute.objects.get(pk=pk).ended_on is None
    page = settle(office, pk, "REPLACEMENT", paper=SimpleUploadedFile("换货签收单.pdf", b"%PDF-1.4 x")).text
    assert "换货签收单.pdf" in page and Dispute.objects.get(pk=pk).ending == "REPLACEMENT"
