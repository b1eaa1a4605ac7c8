"""Books with a bank account, and the command line, for files that are brought in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.cli.conftest import huikuan
from tests.read_once import files_read_once, read_here

if TYPE_CHECKING:  # this file is loaded before the settings
    from tests.books import Books

__all__ = ["files_read_once", "huikuan", "read_here"]


@pytest.fixture
def books() -> Books:
    """One own company with one bank account in CNY."""
    from huikuan.receipts.models import BankAccount
    from tests.books import new_books

    made = new_books()
    BankAccount.objects.create(company_id=made.company_id, name="工行", currency="CNY")
    return made
