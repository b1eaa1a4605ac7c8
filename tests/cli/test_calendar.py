"""`huikuan calendar`: shown and entered from a file, all or nothing."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from huikuan.accounts.models import CalendarDay
from tests.cli.conftest import Huikuan
from tests.notices import notice

pytestmark = pytest.mark.django_db
FILE = "day,is_working,name\n2027-02-05,0,除夕\n2027-02-20,1,补班\n"


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "2027.csv"
    path.write_text(text, encoding="utf-8-sig")
    return path


def test_a_file_is_entered_and_shown(huikuan: Huikuan, tmp_path: Path) -> None:
    shown = huikuan("calendar", "show", 2027)
    assert (shown.code, "are not published" in shown.out) == (0, True)
    done = huikuan("calendar", "set", written(tmp_path, FILE), "--json")
    assert (done.code, done.document["days"]) == (0, 2)
    assert huikuan("calendar", "set", written(tmp_path, FILE)).out == "2 days entered.\n"
    found = huikuan("calendar", "show", 2027, "--json").document
    own = [(one["day"], one["is_working"], one["name"], one["source"]) for one in found["days"] if one["is_own"]]
    assert own == [("2027-02-05", False, "除夕", "2027.csv"), ("2027-02-20", True, "补班", "2027.csv")]
    assert not found["is_published"]  # two days are no whole notice
    text = huikuan("calendar", "show", 2027).out
    assert ("make-up day of work" in text, "are not published" in text) == (True, True)


def test_a_whole_notice_makes_the_year_known(huikuan: Huikuan, tmp_path: Path) -> None:
    rows = "".join(f"{day},{int(is_worked)},\n" for day, is_worked in notice(year=2027).items())
    assert huikuan("calendar", "set", written(tmp_path, f"day,is_working,name\n{rows}")).code == 0
    assert "are not published" not in huikuan("calendar", "show", 2027).out


def test_a_file_as_a_chinese_excel_saves_it(huikuan: Huikuan, tmp_path: Path) -> None:
    path = tmp_path / "放假安排.csv"
    path.write_bytes("day,is_working,name\r\n2027/2/5,0,除夕\r\n2027年2月20日,1,春节调休上班\r\n".encode("gb18030"))
    assert huikuan("calendar", "set", path, "--json").document["days"] == 2
    kept = CalendarDay.objects.order_by("day").values_list("day", "is_working", "name", "source")
    assert list(kept) == [
        (date(2027, 2, 5), False, "除夕", "放假安排.csv"),
        (date(2027, 2, 20), True, "春节调休上班", "放假安排.csv"),
    ]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"day,is_working,name\n2027-02-05,0,\xff\xff\n", "Line 2 of 2027.csv"),
        (b" \n", "2027.csv is empty."),
        (b"day,is_working,name\n2027-02-05,0," + b"x" * 200_000 + b"\n", "is no CSV file. Save it as one first."),
        (b"x" * 1_000_001, "is larger than 1,000,000 bytes."),
    ],
)
def test_what_is_no_list_of_days_is_named(huikuan: Huikuan, tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / "2027.csv"
    path.write_bytes(content)
    done = huikuan("calendar", "set", path)
    assert (done.code, said in done.err) == (1, True), done.err
    assert CalendarDay.objects.count() == 0


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("date,off\n2027-02-05,1\n", "day, is_working, name"),
        ("day,is_working,name\n2027-02-05,0,除夕\n2027-02-30,0,x\n", "Line 3"),
        ("day,is_working,name\n2027-02-05,maybe,x\n", "Line 2"),
        ("day,is_working,name\n1888-02-05,0,x\n", "Line 2"),
        ("day,is_working,name\n2100-02-05,0,x\n", "Line 2"),
        ("day,is_working,name\n2027-02-05,0," + "x" * 101 + "\n", "a name may have 100 characters, a source 200"),
        ("day,is_working,name\n", "at least one day"),
        ("day,is_working,name\n2027-02-05,0,a\n2027-02-05,1,b\n", "twice"),
    ],
)
def test_a_faulty_file_is_refused_whole(huikuan: Huikuan, tmp_path: Path, text: str, said: str) -> None:
    done = huikuan("calendar", "set", written(tmp_path, text))
    assert (done.code, said in done.err) == (1, True), done.err
    assert CalendarDay.objects.count() == 0
