"""Whole numbers that addresses and forms name: ids, pages, versions; never more than a table can hold."""

from __future__ import annotations

from django.http import HttpRequest

from huikuan.kernel.text_dates import FIRST_YEAR, LAST_YEAR

MOST_DIGITS = 15
_DIGITS_OF_A_PAGE = 6


def number_in(*, text: str | None, digits: int = MOST_DIGITS) -> int | None:
    """The number of a text of plain digits, at most so many; None for any other text."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) <= digits else None


def year_asked(*, request: HttpRequest) -> int | None:
    """The year that the address names, if it is one the product keeps days of."""
    year = number_in(text=request.GET.get("year"), digits=4)
    return year if year is not None and FIRST_YEAR <= year < LAST_YEAR else None


def page_asked(*, request: HttpRequest) -> int:
    """The page of a list that the address names, else the first."""
    return number_in(text=request.GET.get("page"), digits=_DIGITS_OF_A_PAGE) or 1
