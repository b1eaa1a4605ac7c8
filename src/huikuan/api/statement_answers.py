"""What the API gives of statements of account."""

from __future__ import annotations

from datetime import date

from huikuan.api.answers import Row


class StatementOut(Row):
    """A statement of account; `state` is issued, sent, delivered, confirmed, disputed, no_reply and so on."""

    id: int
    number: str
    company_id: int
    customer_id: int
    currency: str
    since: date
    through: date
    opening_minor: int
    closing_minor: int
    open_minor: int
    overdue_minor: int
    state: str
    reply_by: date
    pdf_sha256: str
