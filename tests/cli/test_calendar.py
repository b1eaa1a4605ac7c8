"""`huikuan calendar`: shown and entered from a file, all or nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from huikuan.accounts.models import CalendarDay
from tests.cli.conftest import Huikuan

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
    assert found["is_published"]
    text = huikuan("calendar", "show", 2027).out
    assert ("make-up day of work" in text, "are not published" in text) == (True, False)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("date,off\n2027-02-05,1\n", "day, is_working, name"),
        ("day,is_working,name\n2027-02-05,0,除夕\n2027-02-30,0,x\n", "Line 3"),
        ("day,is_working,name\n2027-02-05,maybe,x\n", "Line 2"),
        ("day,is_working,name\n1888-02-05,0,x\n", "Line 2"),
        ("day,is_working,name\n", "at least one day"),
        ("day,is_working,name\n2027-02-05,0,a\n2027-02-05,1,b\n", "twice"),
    ],
)
def test_a_faulty_file_is_refused_whole(huikuan: Huikuan, tmp_path: Path, text: str, said: str) -> None:
    done = huikuan("calendar", "set", written(tmp_path, text))
    assert (done.code, said in done.err) == (1, True), done.err
    assert CalendarDay.objects.count() == 0
