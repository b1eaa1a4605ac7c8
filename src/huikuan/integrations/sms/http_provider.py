"""Any SMS provider that takes a request over HTTP: address, headers and body with places, and what tells that it was taken.

Places are `{{name}}` of a fixed list and nothing else (TRUST S1); a value is put into a finished JSON or form value, so no
value can change the request around it. Whether a message was taken is said by one field of the JSON answer.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any
from urllib.parse import quote, urlencode

from huikuan.integrations.http_door import Answer, HttpDoor, Request, failed_status
from huikuan.outbox.ports import Mail
from huikuan.outbox.rules import Accepted, Outcome, Permanent, Phase, Retryable, Uncertain, mobile_of

PLACES = frozenset(
    {
        "company_name",
        "customer_name",
        "days_overdue",
        "due_date",
        "message_id",
        "phone",
        "salesperson_phone",
        "template",
        "text",
        "total",
    }
)
"""What a provider's request may name."""

_PLACE = re.compile(r"\{\{([a-z_]{1,40})\}\}")
_HEADER_NAME = re.compile(r"[A-Za-z][A-Za-z0-9-]{0,60}")


class BodyForm(StrEnum):
    """How the body is written."""

    JSON = "JSON"
    FORM = "FORM"


class ProviderFaulty(ValueError):
    """The settings of a provider cannot be used; the message never repeats a secret."""


@dataclass(frozen=True, slots=True)
class Told:
    """Where the answer says what became of the message: `path` through the JSON, `taken` if so, `later` if to be tried again."""

    path: tuple[str, ...]
    taken: str
    later: frozenset[str] = frozenset()
    ours: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class HttpProvider:
    """A provider by its description; `repeat_header` carries a key by which it notices a request sent twice."""

    url: str = field(repr=False)
    headers: Mapping[str, str] = field(repr=False)
    body: Any
    told: Told
    form: BodyForm = BodyForm.JSON
    method: str = "POST"
    repeat_header: str = ""


class HttpSms:
    """Sends SMS through a described provider."""

    def __init__(self, *, provider: HttpProvider, door: HttpDoor) -> None:
        self._provider = provider
        self._door = door

    def deliver(self, *, mail: Mail, may_transmit: Callable[[], bool]) -> Outcome:
        """Hand the message over once; where the provider notices repetitions an answer that was lost may be asked for again."""
        provider = self._provider
        answer = self._door.send(request=request_of(mail=mail, provider=provider), may_transmit=may_transmit)
        outcome = outcome_of(answer=answer, told=provider.told) if isinstance(answer, Answer) else answer
        if provider.repeat_header and isinstance(outcome, Uncertain):
            return Retryable(0, outcome.phase, outcome.reply)
        return outcome


def checked(*, provider: HttpProvider) -> HttpProvider:
    """The provider, if its description can be used. Raises ProviderFaulty."""
    if provider.method not in ("POST", "PUT", "GET"):
        raise ProviderFaulty("method must be POST, PUT or GET")
    if not provider.told.path or not provider.told.taken:
        raise ProviderFaulty("success needs a field and a value")
    if any(not _HEADER_NAME.fullmatch(name) for name in (*provider.headers, provider.repeat_header or "X")):
        raise ProviderFaulty("a header has no proper name")
    if provider.form is BodyForm.FORM and not _is_flat(provider.body):
        raise ProviderFaulty("the body of a form holds texts by name")
    for text in _texts([provider.url, list(provider.headers.values()), provider.body]):
        unknown = [name for name in _PLACE.findall(text) if name not in PLACES]
        rest = _PLACE.sub("", text)
        if unknown or "{{" in rest or "}}" in rest:
            raise ProviderFaulty(f"unknown place {unknown[0] if unknown else ''}".strip())
    return provider


def without_places(*, text: str) -> str:
    """The text with a 0 at each place, to be looked at as an address."""
    return _PLACE.sub("0", text)


def request_of(*, mail: Mail, provider: HttpProvider) -> Request:
    """The request of one message."""
    values = dict.fromkeys(PLACES, "") | {
        **{name: value for name, value in mail.parameters.items() if name in PLACES},
        "message_id": mail.message_id.strip("<>"),
        "phone": mobile_of(text=mail.recipient),
        "template": mail.template,
        "text": mail.text.strip(),
    }
    # Into an address a value goes percent-encoded, into a header without what would end its line.
    url = _PLACE.sub(lambda place: quote(values[place[1]], safe=""), provider.url)
    headers = {
        name: _PLACE.sub(lambda place: quote(values[place[1]], safe=" "), text)
        for name, text in provider.headers.items()
    }
    if provider.repeat_header:
        headers[provider.repeat_header] = values["message_id"]
    filled = _filled(provider.body, values)
    if provider.form is BodyForm.FORM:
        headers.setdefault("Content-Type", "application/x-www-form-urlencoded; charset=utf-8")
        return Request(url, urlencode(filled).encode(), headers, provider.method)
    headers.setdefault("Content-Type", "application/json; charset=utf-8")
    return Request(url, json.dumps(filled, ensure_ascii=False).encode(), headers, provider.method)


def outcome_of(*, answer: Answer, told: Told) -> Outcome:
    """What the named field says; an answer without it is uncertain."""
    value = _at(answer.body, told.path)
    failed = failed_status(answer=answer)
    if failed is not None:
        return failed
    if value is None:
        return Uncertain(Phase.END, "the answer has not the field that tells")
    if value == told.taken:
        return Accepted(value[:120])
    if value in told.ours:
        return Retryable(0, Phase.SIGN_IN, value[:120])
    if value in told.later:
        return Retryable(0, Phase.DATA, value[:120])
    return Permanent(0, Phase.CONTENT, value[:120])


def _at(body: bytes, path: tuple[str, ...]) -> str | None:
    try:
        found: Any = json.loads(body)
    except (ValueError, RecursionError):
        return None
    for name in path:
        if isinstance(found, list) and name.isdigit() and int(name) < len(found):
            found = found[int(name)]
        elif isinstance(found, dict) and name in found:
            found = found[name]
        else:
            return None
    if isinstance(found, bool):
        return "true" if found else "false"
    return str(found) if isinstance(found, str | int) else None


def _filled(part: Any, values: Mapping[str, str]) -> Any:
    if isinstance(part, str):
        return _PLACE.sub(lambda place: values[place[1]], part)
    if isinstance(part, Mapping):
        return {name: _filled(value, values) for name, value in part.items()}
    if isinstance(part, list):
        return [_filled(value, values) for value in part]
    return part


def _texts(part: Any) -> list[str]:
    if isinstance(part, str):
        return [part]
    if isinstance(part, Mapping):
        return [text for value in part.values() for text in _texts(value)]
    return [text for value in part for text in _texts(value)] if isinstance(part, list) else []


def _is_flat(body: Any) -> bool:
    return isinstance(body, Mapping) and all(isinstance(value, str) for value in body.values())
