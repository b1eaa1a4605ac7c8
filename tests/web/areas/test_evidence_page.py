"""The evidence page of a customer: what was written off in our books stands there too, and can be bundled."""

from __future__ import annotations

from django.urls import reverse

from huikuan.evidence.models import OrderedBundle
from huikuan.kernel.actor import SYSTEM
from huikuan.receivables.models import Receivable
from huikuan.receivables.operations import Reduction
from tests.books import NOW
from tests.cases.acting import TODAY
from tests.web.office import Office
from tests.writing_off import write_off


def test_a_written_off_debt_is_listed_and_bundled(office: Office) -> None:
    item = Receivable.objects.get(pk=office.item)
    reduction = Reduction(item.pk, item.outstanding_minor, TODAY, "UNCOLLECTABLE")
    write_off(actor=SYSTEM, now=NOW, key=office.books.key(), reduction=reduction)
    browser = office.browser("director")
    page = browser.get(reverse("evidence", args=[office.customer])).content.decode()
    assert f"?item={item.pk}#item" in page and "written off, still owed" in page
    sent = {"language": "en", "items": [str(item.pk)], "key": "a-key-of-the-page-0001"}
    assert browser.post(reverse("evidence_bundle", args=[office.customer]), sent).status_code == 303
    assert OrderedBundle.objects.get().receivable_ids == [item.pk]
