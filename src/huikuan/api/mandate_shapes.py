"""What the API takes of who else may pay for a customer."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from huikuan.api.fields import Day, Id, Text100
from huikuan.api.inputs import Input
from huikuan.api.tax_invoice_shapes import LONGEST_BASE64


class MandateIn(Input):
    """The signed paper in base64 that lets `payer_id` pay debts of `debtor_id` to an own company."""

    company_id: Id
    debtor_id: Id
    payer_id: Id
    signed_on: Day
    valid_through: Day | None = None
    file_name: Text100
    content_base64: Annotated[str, Field(strict=True, min_length=1, max_length=LONGEST_BASE64)]
