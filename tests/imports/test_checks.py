"""An import whose own record of its files was damaged is named, and stops nothing."""

from __future__ import annotations

import pytest

from huikuan.imports.checks import check_imports
from tests.books import new_books
from tests.forging import forge
from tests.imports.lists import take

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("files", ["{}", "null", "[{}]", '["x"]', '[{"name": "a"}]', '[{"name": 1, "sha256": 2}]'])
def test_a_damaged_list_of_files_is_named(files: str) -> None:
    take(new_books().company_id, [["L001", "丙公司", "2026-03-01", "2026-03-31", "70.00"]])
    assert broken() == []
    forge(f"UPDATE imports_importbatch SET files = '{files}'")
    assert broken() == ["import 1"]


def broken() -> list[str]:
    return [row.object for found in check_imports() if found.invariant == "X7" for row in found.broken]
