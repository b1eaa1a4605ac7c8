"""A route of the web app and what each person gets from it (statuses: owner, colleague, stranger, nobody)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.web.office import KEY, Office

Values = Callable[[Office], dict[str, Any]]
NOTHING: Values = lambda _: {}  # noqa: E731
SIGN_IN = 302


@dataclass(frozen=True, slots=True)
class Route:
    """A route, how it is called, and what each person gets; `queries` is the exact cost for the colleague."""

    name: str
    statuses: tuple[int, int, int]
    where: Values = NOTHING
    sent: Values | None = None
    query: str = ""
    queries: int | None = None
    nobody: int = SIGN_IN

    @property
    def id(self) -> str:
        return f"{'POST' if self.sent else 'GET'} {self.name}{self.query}"


def get(name: str, statuses: tuple[int, int, int], where: Values = NOTHING, **more: Any) -> Route:
    return Route(name, statuses, where, **more)


def post(name: str, statuses: tuple[int, int, int], where: Values, sent: Values, **more: Any) -> Route:
    def keyed(office: Office) -> dict[str, Any]:
        return {"key": KEY, **sent(office)}

    return Route(name, statuses, where, keyed, **more)


def customer(office: Office) -> dict[str, Any]:
    return {"customer_id": office.customer}


def invoice(office: Office) -> dict[str, Any]:
    return {"invoice_id": office.invoice}


def receipt(office: Office) -> dict[str, Any]:
    return {"receipt_id": office.receipt}


def person(office: Office) -> dict[str, Any]:
    return {"user_id": office.people["stranger"]}


def company(office: Office) -> dict[str, Any]:
    return {"company_id": office.books.company_id}
