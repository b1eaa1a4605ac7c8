"""What is asked and answered about money that is passed on to another own company or into another currency."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, Field, StrictInt

from huikuan.api.fields import Currency, Id, Minor, Text300
from huikuan.api.inputs import Input, ShareIn
from huikuan.kernel.micros import MICROS_MAX

Rate = Annotated[
    StrictInt, Field(ge=1, le=MICROS_MAX, description="millionths of a unit for one unit of the receipt's")
]


class PassingIn(Input):
    """A part of a receipt that is another own company's, or money in another currency; it may pay items there at once.

    Without `worth_minor` it is the same amount; in another currency `rate_micros` states what it was taken for.
    """

    company_id: Id
    currency: Currency
    amount_minor: Minor
    worth_minor: Minor | None = None
    rate_micros: Rate | None = None
    customer_id: Id | None = None
    shares: Annotated[list[ShareIn], Field(max_length=200)] = []
    note: Text300 = ""


class PassedOut(BaseModel):
    """What was passed on: the id to take it back by, the receipt on the other side, the postings of both."""

    passed_id: int
    receipt_id: int
    posting_ids: list[int]


class PassedBackOut(BaseModel):
    """The receipt that has its money back, and the items that are open again."""

    receipt_id: int
    reopened: list[int]
