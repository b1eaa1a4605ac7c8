"""What is asked and answered about our own accounts: at banks, with payment providers, the till."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import BaseModel, Field, StrictStr

from huikuan.api.fields import NAMED, Currency, Id, Text60, Text100
from huikuan.api.inputs import Input
from huikuan.receipts.wallet_rules import AccountKind

AccountName = Annotated[StrictStr, Field(min_length=1, max_length=100, pattern=NAMED)]


class AccountIn(Input):
    """An account of an own company; its name is its own among all accounts, its kind never changes."""

    company_id: Id
    name: AccountName
    kind: AccountKind = AccountKind.BANK
    currency: Currency
    bank: Text100 = ""
    number: Text60 = ""


class AccountOut(BaseModel):
    """An account in use; `stated_through` is the last day its statements cover."""

    id: int
    company_id: int
    name: str
    kind: AccountKind
    currency: str
    bank: str
    number: str
    stated_through: date | None


class Accounts(BaseModel):
    """The accounts of the own companies that the caller may see."""

    items: list[AccountOut]
