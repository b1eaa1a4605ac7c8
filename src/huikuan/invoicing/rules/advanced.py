"""PURE: the VAT we paid ahead on invoices the customer has not paid (增值税法 art. 28: issued first, due at issue)."""

from __future__ import annotations

from huikuan.kernel.money import split_by_weights


def tax_in_open(*, tax_minor: int, gross_minor: int, open_minor: int) -> int:
    """The share of an invoice's tax that lies in what is open of it, minor units, by largest remainder; 0 without tax or gross."""
    if tax_minor <= 0 or gross_minor <= 0 or open_minor <= 0:
        return 0
    open_minor = min(open_minor, gross_minor)
    return split_by_weights(total_minor=tax_minor, weights=[open_minor, gross_minor - open_minor])[0]
