"""Texts approved by the carriers: in China an SMS is a template with a number, approved beforehand, and its parameters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from huikuan.outbox.ports import Mail
from huikuan.outbox.rules import Phase, Retryable, mobile_of

LONGEST_PARAMETER = 35
"""A parameter of a template has at most 35 characters at both providers (variables of more are refused)."""


@dataclass(frozen=True, slots=True)
class CarrierTemplate:
    """An approved text at a provider: its number there, and which of our parameters stand at its places, in order."""

    code: str
    parameters: tuple[str, ...] = ()


Templates = Mapping[str, CarrierTemplate]
"""By our own name of the text."""


def template_for(*, mail: Mail, templates: Templates) -> CarrierTemplate | Retryable:
    """The approved text of a message; without one it waits for somebody to enter it in the settings."""
    found = templates.get(mail.template)
    if found is None:
        return Retryable(0, Phase.SIGN_IN, f"no approved template for {mail.template or 'this text'}")
    missing = [name for name in found.parameters if name not in mail.parameters]
    if missing:
        return Retryable(0, Phase.SIGN_IN, f"template {found.code} asks for {', '.join(missing)}")
    return found


def values_of(*, mail: Mail, template: CarrierTemplate) -> list[tuple[str, str]]:
    """The parameters of an approved text in its order, each in one short line."""
    return [(name, _short(mail.parameters[name])) for name in template.parameters]


def international(*, number: str) -> str:
    """A mobile number with its country, +8613800000000."""
    plain = mobile_of(text=number)
    return plain if plain.startswith("+") else f"+86{plain}"


def _short(value: str) -> str:
    line = " ".join(value.split())
    return line if len(line) <= LONGEST_PARAMETER else line[: LONGEST_PARAMETER - 1] + "…"
