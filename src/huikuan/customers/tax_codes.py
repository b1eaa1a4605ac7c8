"""PURE: the tax code of a customer by the rules of his country: in China the unified social credit code (RULES_CN §4.2).

Of a Chinese code a wrong main check character is an error; what is merely unusual is a warning to be shown at entry. Codes
of other countries are looked at by python-stdnum, which does not know every kind a country has: a doubt is a warning.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from stdnum import get_cc_module
from stdnum.exceptions import ValidationError

from huikuan.kernel.identity import parse_credit_code
from huikuan.kernel.text_faults import TextFault
from huikuan.kernel.text_normal import narrow

HOME = "CN"
FOREIGN_FORM = "FOREIGN_FORM"
"""The code does not have the form or check digit of a tax code of that country."""
FOREIGN_UNKNOWN = "FOREIGN_UNKNOWN"
"""Nobody can check tax codes of that country."""
_KINDS = ("vat", "tin")


@dataclass(frozen=True, slots=True)
class TaxCode:
    """A code in its one spelling with the codes of what is unusual about it."""

    code: str
    warnings: tuple[str, ...] = ()


def read_tax_code(*, text: str, country: str) -> TaxCode | TextFault:
    """The tax code a text holds, for a country in two letters; an empty text is an empty code.

    Faults, for China only: those of `parse_credit_code`.
    """
    if not text.strip():
        return TaxCode("")
    if country == HOME:
        read = parse_credit_code(text=text)
        return read if isinstance(read, TextFault) else TaxCode(read.code, tuple(one.value for one in read.warnings))
    return _foreign(re.sub(r"\s+", " ", narrow(text=text)).strip().upper(), country)


def _foreign(code: str, country: str) -> TaxCode:
    modules = [module for kind in _KINDS if (module := get_cc_module(country.lower(), kind)) is not None]
    if not modules:
        return TaxCode(code, (FOREIGN_UNKNOWN,))
    for module in modules:
        try:
            return TaxCode(str(module.validate(code)))
        except ValidationError:
            continue
    return TaxCode(code, (FOREIGN_FORM,))
