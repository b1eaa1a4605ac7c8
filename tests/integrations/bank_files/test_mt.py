"""MT940 and MT942: exact amounts, several statements, broken messages, and the library mt-940 as a second opinion."""

from decimal import Decimal

import mt940
import pytest
from hypothesis import given
from hypothesis import strategies as st

from huikuan.integrations.bank_files.mt_details import MtDetails, details_of
from huikuan.integrations.bank_files.mt_tags import Tag, line_of, looks_like_mt
from huikuan.integrations.bank_files.reader import read_statement
from huikuan.integrations.bank_files.records import FileFault, StatementFile
from huikuan.kernel.text_faults import TextFault

HEAD = [":20:A", ":25:123", ":28C:1/1"]


def _read(*lines, **options):
    return read_statement(content="\n".join(lines).encode(), filename="x.sta", **options)


def _one(*lines, **options):
    found = _read(*lines, **options)
    assert isinstance(found, StatementFile), found.message
    assert found.rows_read == found.rows_accounted
    return found.statements[0]


def _statement(*movements, opening="C260101EUR100,00", closing="C260102EUR100,00"):
    return [*HEAD, f":60F:{opening}", *movements, f":62F:{closing}", "-"]


@pytest.mark.parametrize(
    ("text", "booked_on", "value_day", "minor", "is_reversal"),
    [
        ("2601020102C10,00NTRFREF//B1", "2026-01-02", "2026-01-02", 1_000, False),
        ("260102D10,NTRFREF", "2026-01-02", "2026-01-02", -1_000, False),
        ("2601020102DR0,5NTRFREF", "2026-01-02", "2026-01-02", -50, False),
        ("2601020102RC10,00NTRFREF", "2026-01-02", "2026-01-02", -1_000, True),
        ("2601020102RD10,00NTRFREF", "2026-01-02", "2026-01-02", 1_000, True),
        ("2601020102RCR204,88NRTINONREF", "2026-01-02", "2026-01-02", -20_488, True),
        ("2601011231C1,00NTRFREF", "2025-12-31", "2026-01-01", 100, False),
        ("2512310102C1,00NTRFREF", "2026-01-02", "2025-12-31", 100, False),
        ("260102    DD212,39NMSCNONREF//", "2026-01-02", "2026-01-02", -21_239, False),
        ("260102C000000000000000001,62NTRF", "2026-01-02", "2026-01-02", 162, False),
        ("9912310101C1,00NTRFREF", "2000-01-01", "1999-12-31", 100, False),
        ("2602300301C1,00NTRFREF", "2026-03-01", "2026-02-28", 100, False),
        ("260102C5.25NTRFREF", "2026-01-02", "2026-01-02", 525, False),
    ],
)
def test_statement_line(text, booked_on, value_day, minor, is_reversal):
    found = line_of(tag=Tag(name="61", text=text, line=1), currency="EUR")
    assert not isinstance(found, TextFault)
    assert (found.booked_on.isoformat(), found.value_day.isoformat()) == (booked_on, value_day)
    assert (found.minor, found.is_reversal) == (minor, is_reversal)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("2601020102D1.000,00NTRFREF", "LINE_UNREADABLE"),
        ("2613020102D10,00NTRFREF", "NO_SUCH_DAY"),
        ("2601021302D10,00NTRFREF", "NO_SUCH_DAY"),
        ("2601020102X10,00NTRFREF", "LINE_UNREADABLE"),
        ("2601020102D10,005NTRFREF", "NEEDS_ROUNDING"),
        ("2601020102D0,00NTRFREF", "ZERO_AMOUNT"),
        ("2601020102D99999999999999,00NTRFREF", "OUT_OF_RANGE"),
        ("", "LINE_UNREADABLE"),
    ],
)
def test_lines_that_cannot_be_read_are_rejected_by_name(text, code):
    statement = _one(*_statement(":61:2601020102C1,00NTRFREF", f":61:{text}", closing="C260102EUR101,00"))
    assert [(fault.line, fault.column, fault.code) for fault in statement.rejected] == [(6, ":61:", code)]
    assert [line.amount_minor for line in statement.lines] == [100]


def test_the_library_would_read_a_grouped_amount_as_one():
    # Why the library is the second opinion and not the reader.
    text = "\n".join(_statement(":61:2601020102D1.000,00NTRFREF//B1"))
    assert mt940.parse(text).transactions[0].data["amount"].amount == Decimal("-1")


@pytest.mark.parametrize(
    ("lines", "code", "line"),
    [
        ([":20:A"], "MT_INCOMPLETE", 1),
        ([":86:091", "-"], "MT_INCOMPLETE", 1),
        ([":25:70011110/4005287001EUR"], "MT_INCOMPLETE", 1),
        ([":60F:C100318EUR1,12", ":60F:C100318EUR1,1"], "TAG_REPEATED", 2),
        ([*HEAD, ":60F:C260101EUR1,00", ":61:2601020102C1,00NTRF", ":25:x", ":62F:C260102EUR2,00"], "TAG_REPEATED", 6),
        ([*HEAD, ":60F:C260101EUR1x,00", ":62F:C260102EUR2,00"], "TAG_UNREADABLE", 4),
        ([*HEAD, ":60F:X", ":62F:Y"], "TAG_UNREADABLE", 4),
        ([*HEAD, ":60F:C261301EUR1,00"], "TAG_UNREADABLE", 4),
        ([*HEAD, ":60F:C260101EUR1,00", ":62F:C260102USD1,00"], "TAG_UNREADABLE", 5),
        ([*HEAD, ":60F:C020315DEM0,00"], "UNKNOWN_CURRENCY", 4),
        ([":NS:"], "MT_INCOMPLETE", 1),
    ],
)
def test_broken_messages_are_refused_by_name(lines, code, line):
    fault = _read(*lines)
    assert isinstance(fault, FileFault)
    assert (fault.code, fault.line) == (code, line)


def test_off_by_a_cent_names_the_closing_balance():
    fault = _read(*_statement(":61:2601020102D10,00NTRFREF", closing="C260102EUR90,01"))
    assert isinstance(fault, FileFault)
    assert (fault.code, fault.line, dict(fault.params)["expected"]) == ("BALANCE_BREAK", 6, "90.00")
    found = _read(*_statement(":61:2601020102D10,00NTRFREF", closing="C260102EUR90,01"), check_balances=False)
    assert isinstance(found, StatementFile)
    assert found.statements[0].direction_proof == "ignored"


def test_statements_of_one_account_follow_each_other():
    first = _statement()
    second = _statement(opening="C260102EUR100,01", closing="C260103EUR100,01")
    fault = _read(*first, *second)
    assert isinstance(fault, FileFault)
    assert (fault.code, fault.line) == ("CONTINUITY_BREAK", 7)
    assert isinstance(
        _read(*second, *_statement(opening="C260103EUR100,01", closing="C260104EUR100,01")), StatementFile
    )


def _page(number, opening, movement, closing):
    return [":20:A", ":25:123", f":28C:7/{number}", opening, movement, closing, "-"]


PAGES = (
    *_page(1, ":60F:C260101EUR100,00", ":61:2601020102C50,NTRF", ":62M:C260102EUR150,00"),
    *_page(2, ":60M:C260102EUR150,00", ":61:2601020102D2,5NCHGFEE", ":62M:C260102EUR147,50"),
    *_page(3, ":60M:C260102EUR147,50", ":61:2601030103RC50,00NTRFREF", ":62F:C260103EUR97,50"),
)


def test_pages_of_one_statement_are_proved_by_their_intermediate_balances():
    found = _read(*PAGES)
    assert isinstance(found, StatementFile)
    shown = [(one.opening_minor, one.closing_minor, one.direction_proof) for one in found.statements]
    assert shown == [(10_000, 15_000, "balance"), (15_000, 14_750, "balance"), (14_750, 9_750, "balance")]
    lines = [line for one in found.statements for line in one.lines]
    assert [(line.amount_minor, line.is_reversal) for line in lines] == [(5_000, False), (-250, False), (-5_000, True)]


def test_a_page_that_is_missing_breaks_the_chain():
    fault = _read(*PAGES[:7], *PAGES[14:])
    assert isinstance(fault, FileFault)
    assert fault.code == "CONTINUITY_BREAK"


def test_an_intermediate_balance_off_by_a_cent_is_refused():
    fault = _read(*[line.replace("62M:C260102EUR147,50", "62M:C260102EUR147,51") for line in PAGES])
    assert isinstance(fault, FileFault)
    assert (fault.code, fault.line) == ("BALANCE_BREAK", 13)


def test_newest_statement_first_is_no_break():
    newest = _statement(":61:2601030103C1,00NTRF", opening="C260102EUR100,00", closing="C260103EUR101,00")
    assert isinstance(_read(*newest, *_statement()), StatementFile)


def test_a_message_ends_with_the_next_reference_number():
    found = _read(*_statement()[:-1], *_statement(opening="C260102EUR100,00"))
    assert isinstance(found, StatementFile)
    assert len(found.statements) == 2


def test_a_tag_number_inside_details_is_text():
    statement = _one(
        *_statement(
            ":61:2601020102C0,50NTRF", ":86:paid at 2026-01-02T10", ":12:11 o'clock", closing="C260102EUR100,50"
        )
    )
    assert statement.lines[0].purpose == "paid at 2026-01-02T10 :12:11 o'clock"


def test_interim_report_sums_are_compared():
    lines = [*HEAD, ":34F:EURD0,00", ":61:2601020102D0,42NCHGNONREF//1", ":90D:1EUR{}", "-"]
    agreeing = _read(*[line.replace("{}", "0,42") for line in lines])
    assert isinstance(agreeing, StatementFile)
    assert (agreeing.format, agreeing.notes) == ("mt942", ())
    differing = _read(*[line.replace("{}", "2,30") for line in lines])
    assert [(note.line, note.column, note.code) for note in differing.notes] == [(6, ":90D:", "TOTALS_DIFFER")]


def test_windows_line_ends_and_control_characters():
    text = "\x01\r\n" + "\r\n".join(_statement(":61:2601020102C1,00NTRF", closing="C260102EUR101,00")) + "\x03\r\n"
    found = read_statement(content=text.encode(), filename="x.sta")
    assert isinstance(found, StatementFile)
    assert found.statements[0].lines[0].amount_minor == 100


def test_chinese_details_in_gbk():
    lines = _statement(":61:2601020102C1,00NTRF", ":86:货款 北京某某有限公司", closing="C260102EUR101,00")
    found = read_statement(content="\n".join(lines).encode("gbk"), filename="x.sta")
    assert isinstance(found, StatementFile)
    assert found.statements[0].lines[0].purpose == "货款 北京某某有限公司"


def test_western_details_in_cp1252():
    lines = _statement(":61:2601020102C1,00NTRF", ":86:Müller & Söhne, Köln", closing="C260102EUR101,00")
    found = read_statement(content="\n".join(lines).encode("cp1252"), filename="x.sta")
    assert isinstance(found, StatementFile)
    assert found.statements[0].lines[0].purpose == "Müller & Söhne, Köln"


@pytest.mark.parametrize(
    ("text", "details"),
    [
        (
            "166?00GUTSCHRIFT?10931?20SVWZ+Rechnung 7?30COBADEFF?31DE89?32Muster?33 GmbH",
            MtDetails("Muster GmbH", "DE89", "COBADEFF", "Rechnung 7", "Rechnung 7 GUTSCHRIFT"),
        ),
        (
            "000>100987654\n>20ALGEMENE KOS>21TEN>310390",
            MtDetails("", "0390", "", "ALGEMENE KOSTEN", "ALGEMENE KOSTEN"),
        ),
        ("166?20why? because?32X", MtDetails("X", "", "", "why? because", "why? because")),
        (
            "105?20EREF+77?21SVWZ+Miete?22 MaiABWA+Wohnbau AG",
            MtDetails("Wohnbau AG", "", "", "Miete Mai", "Miete Mai EREF+77"),
        ),
        (
            "/CNTP/NL91ABNA0417164300/ABNANL2A/J. Doe///REMI/USTD//Factuur 9/",
            MtDetails(
                "J. Doe",
                "NL91ABNA0417164300",
                "ABNANL2A",
                "Factuur 9",
                "/CNTP/NL91ABNA0417164300/ABNANL2A/J. Doe///REMI/USTD//Factuur 9/",
            ),
        ),
        (
            "NL47INGB9999999999 hr jansen\n\nBetaling",
            MtDetails("hr jansen", "NL47INGB9999999999", "", "Betaling", "Betaling"),
        ),
        ("BEA NR:XXX1234", MtDetails("", "", "", "BEA NR:XXX1234", "BEA NR:XXX1234")),
        ("", MtDetails()),
    ],
)
def test_details(text, details):
    assert details_of(texts=[text]) == details


def test_several_details_belong_to_one_line():
    assert details_of(texts=["Terugboeking", "KOSTEN JUNI"]).purpose == "Terugboeking KOSTEN JUNI"


def test_older_dutch_lines_hold_account_and_name():
    line = _one(*_statement(":61:260102D1,00N0440121470966      W.P. Jansen", closing="C260102EUR99,00")).lines[0]
    assert (line.counterparty_account, line.counterparty_name) == ("0121470966", "W.P. Jansen")


@pytest.mark.parametrize("text", [":20:A\n", "{1:F01X}{4:\n:20:A", "ABNANL2A\n940\n:20:A", "\x01\n:20:A"])
def test_mt_is_recognised(text):
    assert looks_like_mt(text=text)


@pytest.mark.parametrize("text", ["日期,金额\n", "a:20:b", ""])
def test_other_texts_are_no_mt(text):
    assert not looks_like_mt(text=text)


movements = st.lists(
    st.tuples(st.sampled_from(["C", "D", "RC", "RD"]), st.integers(1, 10**9), st.integers(1, 28)), max_size=8
)


@given(movements=movements, opening=st.integers(0, 10**9))
def test_the_library_agrees_on_generated_statements(movements, opening):
    def written(minor):
        return f"{abs(minor) // 100},{abs(minor) % 100:02d}"

    closing = opening + sum(minor if mark in ("C", "RD") else -minor for mark, minor, _ in movements)
    lines = _statement(
        *[
            f":61:2601{day:02d}01{day:02d}{mark}{written(minor)}NTRFR{number}//B{number}"
            for number, (mark, minor, day) in enumerate(movements)
        ],
        opening=f"C260101EUR{written(opening)}",
        closing=f"{'D' if closing < 0 else 'C'}260131EUR{written(closing)}",
    )
    ours = _one(*lines)
    theirs = mt940.parse("\n".join(lines), options=mt940.Options.all())
    assert ours.direction_proof == ("balance" if movements else "none")
    assert sorted((line.bank_txn_id, line.amount_minor) for line in ours.lines) == sorted(
        (one.data["bank_reference"], int(one.data["amount"].amount * 100)) for one in theirs
    )
