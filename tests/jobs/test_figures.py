"""The columns of the figures are brought up to the ledger before the server starts, in a process of its own."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.own_books import OwnBooks

PROGRAM = """
import json
import django
django.setup()
from huikuan.jobs.figures import bring_figures_up_to_date, figures_behind
from tests.books import new_books
books = new_books()
found = [figures_behind()]
buyer = books.customer("乙公司")
books.invoice(buyer, "F1", 100)
books.receipt(40, buyer)
found.append(figures_behind())
bring_figures_up_to_date()
found.append(figures_behind())
books.invoice(buyer, "F2", 100)
found.append(figures_behind())
print(json.dumps(found))
"""


def test_what_the_mirror_lacks_is_counted_and_appended(own_books: OwnBooks) -> None:
    assert json.loads(own_books.run("-c", PROGRAM)) == [0, 2, 0, 1]


@pytest.mark.django_db
def test_a_mirror_that_cannot_be_read_lacks_everything(tmp_path: Path, settings: object) -> None:
    from huikuan.portfolio.mirror.reading import company_folder
    from huikuan.portfolio.operations import postings_behind, refresh_mirror
    from tests.books import new_books

    settings.HOME = tmp_path  # type: ignore[attr-defined]
    books = new_books()
    books.invoice(books.customer("乙公司"), "F1", 100)
    refresh_mirror()
    assert postings_behind() == 0
    (manifest,) = company_folder(company_id=books.company_id).path.rglob("manifest*.json")
    manifest.write_text("{")
    assert postings_behind() == 1
