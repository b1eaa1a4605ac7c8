"""camt.052, 053, 054: entries, batches, reversals, balances, and XML that is refused."""

import re

import pytest

from huikuan.integrations.bank_files import xml_events
from huikuan.integrations.bank_files.reader import read_statement
from huikuan.integrations.bank_files.records import FileFault, ReadLimits, StatementFile

NAMESPACE = "urn:iso:std:iso:20022:tech:xsd:camt.053.001.02"


def _balance(kind, amount, currency="EUR", indicator="CRDT"):
    return (
        f'<Bal><Tp><CdOrPrtry><Cd>{kind}</Cd></CdOrPrtry></Tp><Amt Ccy="{currency}">{amount}</Amt>'
        f"<CdtDbtInd>{indicator}</CdtDbtInd><Dt><Dt>2026-01-01</Dt></Dt></Bal>\n"
    )


def _entry(amount, indicator="CRDT", currency="EUR", status="BOOK", more="", details="", day="2026-01-02"):
    booked = f"<BookgDt><Dt>{day}</Dt></BookgDt>" if day else ""
    return (
        f'<Ntry><Amt Ccy="{currency}">{amount}</Amt><CdtDbtInd>{indicator}</CdtDbtInd>{more}<Sts>{status}</Sts>'
        f"{booked}<NtryDtls>{details}</NtryDtls></Ntry>\n"
    )


def _statement(*parts, account="<IBAN>DE1</IBAN>", created="", number="1"):
    return f"<Stmt><Id>{number}</Id>{created}<Acct><Id>{account}</Id></Acct>\n{''.join(parts)}</Stmt>\n"


def _document(*statements, namespace=NAMESPACE):
    xmlns = f' xmlns="{namespace}"' if namespace else ""
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<Document{xmlns}><BkToCstmrStmt>{"".join(statements)}</BkToCstmrStmt></Document>'


def _read(text, **options):
    return read_statement(content=text.encode(), filename="x.xml", **options)


def _one(*parts, **options):
    found = _read(_document(_statement(*parts, **options)))
    assert isinstance(found, StatementFile), found.message
    assert found.rows_read == found.rows_accounted
    return found


def _transaction(amount, indicator="CRDT", currency="EUR", inner=""):
    return f'<TxDtls><Amt Ccy="{currency}">{amount}</Amt><CdtDbtInd>{indicator}</CdtDbtInd>{inner}</TxDtls>'


@pytest.mark.parametrize(
    ("namespace", "name"),
    [
        (NAMESPACE, "camt.053.001.02"),
        ("urn:iso:std:iso:20022:tech:xsd:camt.053.001.13", "camt.053.001.13"),
        ("urn:bank:own", "camt.053"),
        ("", "camt.053"),
    ],
)
def test_any_namespace_will_do(namespace, name):
    found = _read(_document(_statement(_entry("1.00")), namespace=namespace))
    assert isinstance(found, StatementFile)
    assert (found.format, found.statements[0].lines[0].amount_minor) == (name, 100)


def test_prefixed_elements():
    text = _document(_statement(_entry("1.00"))).replace("<", "<n:").replace("<n:/", "</n:").replace("<n:?", "<?")
    found = _read(text.replace("xmlns=", "xmlns:n="))
    assert isinstance(found, StatementFile)
    assert found.statements[0].account == "DE1"


@pytest.mark.parametrize(
    ("amounts", "minors"),
    [
        (("10.00", "20.00"), [1_000, 2_000]),
        (("10.00", "19.99"), [3_000]),
        (("10.00", "x"), [3_000]),
        (("30.00", "0.00"), [3_000]),
    ],
)
def test_batch_is_split_only_when_its_parts_add_up(amounts, minors):
    details = "".join(_transaction(amount) for amount in amounts)
    found = _one(_entry("30.00", details=details))
    assert [line.amount_minor for line in found.statements[0].lines] == minors
    assert [note.code for note in found.notes] == ([] if len(minors) > 1 else ["BATCH_NOT_SPLIT"])


def test_parts_of_a_batch_may_go_both_ways():
    details = _transaction("50.00") + _transaction("20.00", indicator="DBIT")
    lines = _one(_entry("30.00", details=details)).statements[0].lines
    assert [(line.position, line.amount_minor) for line in lines] == [(1, 5_000), (2, -2_000)]


def test_parts_in_another_currency_stay_one_line():
    details = _transaction("10.00", currency="USD") + _transaction("20.00", currency="USD")
    assert len(_one(_entry("30.00", details=details)).statements[0].lines) == 1


def test_a_single_transaction_never_changes_the_booked_amount():
    assert _one(_entry("8.85", details=_transaction("105.75"))).statements[0].lines[0].amount_minor == 885


PARTIES = (
    "<TxDtls><RltdPties><Dbtr><Nm>Payer</Nm></Dbtr><DbtrAcct><Id><IBAN>{debtor}</IBAN></Id></DbtrAcct>"
    "<Cdtr><Nm>Payee</Nm></Cdtr><CdtrAcct><Id><IBAN>{creditor}</IBAN></Id></CdtrAcct></RltdPties></TxDtls>"
)


@pytest.mark.parametrize(
    ("indicator", "reversal", "debtor", "creditor", "name"),
    [
        ("CRDT", "", "DE9", "DE1", "Payer"),
        ("DBIT", "", "DE1", "DE9", "Payee"),
        ("DBIT", "<RvslInd>true</RvslInd>", "DE9", "DE1", "Payer"),
        ("CRDT", "", "DE1", "DE9", "Payee"),  # the bank put us on the wrong side
        ("CRDT", "", "DE1", "DE1", "Payer"),
    ],
)
def test_counterparty_is_the_side_that_is_not_us(indicator, reversal, debtor, creditor, name):
    details = PARTIES.format(debtor=debtor, creditor=creditor)
    line = _one(_entry("1.00", indicator, more=reversal, details=details)).statements[0].lines[0]
    assert line.counterparty_name == name
    assert line.is_reversal is bool(reversal)
    assert line.amount_minor == (100 if indicator == "CRDT" else -100)


def test_opening_and_lines_make_closing():
    found = _one(_balance("OPBD", "5.00", indicator="DBIT"), _balance("CLBD", "1.00"), _entry("6.00"))
    statement = found.statements[0]
    assert (statement.opening_minor, statement.closing_minor, statement.direction_proof) == (-500, 100, "balance")


def test_off_by_a_cent_is_refused_at_the_closing_balance():
    fault = _read(_document(_statement(_balance("OPBD", "5.00"), _balance("CLBD", "11.01"), _entry("6.00"))))
    assert isinstance(fault, FileFault)
    assert (fault.code, fault.line) == ("BALANCE_BREAK", 4)
    assert (dict(fault.params)["expected"], dict(fault.params)["found"]) == ("11.00", "11.01")


def test_pending_and_information_do_not_count_for_the_sum():
    found = _one(
        _balance("OPBD", "5.00"),
        _balance("CLBD", "11.00"),
        _entry("6.00"),
        _entry("1.00", status="PDNG"),
        _entry("2.00", status="INFO"),
        _entry("0.00"),
    )
    assert [line.amount_minor for line in found.statements[0].pending] == [100]
    assert [fault.code for fault in found.statements[0].rejected] == ["ZERO_AMOUNT"]
    assert [fault.code for fault in found.skipped] == ["INFORMATION_ENTRY"]
    assert found.statements[0].direction_proof == "balance"


@pytest.mark.parametrize(
    ("message", "group", "name"), [("052", "BkToCstmrAcctRpt", "Rpt"), ("054", "BkToCstmrDbtCdtNtfctn", "Ntfctn")]
)
def test_reports_and_notifications_bring_debits_charges_and_reversals(message, group, name):
    charge = _entry("2.50", "DBIT", details=_transaction("2.50", "DBIT", inner="<AddtlTxInf>bank charge</AddtlTxInf>"))
    back = _entry("10.00", "DBIT", more="<RvslInd>true</RvslInd>")
    parts = [_statement(_entry("10.00"), charge, back), _statement(_entry("1.00"), number="2")]
    text = _document(*parts, namespace=NAMESPACE.replace("053", message))
    found = _read(re.sub(r"(</?)Stmt>", rf"\1{name}>", text).replace("BkToCstmrStmt", group))
    assert isinstance(found, StatementFile), found.message
    assert found.format == f"camt.{message}.001.02"
    shown = [[(line.amount_minor, line.is_reversal) for line in one.lines] for one in found.statements]
    assert shown == [[(1_000, False), (-250, False), (-1_000, True)], [(100, False)]]


def test_next_opening_is_previous_closing():
    first = _statement(_balance("OPBD", "1.00"), _balance("CLBD", "2.00"), _entry("1.00"))
    second = _statement(_balance("OPBD", "{}"), _balance("CLBD", "{}"), number="2")
    assert isinstance(_read(_document(first, second.format("2.00", "2.00"))), StatementFile)
    fault = _read(_document(first, second.format("2.01", "2.01")))
    assert isinstance(fault, FileFault)
    assert (fault.code, fault.line) == ("CONTINUITY_BREAK", 7)
    ignored = _read(_document(first, second.format("2.01", "2.01")), check_balances=False)
    assert isinstance(ignored, StatementFile)
    assert [note.code for note in ignored.notes] == ["BALANCE_IGNORED"]


def test_balances_of_other_accounts_are_not_compared():
    first = _statement(_balance("OPBD", "1.00"), _balance("CLBD", "1.00"))
    other = _statement(_balance("OPBD", "9.00"), _balance("CLBD", "9.00"), account="<IBAN>DE2</IBAN>")
    assert isinstance(_read(_document(first, other)), StatementFile)


@pytest.mark.parametrize(
    ("entry", "column", "code"),
    [
        (_entry("10.005"), "Amt", "NEEDS_ROUNDING"),
        (_entry("1e3"), "Amt", "SCIENTIFIC_NOTATION"),
        (_entry("-2.00"), "Amt", "NEGATIVE_AMOUNT"),
        (_entry("0"), "Amt", "ZERO_AMOUNT"),
        (_entry(""), "Amt", "BLANK"),
        (_entry("2.00", "XXXX"), "Amt", "NO_DIRECTION"),
        (_entry("2.00", currency="QQQ"), "Amt Ccy", "UNKNOWN_CURRENCY"),
        (_entry("2.00", status="ODD"), "Sts", "STATUS_UNKNOWN"),
        (_entry("2.00", day="2026-02-30"), "BookgDt", "NO_SUCH_DAY"),
        (_entry("2.00", day=""), "BookgDt", "DATE_MISSING"),
        ("<Ntry><CdtDbtInd>CRDT</CdtDbtInd><Sts>BOOK</Sts></Ntry>", "Amt", "NO_AMOUNT"),
    ],
)
def test_entries_that_cannot_be_read_are_rejected_by_name(entry, column, code):
    statement = _one(_entry("1.00"), entry).statements[0]
    assert [(fault.column, fault.code) for fault in statement.rejected] == [(column, code)]
    assert [line.amount_minor for line in statement.lines] == [100]


def test_a_day_is_looked_for_in_the_transaction_and_the_report():
    dates = "<TxDtls><RltdDts><AccptncDtTm>2026-01-03T10:00:00</AccptncDtTm></RltdDts></TxDtls>"
    assert _one(_entry("1.00", day="", details=dates)).statements[0].lines[0].booked_on.isoformat() == "2026-01-03"
    created = "<CreDtTm>2026-01-04T06:00:00</CreDtTm>"
    reported = _one(_entry("1.00", day=""), created=created)
    assert reported.statements[0].lines[0].booked_on.isoformat() == "2026-01-04"
    assert [note.code for note in reported.notes] == ["DATE_OF_REPORT"]


def test_minor_units_follow_the_currency():
    found = _one(_entry("700", currency="JPY"), _entry("1.234", currency="BHD"), account="<Othr><Id>1</Id></Othr>")
    assert [(one.currency, one.lines[0].amount_minor) for one in found.statements] == [("JPY", 700), ("BHD", 1_234)]


def test_a_closing_balance_in_another_currency_is_told_and_not_compared():
    found = _one(_balance("OPBD", "5.00"), _balance("CLBD", "7.00", currency="SEK"), _entry("6.00"))
    assert (found.statements[0].closing_minor, found.statements[0].direction_proof) == (None, "none")
    assert [(note.column, note.code) for note in found.notes] == [("Bal CLBD", "BALANCE_OTHER_CURRENCY")]


def test_a_balance_that_cannot_be_read_is_told():
    assert [note.code for note in _one(_balance("OPBD", "x"), _entry("6.00")).notes] == ["BALANCE_UNREADABLE"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (_document(_statement(_entry("1.00"), account="")), "ACCOUNT_MISSING"),
        (_document(_statement()), "CURRENCY_MISSING"),
        ("<pain><x/></pain>", "NOT_A_STATEMENT"),
        ("<Document><a></Document>", "XML_BROKEN"),
        (_document(_statement(_entry("1.00")))[:-30], "XML_BROKEN"),
        ("<a>" * 70 + "</a>" * 70, "XML_TOO_DEEP"),
        ("<Document>" + "<a>" * 200_000, "XML_TOO_DEEP"),
    ],
)
def test_xml_that_is_no_statement_is_refused(text, code):
    fault = _read(text)
    assert isinstance(fault, FileFault)
    assert fault.code == code


LAUGHS = (
    '<?xml version="1.0"?>\n<!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">'
    '<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]>\n<Document>&c;</Document>'
)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-be"])
def test_billion_laughs_are_refused_in_every_encoding(encoding):
    fault = read_statement(content=LAUGHS.encode(encoding), filename="x.xml")
    assert isinstance(fault, FileFault)
    assert (fault.code, fault.line) == ("XML_DTD", 2)


@pytest.mark.parametrize(
    "doctype",
    [
        '<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/hostname">]>',
        '<!DOCTYPE d SYSTEM "http://127.0.0.1:9/x.dtd">',
        '<!DOCTYPE d [<!ENTITY % p SYSTEM "file:///etc/hostname"> %p;]>',
        '<!doctype d [<!entity x "y">]>',
    ],
)
def test_external_entities_are_refused_before_any_parser_sees_them(doctype):
    fault = _read(f'<?xml version="1.0"?>{doctype}<Document>&x;</Document>')
    assert isinstance(fault, FileFault)
    assert fault.code == "XML_DTD"


def test_control_without_the_guard_the_parser_would_meet_the_entities(monkeypatch):
    monkeypatch.setattr(xml_events, "_FORBIDDEN", re.compile("(?!)"))
    fault = read_statement(content=LAUGHS.encode(), filename="x.xml")
    assert isinstance(fault, FileFault)
    assert fault.code != "XML_DTD"


def test_control_without_the_depth_limit_nesting_is_read_on():
    text = _document(_statement("<a>" * 70 + "</a>" * 70, _entry("1.00")))
    assert isinstance(
        read_statement(content=text.encode(), filename="x", limits=ReadLimits(max_xml_depth=200)), StatementFile
    )
    fault = _read(text)
    assert isinstance(fault, FileFault)
    assert (fault.code, dict(fault.params)) == ("XML_TOO_DEEP", {"limit": 64})


def test_undefined_entities_are_not_well_formed():
    fault = _read("<Document>&x;</Document>")
    assert isinstance(fault, FileFault)
    assert fault.code in ("XML_BROKEN", "NOT_A_STATEMENT")


def test_xinclude_is_text():
    text = _document(
        _statement(_entry("1.00"), '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="/etc/hostname"/>')
    )
    assert isinstance(_read(text), StatementFile)


@pytest.mark.parametrize("encoding", ["utf-7", "cp037", "ebcdic-us"])
def test_encodings_that_hide_markup_are_refused(encoding):
    fault = _read(f'<?xml version="1.0" encoding="{encoding}"?><Document/>')
    assert isinstance(fault, FileFault)
    assert (fault.code, dict(fault.params)) == ("XML_ENCODING", {"found": encoding})


def test_chinese_camt_in_gb18030():
    text = _document(
        _statement(_entry("1.00", details="<TxDtls><RltdPties><Dbtr><Nm>甲公司</Nm></Dbtr></RltdPties></TxDtls>"))
    )
    found = read_statement(content=text.replace("UTF-8", "GBK").encode("gb18030"), filename="x.xml")
    assert isinstance(found, StatementFile)
    assert found.statements[0].lines[0].counterparty_name == "甲公司"
