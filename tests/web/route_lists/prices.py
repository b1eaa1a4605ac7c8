"""Who may call the pages of prices; the colleague comes after the owner, to whom the act is done already."""

from __future__ import annotations

from datetime import date
from typing import Any

from tests.web.office import Office
from tests.web.route_shapes import NOTHING, Route, customer, get, post

HEAD = {
    "number": "JG-900",
    "currency": "CNY",
    "valid_from": "2026-01-01",
    "valid_through": "2026-12-31",
    "anchor": "INVOICE",
    "roll": "NONE",
    "days": "30",
    "language": "zh-hans",
}
ROWS = {"line_name": ["水泵"], "line_price": ["100"]}


def draft(office: Office) -> dict[str, Any]:
    """A draft for the owner's customer."""
    from tests.prices.office import Prices

    return {"confirmation_id": Prices(office.books, office.customer).written(f"JG-{office.books.key()}")}


def sent(office: Office) -> dict[str, Any]:
    """One that is with the customer."""
    from huikuan.kernel.actor import SYSTEM
    from huikuan.prices.operations.writing import send_confirmation
    from tests.books import NOW

    found = draft(office)
    send_confirmation(actor=SYSTEM, now=NOW, key=office.books.key(), **found)
    return found


def signed(office: Office) -> dict[str, Any]:
    """A signed one."""
    from tests.prices.office import Prices

    return {
        "confirmation_id": Prices(office.books, office.customer).signed(
            f"JG-{office.books.key()}", last=date(2026, 12, 31)
        )
    }


ROUTES: tuple[Route, ...] = (
    get("price_confirmations", (200, 200, 200)),
    get("price_differences", (200, 200, 200)),
    post("price_tolerance", (403, 403, 403), NOTHING, lambda _: {"permille": "5", "reason": "尾差"}),
    get("price_confirmation", (200, 200, 404), signed),
    get("prices_sheet", (200, 200, 404), draft),
    get("prices_signed_copy", (200, 200, 404), signed),
    get("edit_prices", (200, 200, 404), draft),
    post("edit_prices", (303, 303, 404), draft, lambda _: {**HEAD, **ROWS}),
    post("send_prices", (303, 422, 404), draft, lambda _: {}),
    post("recall_prices", (303, 422, 404), sent, lambda _: {}),
    post("sign_prices", (422, 422, 404), sent, lambda _: {"signed_on": "2026-03-01", "signed_by": "高伟"}),
    get("add_prices", (200, 200, 404), customer),
    post("add_prices", (303, 422, 404), customer, lambda _: {**HEAD, **ROWS}),
    get("rates", (403, 403, 403)),
    post("enter_rate", (403, 403, 403), NOTHING, lambda _: {}),
    post("import_rates", (403, 403, 403), NOTHING, lambda _: {}),
)
