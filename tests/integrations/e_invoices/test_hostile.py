"""Files that mean harm get a named fault, and whoever asked lives on."""

import io
import zipfile

import pytest

from huikuan.integrations.e_invoices.limited import read_invoice_limited, read_invoices_limited
from huikuan.integrations.e_invoices.reader import read_invoice
from huikuan.integrations.sandbox import Limits
from huikuan.invoicing.rules.records import EInvoice, ReadFault
from tests.integrations.e_invoices.samples import ofd, pdf, shudian, zipped

LAUGHS = (
    b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">'
    b'<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]><EInvoice>&c;</EInvoice>'
)
XXE = (
    b'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]><EInvoice><FPHM>&x;</FPHM></EInvoice>'
)
DEEP = b"<a>" * 200 + b"</a>" * 200
BOMB = zipped({"OFD.xml": b"0" * 30_000_000})


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (LAUGHS, "EINVOICE_XML_DTD"),
        (XXE, "EINVOICE_XML_DTD"),
        (LAUGHS.decode().encode("utf-16"), "EINVOICE_XML_DTD"),
        (DEEP, "EINVOICE_XML_TOO_DEEP"),
        (b"<EInvoice><FPHM>1</EInvoice>", "EINVOICE_XML_BROKEN"),
        (BOMB, "EINVOICE_ZIP_PACKED_TOO_TIGHTLY"),
        (zipped({"OFD.xml": b"<a/>", "../../etc/x": b"1"}), "EINVOICE_ZIP_UNSAFE_NAME"),
        (zipped({"OFD.xml": b"<a/>", "inner.zip": zipped({"a": b"1"})}), "EINVOICE_ZIP_NESTED_ARCHIVE"),
        (zipped({"OFD.xml": b"<a/>", "seal.dat": zipped({"a": b"1"})}), "EINVOICE_ZIP_NESTED_ARCHIVE"),
        (zipped({f"f{number}": b"" for number in range(1_200)}), "EINVOICE_ZIP_TOO_MANY_ENTRIES"),
        (zipped({"word/document.xml": b"<a/>"}), "EINVOICE_NOT_AN_INVOICE"),
        (ofd({"Doc_0/Attachs/original_invoice.xml": LAUGHS}), "EINVOICE_XML_DTD"),
        (pdf(attached=XXE), "EINVOICE_XML_DTD"),
        (b"PK\x03\x04" + b"\x00" * 50, "EINVOICE_ZIP_CORRUPT"),
    ],
)
def test_harm_gets_a_name(content, code):
    found = read_invoice(content=content)
    assert isinstance(found, ReadFault)
    assert found.code == code


def test_a_file_that_ends_the_child_takes_no_other_with_it():
    few = Limits(memory_bytes=60_000_000)
    heavy = zipped(
        {"OFD.xml": b"<a/>", **{f"{number}.xml": b"<a>" + b"<b/>" * 199_000 + b"</a>" for number in range(6)}}
    )
    found = read_invoices_limited(contents=[shudian(), heavy], limits=few)
    assert isinstance(found[0], EInvoice)
    assert isinstance(found[1], ReadFault)


def test_the_child_gives_what_the_reader_gives():
    assert read_invoice_limited(content=shudian()) == read_invoice(content=shudian())
    assert read_invoice_limited(content=b"x") == read_invoice(content=b"x")


def test_an_encrypted_container_is_refused():
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr("OFD.xml", "<a/>")
    content = bytearray(held.getvalue())
    place = content.find(b"PK\x01\x02")
    content[place + 8] |= 1
    found = read_invoice(content=bytes(content))
    assert isinstance(found, ReadFault)
    assert found.code == "EINVOICE_ZIP_ENCRYPTED"
