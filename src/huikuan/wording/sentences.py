"""Codes of refusals, faults and reasons as sentences in the user's language: what, where, and how to mend it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from django.utils.functional import Promise
from django.utils.translation import ngettext

import huikuan.wording as folder
from huikuan.kernel.currencies import exponent_of
from huikuan.kernel.text_amounts import format_amount
from huikuan.wording.names import ROLES, name_of
from huikuan.wording.sanctions import GATE_FACTS

AMOUNTS = frozenset({"minor", "open", "wanted", "minimum", "over", "amount", "found", "expected"})
"""Parameters that hold minor units where the parameters name a currency as well."""


def sentence(*, code: str, parameters: Mapping[str, object]) -> str:
    """The sentence of `code` with its parameters filled in; the bare code with its parameters if nobody worded it.

    Minor units are written as exact amounts where the parameters name their currency. A sentence has the plural of one
    parameter; days beside another count are filled in as `days_said`: 1 day, 2 days.
    """
    template = _all().get(code)
    if template is None:
        return f"{code} {dict(parameters)}" if parameters else code
    return str(
        template
        % {**_days_said(parameters), **_readable(parameters), **_roles_said(parameters), **_missing_said(parameters)}
    )


def is_worded(*, code: str) -> bool:
    """Whether a sentence exists for `code`."""
    return code in _all()


def _days_said(parameters: Mapping[str, object]) -> dict[str, object]:
    days = parameters.get("days")
    if not isinstance(days, int):
        return {}
    return {"days_said": ngettext("%(days)s day", "%(days)s days", days) % {"days": days}}


def _roles_said(parameters: Mapping[str, object]) -> dict[str, object]:
    """Codes of roles, with commas between them, as their names."""
    roles = parameters.get("roles")
    if not isinstance(roles, str):
        return {}
    return {"roles": " · ".join(name_of(names=ROLES, code=code) for code in roles.split(", "))}


def _missing_said(parameters: Mapping[str, object]) -> dict[str, object]:
    """Codes of facts that a gate misses, with commas between them, in words."""
    missing = parameters.get("missing")
    if not isinstance(missing, str):
        return {}
    return {"missing": "; ".join(name_of(names=GATE_FACTS, code=code) for code in missing.split(", "))}


def _readable(parameters: Mapping[str, object]) -> dict[str, object]:
    """The parameters with minor units as exact amounts: 11897046 with CNY becomes CNY 118,970.46."""
    currency = parameters.get("currency")
    if not isinstance(currency, str) or exponent_of(currency=currency) is None:
        return dict(parameters)
    return {
        name: f"{currency} {format_amount(minor=value, currency=currency)}"
        if name in AMOUNTS and isinstance(value, int) and not isinstance(value, bool)
        else value
        for name, value in parameters.items()
    }


@cache
def _all() -> dict[str, str | Promise]:
    found: dict[str, str | Promise] = {}
    for module in iter_modules(folder.__path__):
        found |= getattr(import_module(f"{folder.__name__}.{module.name}"), "SENTENCES", {})
    return found
