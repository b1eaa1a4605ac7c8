"""Invoices of other people's systems, counted row by row against what is known of them."""

import csv
from datetime import date

import pytest

from huikuan.integrations.e_invoices.limited import read_invoices_limited
from huikuan.invoicing.models import TaxInvoice
from huikuan.invoicing.rules.records import EInvoice, Format, Kind
from huikuan.jobs.import_einvoices import Intake, InvoiceFile, take_files
from huikuan.kernel.actor import SYSTEM
from huikuan.kernel.text_amounts import parse_amount
from tests.books import NOW, new_books
from tests.real.shared_data import sample

pytestmark = pytest.mark.real

EUROPEAN = {
    "eu_guide-example1.xml": ("12115118", date(2015, 1, 9), 22960, 2073, 25033, "EUR", 20),
    "eu_issue116.xml": ("2018210", date(2018, 2, 8), 70000, 13000, 83000, "SEK", 4),
    "eu_ubl-tc434-example1.xml": ("12115118", date(2015, 1, 9), 22960, 2073, 25033, "EUR", 20),
    "eu_ubl-tc434-example3.xml": ("TOSL108", date(2013, 4, 10), 170000, 30500, 200500, "DKK", 2),
    "eu_ubl-tc434-example6.xml": ("TOSL110", date(2013, 4, 10), 400000, 67500, 467500, "DKK", 3),
    "eu_ubl-tc434-example9.xml": ("20150483", date(2015, 4, 1), 14700, 3087, 17787, "EUR", 1),
}


def _read(names):
    return dict(
        zip(
            names, read_invoices_limited(contents=[sample("einvoices", one).read_bytes() for one in names]), strict=True
        )
    )


def test_chinese_invoices_say_what_is_expected_of_each():
    with sample("einvoices", "cn_expected.csv").open(encoding="utf-8-sig", newline="") as source:
        rows = list(csv.DictReader(source))
    found = _read([row["file"] for row in rows])
    assert len(rows) >= 5
    for row in rows:
        one = found[row["file"]]
        assert isinstance(one, EInvoice), (row, one)
        assert one.number == row["invoice_no"]
        assert (one.issue_date.isoformat() if one.issue_date else "") == row["issue_date"]
        wanted = [_minor(row[name]) for name in ("net", "tax", "gross")]
        assert [one.net_minor, one.tax_minor, one.gross_minor] == wanted, row
        assert (one.buyer.name, one.seller.name, len(one.lines)) == (row["buyer"], row["seller"], int(row["lines"]))
        assert one.format is Format.CN_XML


def test_what_stands_beside_the_amounts():
    found = _read(
        ["cn_full_fictional_special_vat.xml", "cn_red_letter_negative.xml", "cn_ordinary_1pct_price_rounding.xml"]
    )
    full, red, ordinary = found.values()
    assert (full.kind, full.words, full.lines[0].rate_micros) == (Kind.SPECIAL, "壹仟壹佰叁拾圆整", 130_000)
    assert (red.is_red, red.original_number, red.confirmation_number) == (True, "26312000002160569446", "CN2026040001")
    assert (ordinary.kind, ordinary.lines[0].rate_micros, ordinary.lines[0].unit_price) == (
        Kind.ORDINARY,
        10_000,
        "32.4257425742574",
    )


def test_european_invoices():
    for name, one in _read(list(EUROPEAN)).items():
        assert isinstance(one, EInvoice), (name, one)
        told = (one.number, one.issue_date, one.net_minor, one.tax_minor, one.gross_minor, one.currency, len(one.lines))
        assert told == EUROPEAN[name]
        assert sum(line.net_minor for line in one.lines) + one.adjustment_minor == one.net_minor
        assert sum(part.tax_minor for part in one.taxes) in (one.tax_minor, 0)


def _minor(text):
    minor = parse_amount(text=text)
    return minor if isinstance(minor, int) else int(text.replace(".", ""))


def test_every_file_beside_the_clone_is_counted_here():
    folder = sample("einvoices", "cn_expected.csv").parent
    with (folder / "cn_expected.csv").open(encoding="utf-8-sig", newline="") as source:
        chinese = {row["file"] for row in csv.DictReader(source)}
    assert {one.name for one in folder.iterdir()} == {*chinese, *EUROPEAN, "cn_expected.csv"}


@pytest.mark.django_db
def test_each_file_taken_in_is_kept_or_named_with_its_reason():
    """None of these sellers is us: what is kept waits with that; one amount is beyond any invoice; two files are one invoice."""
    books = new_books()
    folder = sample("einvoices", "cn_expected.csv").parent
    names = sorted(one.name for one in folder.iterdir() if one.suffix == ".xml")
    files = tuple(InvoiceFile(name, (folder / name).read_bytes()) for name in names)
    done = take_files(
        actor=SYSTEM, now=NOW, today=date(2026, 12, 1), intake=Intake(books.company_id, files, "real-files")
    )
    assert (done.read, done.accepted, done.duplicate, len(done.rejected)) == (11, 9, 1, 1)
    assert [(one.file, one.code) for one in done.rejected] == [
        ("cn_huge_negative_leading_zero_no.xml", "EINVOICE_AMOUNT_OUT_OF_BOUNDS")
    ]
    assert {one.file for one in done.taken} | {one.file for one in done.rejected} == set(names)
    kept = {row.file_name: row for row in TaxInvoice.objects.all()}
    assert {row.state for row in kept.values()} == {"WAITING"}
    assert all("EINVOICE_SELLER_NOT_US" in {one["code"] for one in row.findings} for row in kept.values())
    lines = {name: row.lines.count() for name, row in kept.items()}
    assert lines == {
        "cn_full_fictional_special_vat.xml": 2,
        "cn_ordinary_1pct_price_rounding.xml": 1,
        "cn_pinyin_dialect.xml": 1,
        "cn_red_letter_negative.xml": 0,
        "eu_guide-example1.xml": 20,
        "eu_issue116.xml": 4,
        "eu_ubl-tc434-example3.xml": 2,
        "eu_ubl-tc434-example6.xml": 3,
        "eu_ubl-tc434-example9.xml": 1,
    }
    for row in kept.values():
        assert sum(one.net_minor for one in row.lines.all()) + row.adjustment_minor in (row.net_minor, 0)
