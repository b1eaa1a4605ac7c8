"""Cautions about paper and rates as sentences, each with the rule it comes from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from huikuan.wording.sentences import sentence

SENTENCES: dict[str, str | Promise] = {
    "TENOR_OF_BILL": ngettext_lazy(
        "The bill runs for more than %(months)s month from its issue.",
        "The bill runs for more than %(months)s months from its issue.",
        "months",
    ),
    "TENOR_OF_VOUCHER": ngettext_lazy(
        "The voucher runs for more than %(months)s month; in principle it should not.",
        "The voucher runs for more than %(months)s months; in principle it should not.",
        "months",
    ),
    "TENOR_OF_VOUCHER_MOST": ngettext_lazy(
        "The voucher runs for more than %(months)s month, the longest allowed.",
        "The voucher runs for more than %(months)s months, the longest allowed.",
        "months",
    ),
    "RATE_OF_DISCOUNT": _(
        "The rate lies above %(most)s %% a year, %(times)s times the one-year LPR of %(prime)s %%: look whether it is typed rightly."
    ),
    "RATE_OF_LOAN": _(
        "Interest above %(most)s %% a year, %(times)s times the one-year LPR of %(prime)s %%, is not enforced for a loan."
    ),
}
SOURCES: dict[str, str | Promise] = {
    "PBC2022-4": _("Measures on commercial bills, Order 4 of 2022, bills issued since 2023-01-01"),
    "SCF2025": _("Notice of six authorities on supply chain finance, in force since 2025-06-15"),
    "LOANS 25": _("Provisions on private lending art. 25"),
    "LPR": _("LPR as published, list looked at on %(looked)s"),
}


def caution_words(*, caution: Mapping[str, Any]) -> tuple[str, str]:
    """The sentence of a caution, and the rule behind it."""
    parameters = dict(caution["parameters"])
    source = SOURCES.get(str(caution["source"]), "")
    return sentence(code=str(caution["code"]), parameters=parameters), str(source) % {"looked": "", **parameters}


def in_a_line(*, cautions: Iterable[Mapping[str, Any]]) -> str:
    """Cautions one after the other, each with its source in brackets."""
    return " ".join(f"{said} ({source})" for said, source in (caution_words(caution=one) for one in cautions))
