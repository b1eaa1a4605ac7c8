"""Files of issued invoices in every format, each with one thing wrong: what is said of it, how grave it is, and what to do."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from django.utils import translation

from huikuan.contracts.rules.terms import Trigger
from huikuan.invoicing.models import TaxInvoice
from huikuan.invoicing.rules import checking
from huikuan.jobs.import_einvoices import Intake, InvoiceFile, InvoicesTaken, take_files
from huikuan.kernel.actor import SYSTEM
from huikuan.prices.rules.confirming import PriceLine
from huikuan.wording.sentences import sentence
from tests.books import Books, new_books
from tests.contracts.acting import signed as signed_contract
from tests.contracts.agreed import SIGNED, part, terms
from tests.deliveries.delivering import TODAY, delivered, signed
from tests.integrations.e_invoices.samples import CII, ofd, pdf, shudian, ubl
from tests.prices.office import Prices

pytestmark = pytest.mark.django_db
OWN = "甲方贸易有限公司"
BLUE_SKY, RED_SUN, GREEN_LAND = ("91310000100000001X", "91310000100000002X", "91310000100000003X")
NAMES = {BLUE_SKY: "蓝天机械有限公司", RED_SUN: "红日机械有限公司", GREEN_LAND: "绿地机械有限公司"}


def chinese(ending: int, buyer: str = BLUE_SKY, **said: str) -> bytes:
    """A 数电票 XML of 1,130.00 to a buyer."""
    text = shudian(number=f"263120000021605694{ending:02}", **{"remark": "", **said}).decode()
    return text.replace(NAMES[BLUE_SKY], NAMES[buyer]).replace(BLUE_SKY, buyer).encode()


def european(text: str, number: str, **names: str) -> bytes:
    """A UBL or CII document of ours."""
    for before, after in {">F-8<": f">{number}<", "Us GmbH": OWN, "Nous SA": OWN, **names}.items():
        text = text.replace(before, after)
    return text.encode()


def new_ground() -> Books:
    """Customers, an invoice number that is taken, prices, and a contract whose goods were signed for on 2026-02-12."""
    books = new_books(OWN)
    customers = {code: books.customer(name, tax_code=code) for code, name in NAMES.items()}
    books.customer("Buyer AG", tax_code="DE9")
    books.customer("Acheteur SA")
    books.invoice(customers[RED_SUN], "F-8", 100, currency="EUR")
    books.invoice(customers[BLUE_SKY], "26312000002160569406", 100_000)
    Prices(books, customers[RED_SUN]).signed("BJ-1", lines=(PriceLine("水泵", 100_000_000, "", "SB-40", "台"),))
    halves = (part(1, "首付款", Trigger.DATE, 500, on=SIGNED), part(2, "尾款", Trigger.DATE, 500, on=SIGNED))
    contract = signed_contract(books, customers[GREEN_LAND], terms(2_260_00, halves), number="HT-2026-01")
    signed(books, delivered(books, customers[GREEN_LAND], contract_id=contract), date(2026, 2, 12))
    return books


FILES = {
    "right.xml": (chinese(1), []),
    "sums.xml": (
        chinese(2, gross="1130.05", words="壹仟壹佰叁拾圆零伍分"),
        [("ERROR", "EINVOICE_SUMS_DIFFER")],
    ),
    "words.ofd": (
        ofd({"Doc_0/Attachs/original_invoice.xml": chinese(3, words="壹仟壹佰叁拾壹圆整")}),
        [("ERROR", "EINVOICE_WORDS_DIFFER")],
    ),
    "code.ubl.xml": (
        european(
            ubl().decode(),
            "",
            **{
                "Buyer AG</cbc:Name></cac:PartyName>": "Buyer AG</cbc:Name></cac:PartyName><cac:PartyTaxScheme>"
                "<cbc:CompanyID>DE2</cbc:CompanyID></cac:PartyTaxScheme>"
            },
        ),
        [("ERROR", "EINVOICE_BUYER_CODE_DIFFERS"), ("WARNING", "EINVOICE_CONTRACT_UNKNOWN")],
    ),
    "number.cii.xml": (european(CII.format(kind="380"), "F-8"), [("ERROR", "EINVOICE_NUMBER_TAKEN")]),
    "right.pdf": (pdf(attached=european(CII.format(kind="380"), "F-9")), []),
    "milestone.xml": (chinese(6), [("ERROR", "EINVOICE_ABOVE_MILESTONE")]),
    "price.xml": (chinese(7, RED_SUN), [("WARNING", "EINVOICE_PRICES_DIFFER")]),
    "contract.xml": (chinese(8, remark="合同编号：HT-1"), [("WARNING", "EINVOICE_CONTRACT_UNKNOWN")]),
    "delivery.xml": (
        chinese(9, GREEN_LAND, remark="合同编号：HT-2026-01"),
        [("ERROR", "EINVOICE_MILESTONE_UNCLEAR"), ("WARNING", "EINVOICE_BEFORE_DELIVERY")],
    ),
}


def taken(books: Books, *names: str, key: str = "files-01") -> InvoicesTaken:
    files = tuple(InvoiceFile(name, FILES[name][0]) for name in names)
    intake = Intake(books.company_id, files, key)
    return take_files(actor=SYSTEM, now=books.now, today=TODAY, intake=intake)


def test_each_thing_wrong_is_said_with_its_severity_and_only_errors_keep_it_out() -> None:
    books = new_ground()
    done = taken(books, *FILES)
    assert (done.accepted, done.rejected) == (len(FILES), ())
    found = {
        row.file_name: [(one["severity"], one["code"]) for one in row.findings if one["severity"] != "NOTE"]
        for row in TaxInvoice.objects.all()
    }
    assert found == {name: said for name, (_, said) in FILES.items()}
    waiting = {row.file_name for row in TaxInvoice.objects.filter(state="WAITING")}
    assert waiting == {name for name, (_, said) in FILES.items() if ("ERROR" in dict(said))}
    # the same file again is the same invoice; its number with another amount is another paper, and nothing is changed
    again = taken(books, "right.xml", key="files-02")
    assert (again.duplicate, again.rejected) == (1, ())
    other = InvoiceFile("other.xml", chinese(1, net="1000.01", gross="1130.01", words="壹仟壹佰叁拾圆零壹分"))
    refused = take_files(
        actor=SYSTEM, now=books.now, today=TODAY, intake=Intake(books.company_id, (other,), "files-03")
    )
    assert [one.code for one in refused.rejected] == ["EINVOICE_KNOWN_OTHERWISE"]


def test_every_error_and_warning_says_what_to_do() -> None:
    source = Path(checking.__file__).read_text(encoding="utf-8")
    codes = sorted(set(re.findall(r'_(?:error|warning)\(\s*"(EINVOICE_\w+)"', source)))
    assert len(codes) > 20
    names = "amount value found expected date today day number contract tax_code rate line position count"
    with translation.override("en"):
        told = {code: sentence(code=code, parameters=dict.fromkeys(names.split(), 1)) for code in codes}
    assert {code for code, one in told.items() if len(re.findall(r"[.:](?=\s|$)", one)) < 2} == set()
