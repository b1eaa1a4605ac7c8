"""What the API takes of who else may pay for a customer."""

from __future__ import annotations

from huikuan.api.contents import Content
from huikuan.api.fields import Day, Id, Text100
from huikuan.api.inputs import Input


class MandateIn(Input):
    """The signed paper in base64 that lets `payer_id` pay debts of `debtor_id` to an own company."""

    company_id: Id
    debtor_id: Id
    payer_id: Id
    signed_on: Day
    valid_through: Day | None = None
    file_name: Text100
    content_base64: Content
