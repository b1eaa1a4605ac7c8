"""Codes of refusals, faults and reasons as sentences in the user's language: what, where, and how to mend it."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from pkgutil import iter_modules

from django.utils.functional import Promise

import huikuan.wording as folder


def sentence(*, code: str, parameters: Mapping[str, object]) -> str:
    """The sentence of `code` with its parameters filled in; the bare code with its parameters if nobody worded it."""
    template = _all().get(code)
    if template is None:
        return f"{code} {dict(parameters)}" if parameters else code
    return str(template) % {name: value for name, value in parameters.items()}


def is_worded(*, code: str) -> bool:
    """Whether a sentence exists for `code`."""
    return code in _all()


def _all() -> dict[str, str | Promise]:
    found: dict[str, str | Promise] = {}
    for module in iter_modules(folder.__path__):
        found |= getattr(import_module(f"{folder.__name__}.{module.name}"), "SENTENCES", {})
    return found
