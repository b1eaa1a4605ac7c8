"""`huikuan import orders`, `deliveries` and `acceptances`: one JSON document, every row accounted for."""

from __future__ import annotations

from pathlib import Path

import pytest

from huikuan.deliveries.models import Acceptance, Note, Order
from tests.books import new_books
from tests.cli.conftest import Huikuan
from tests.credit.desk import set_limit

pytestmark = pytest.mark.django_db

ORDERS = (
    "客户名称,订单号,下单日期,品名,数量,单价\n乙公司,DD-1,2026-01-08,水泵,10,1000\n谁也不是,DD-2,2026-01-08,水泵,1,1\n"
)
DELIVERIES = "送货单号,送货日期,订单号,品名,数量,签收日期,签收人\nSH-1,2026-01-09,DD-1,水泵,10,2026-01-10,李明\n"
ACCEPTANCES = "送货单号,验收日期,品名,合格数量,拒收数量,拒收原因,验收人\nSH-1,2026-01-12,水泵,9,1,泵壳裂纹,王工\n"


@pytest.fixture(autouse=True)
def _books() -> None:
    set_limit(new_books().customer("乙公司"), 10**12)


def file(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "单据.csv"
    path.write_bytes(text.encode("gb18030"))
    return path


def test_orders_are_delivered_and_accepted(huikuan: Huikuan, tmp_path: Path) -> None:
    found = huikuan("import", "orders", file(tmp_path, ORDERS), "--json").document
    assert (found["read"], found["accepted"], found["duplicate"]) == (2, 1, 0)
    (refused,) = found["rejected"]
    assert (refused["line"], refused["column"], refused["value"]) == (3, "客户名称", "谁也不是")
    assert huikuan("import", "deliveries", file(tmp_path, DELIVERIES), "--json").document["accepted"] == 1
    assert huikuan("import", "acceptances", file(tmp_path, ACCEPTANCES), "--json").document["accepted"] == 1
    assert (Order.objects.get().number, Note.objects.get().number) == ("DD-1", "SH-1")
    assert Acceptance.objects.exists()
    assert huikuan("import", "orders", file(tmp_path, ORDERS), "--json").document["duplicate"] == 1


def test_a_dry_run_writes_nothing_and_shows_the_columns(huikuan: Huikuan, tmp_path: Path) -> None:
    ran = huikuan("import", "orders", file(tmp_path, ORDERS), "--dry-run")
    assert ran.code == 0
    assert "订单号" in ran.out
    assert not Order.objects.exists()
