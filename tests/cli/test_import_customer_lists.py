"""`huikuan import customers` and `people`: one JSON document, every row accounted for."""

from __future__ import annotations

from pathlib import Path

import pytest

from huikuan.customers.models import Contact, Customer
from tests.books import new_books
from tests.cli.conftest import Huikuan

pytestmark = pytest.mark.django_db
CUSTOMERS = '客户编号,客户名称,税号,信用额度\nK1,甲公司,91110000600037341L,"120,000.00"\nK2,乙公司,123,\nK1,甲公司,,\n'


def file(tmp_path: Path, text: str, encoding: str = "gb18030") -> Path:
    path = tmp_path / "名单.csv"
    path.write_bytes(text.encode(encoding))
    return path


def test_customers_are_taken_in(huikuan: Huikuan, tmp_path: Path) -> None:
    new_books()
    ran = huikuan("import", "customers", file(tmp_path, CUSTOMERS), "--json")
    assert (ran.code, ran.err) == (0, "")
    found = ran.document
    assert (found["read"], found["accepted"], found["duplicate"]) == (3, 1, 1)
    (refused,) = found["rejected"]
    assert (refused["line"], refused["column"], refused["value"]) == (3, "税号", "123")
    assert refused["reason"].startswith("WRONG_LENGTH: ")
    assert Customer.objects.get().code == "K1"
    assert huikuan("import", "customers", file(tmp_path, CUSTOMERS), "--json").document["accepted"] == 0


def test_a_dry_run_writes_nothing_and_shows_the_columns(huikuan: Huikuan, tmp_path: Path) -> None:
    new_books()
    ran = huikuan("import", "customers", file(tmp_path, CUSTOMERS), "--dry-run")
    assert ran.code == 0
    assert "客户编号" in ran.out
    assert not Customer.objects.exists()


def test_people_are_taken_in_and_changed_only_with_update(huikuan: Huikuan, tmp_path: Path) -> None:
    books = new_books()
    books.customer("甲公司")
    first = "客户,姓名,职务\n甲公司,王经理,经理\n"
    assert huikuan("import", "people", file(tmp_path, first), "--json").document["accepted"] == 1
    other = file(tmp_path, first.replace("经理\n", "总监\n"))
    (refused,) = huikuan("import", "people", other, "--json").document["rejected"]
    assert refused["reason"].startswith("KNOWN_WITH_OTHER_CONTENT: ")
    assert huikuan("import", "people", other, "--update", "--json").document["accepted"] == 1
    assert Contact.objects.get().file.position == "总监"


def test_a_list_without_its_columns_is_refused(huikuan: Huikuan, tmp_path: Path) -> None:
    new_books()
    ran = huikuan("import", "people", file(tmp_path, "a,b\n1,2\n"))
    assert ran.code == 1
    assert "person" in ran.err
