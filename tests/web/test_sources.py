"""A document says which line of which file it came from, and leads to the import where the reader may see it."""

from __future__ import annotations

import pytest

from huikuan.imports.models import ImportBatch
from huikuan.imports.operations.lists import ImportOrder, import_file
from huikuan.imports.rules import Guess, ImportKind, Options
from huikuan.kernel.actor import SYSTEM
from huikuan.receivables.models import Invoice
from huikuan.web.pages.sources import Source, source_of
from tests.imports.lists import COLUMNS, NOW, TODAY, table
from tests.web.office import Office, second_company

pytestmark = pytest.mark.django_db


@pytest.fixture
def invoice(office: Office) -> Invoice:
    rows = [["F9001", "乙方机电有限公司", "2026-01-10", "2026-02-09", "100.00"]]
    order = ImportOrder(ImportKind.INVOICES, office.books.company_id, table(rows), Guess(COLUMNS), Options())
    import_file(actor=SYSTEM, now=NOW, today=TODAY, key="import", order=order)
    return Invoice.objects.get(number="F9001")


def test_the_file_is_named_and_leads_to_its_import(office: Office, invoice: Invoice) -> None:
    batch = ImportBatch.objects.get()
    page = office.browser("colleague").get(f"/receivables/invoices/{invoice.pk}/").content.decode()
    assert f'<a href="/imports/{batch.pk}/">{batch.file_name}' in page


def test_who_may_not_import_reads_the_name_and_no_link(office: Office, invoice: Invoice) -> None:
    page = office.browser("owner").get(f"/receivables/invoices/{invoice.pk}/").content.decode()
    assert ImportBatch.objects.get().file_name in page
    assert "/imports/" not in page.split("<main")[1]


def test_the_auditor_comes_to_the_import(office: Office, invoice: Invoice) -> None:
    page = office.browser("auditor").get(f"/receivables/invoices/{invoice.pk}/").content.decode()
    assert f'<a href="/imports/{ImportBatch.objects.get().pk}/">' in page


def test_the_same_file_in_a_company_one_does_not_see_is_not_named(office: Office, invoice: Invoice) -> None:
    """Two own companies took in the same bytes under two names; each reader is told the name of his own company's."""
    there, here = second_company(office), ImportBatch.objects.get()
    rows = [["F9001", "乙方机电有限公司", "2026-01-10", "2026-02-09", "100.00"]]
    hidden = table(rows, name="another company's.csv")
    order = ImportOrder(ImportKind.INVOICES, there.books.company_id, hidden, Guess(COLUMNS), Options())
    import_file(actor=SYSTEM, now=NOW, today=TODAY, key="import-2", order=order)
    newest = ImportBatch.objects.exclude(pk=here.pk).get()
    assert newest.sha256 == here.sha256
    address = f"/receivables/invoices/{invoice.pk}/"
    assert f'<a href="/imports/{here.pk}/">{here.file_name}' in office.browser("limited").get(address).content.decode()
    seen = office.browser("unlimited").get(address).content.decode()
    assert f'<a href="/imports/{newest.pk}/">' in seen, "negative control"


def test_typed_in_and_unknown_files() -> None:
    assert source_of(actor=SYSTEM, source_ref="") is None
    assert source_of(actor=SYSTEM, source_ref=f"{'a' * 64}#7") == Source("aaaaaaaaaaaa…", "7", None)
