"""The list of acceptors that do not pay as an upload: any encoding, every row accounted for, one newest version."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import Workbook

from huikuan.bills.models import ListedAcceptor, RejectedListing, WatchList
from huikuan.bills.queries.acceptors import listing_of
from tests.web.areas.desk import text_of
from tests.web.office import KEY, Office

HEADER = "承兑人名称,统一社会信用代码,类别,起始日期,截止日期"
ROWS = (
    "恒昌置业发展有限公司,,持续逾期,2026-01-31,",
    "恒昌置业发展有限公司,,持续逾期,2026-01-31,",
    "宏达路桥工程有限公司,,逾期,下周,",
    "金盛建设,,承兑人逾期",
)
PAGE = "/bills/acceptors/"


def upload(office: Office, content: bytes, key: str = KEY, name: str = "名单.csv", seen: int = 0) -> tuple[int, str]:
    sent: dict[str, Any] = {"key": key, "source": "票交所", "seen": seen, "file": SimpleUploadedFile(name, content)}
    answer = office.browser("colleague").post(reverse("take_watch_list"), sent)
    return answer.status_code, text_of(answer)


def csv(*rows: str) -> str:
    return "\n".join((HEADER, *rows)) + "\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16"])
def test_each_row_is_taken_or_told_with_file_line_column_value_and_reason(office: Office, encoding: str) -> None:
    assert upload(office, csv(*ROWS).encode(encoding))[0] == 303
    kept = WatchList.objects.get()
    assert (kept.rows_read, kept.rows_accepted, kept.rows_duplicate, kept.rows_rejected) == (4, 1, 1, 2)
    assert ListedAcceptor.objects.get().name == "恒昌置业发展有限公司"
    rejected = list(
        RejectedListing.objects.order_by("line").values_list("file_name", "line", "column", "value", "code")
    )
    assert rejected == [
        ("名单.csv", 4, "from_day", "下周", "WATCH_LIST_DAY"),
        ("名单.csv", 5, "", "金盛建设 |  | 承兑人逾期", "ROW_SHIFTED_ROW"),
    ]
    page = text_of(office.browser("colleague").get(reverse("acceptors")))
    told = ("名单.csv", "下周", "No day, or one before the first.", "The row has more or fewer cells than the header")
    assert [words in page for words in told] == [True] * 4
    assert listing_of(name="恒昌置业发展有限公司", on=date(2026, 3, 2)) is not None


def test_a_workbook_is_read_as_well(office: Office) -> None:
    book, content = Workbook(), BytesIO()
    sheet = book.active
    assert sheet is not None
    for row in (HEADER, ROWS[0]):
        sheet.append(row.split(","))
    book.save(content)
    assert upload(office, content.getvalue(), name="名单.xlsx")[0] == 303
    assert ListedAcceptor.objects.get().name == "恒昌置业发展有限公司"


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "file"),
        (csv(ROWS[0]).encode() + "宏达,,逾期,2026-01-31,\n".encode("gbk"), "名单.csv"),
        (b"PK\x03\x04broken", "名单.csv"),
        ("名称,起始日\n甲,2026-01-01\n".encode(), "A column is missing"),
        (csv("甲,,别的,2026-01-01,").encode(), "No row of the file could be taken"),
    ],
    ids=["empty", "two encodings", "broken", "column", "nothing taken"],
)
def test_a_file_that_gives_nothing_is_refused_with_its_reason(office: Office, content: bytes, told: str) -> None:
    status, page = upload(office, content)
    assert (status, told in page, WatchList.objects.count()) == (422, True, 0)


def test_the_same_file_is_nothing_new_and_another_one_replaces_the_list(office: Office) -> None:
    assert upload(office, csv(ROWS[0]).encode())[0] == 303
    status, page = upload(office, csv(ROWS[0]).encode(), KEY + "2", seen=1)
    assert (status, "Version 1, the newest, is this very file" in page) == (422, True)
    fresh = csv("宏达路桥工程有限公司,,逾期,2026-02-28,").encode()
    assert upload(office, fresh, KEY + "3", seen=1)[0] == 303
    assert (WatchList.objects.count(), listing_of(name="恒昌置业发展有限公司", on=date(2026, 3, 2))) == (2, None)
    assert upload(office, csv(ROWS[0]).encode(), KEY + "4", seen=2)[0] == 303, "what an older list said may come back"


def test_who_saw_an_older_list_looks_again_first(office: Office) -> None:
    assert upload(office, csv(ROWS[0]).encode())[0] == 303
    fresh = csv("宏达路桥工程有限公司,,逾期,2026-02-28,").encode()
    status, page = upload(office, fresh, KEY + "2", seen=0)
    assert (status, "Somebody else took in version 1 meanwhile" in page) == (422, True)
    assert WatchList.objects.count() == 1
    assert 'name="seen" value="1"' in office.browser("colleague").get(reverse("acceptors")).content.decode()
    assert upload(office, fresh, KEY + "3", seen=1)[0] == 303, "negative control"
