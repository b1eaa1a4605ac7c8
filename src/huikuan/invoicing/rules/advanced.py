"""PURE: the VAT we paid ahead on invoices the customer has not paid (增值税法 art. 28: issued first, due at issue)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from huikuan.kernel.money import split_by_weights


@dataclass(frozen=True, slots=True)
class Issued:
    """An issued invoice, minor units; a red one names its blue, and belongs to the document that one belongs to."""

    id: int
    blue_id: int | None
    document_id: int | None
    customer_id: int
    customer_name: str
    currency: str
    tax_minor: int
    gross_minor: int
    is_red: bool


@dataclass(frozen=True, slots=True)
class Advanced:
    """Of one customer and currency, minor units: what is open on invoices that are issued, and the VAT in it."""

    customer_id: int
    customer_name: str
    currency: str
    invoices: int
    open_minor: int
    tax_minor: int


@dataclass(slots=True)
class Document:
    """A document with the sums of the invoices that make it up, minor units; `of` is the first of them."""

    of: Issued
    tax_minor: int = 0
    gross_minor: int = 0


def tax_in_open(*, tax_minor: int, gross_minor: int, open_minor: int) -> int:
    """The share of an invoice's tax that lies in what is open of it, minor units, by largest remainder; 0 without tax or gross."""
    if tax_minor <= 0 or gross_minor <= 0 or open_minor <= 0:
        return 0
    open_minor = min(open_minor, gross_minor)
    return split_by_weights(total_minor=tax_minor, weights=[open_minor, gross_minor - open_minor])[0]


def advanced(*, documents: Mapping[int, Document], open_minor: Mapping[int, int]) -> tuple[Advanced, ...]:
    """The VAT in what is open, by customer and currency, the most first; `open_minor` is by document.

    Of a document that several invoices make up the tax of all counts; red ones lower it.
    """
    found: dict[tuple[int, str], Advanced] = {}
    for document_id, document in documents.items():
        left = open_minor.get(document_id, 0)
        if left <= 0:
            continue
        of = document.of
        tax = tax_in_open(tax_minor=document.tax_minor, gross_minor=document.gross_minor, open_minor=left)
        key = (of.customer_id, of.currency)
        known = found.get(key, Advanced(of.customer_id, of.customer_name, of.currency, 0, 0, 0))
        sums = (known.invoices + 1, known.open_minor + left, known.tax_minor + tax)
        found[key] = Advanced(of.customer_id, of.customer_name, of.currency, *sums)
    return tuple(sorted(found.values(), key=lambda row: (-row.tax_minor, row.customer_id)))


def documents_of(*, issued: Iterable[Issued]) -> dict[int, Document]:
    """The documents these invoices belong to, by id; a red invoice whose blue one is not among them lowers nothing."""
    invoices = sorted(issued, key=lambda one: (one.is_red, one.id))
    of_blue = {one.id: one.document_id for one in invoices if not one.is_red}
    found: dict[int, Document] = {}
    for one in invoices:
        document_id = of_blue.get(one.blue_id or 0) if one.is_red else one.document_id
        if document_id is not None:
            document = found.setdefault(document_id, Document(one))
            document.tax_minor += one.tax_minor
            document.gross_minor += one.gross_minor
    return found
