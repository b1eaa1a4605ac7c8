"""Alibaba Cloud SMS (阿里云短信服务), action SendSms of 2017-05-25, signed by ACS3-HMAC-SHA256.

Written from the provider's public description. The signature gives the provider's own published example; everything else
was tried against servers of our own making only, never against the service.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import quote

from huikuan.integrations.http_door import Answer, HttpDoor, Request, failed_status
from huikuan.integrations.sms.carrier_templates import CarrierTemplate, Templates, template_for, values_of
from huikuan.outbox.ports import Mail
from huikuan.outbox.rules import Accepted, Outcome, Permanent, Phase, Retryable, Uncertain, mobile_of

ENDPOINT = "https://dysmsapi.aliyuncs.com"
ACTION, VERSION = "SendSms", "2017-05-25"
_LATER = ("isv.BUSINESS_LIMIT_CONTROL", "isv.DAY_LIMIT_CONTROL", "isv.MONTH_LIMIT_CONTROL", "Throttling")
_OURS = (
    "Forbidden",
    "IncompleteSignature",
    "InvalidAccessKeyId",
    "InvalidTimeStamp",
    "SignatureDoesNotMatch",
    "SignatureNonceUsed",
    "isp.RAM_PERMISSION_DENY",
    "isv.ACCOUNT",
    "isv.AMOUNT_NOT_ENOUGH",
    "isv.OUT_OF_SERVICE",
    "isv.PRODUCT_UN_SUBSCRIPT",
    "isv.SMS_SIGNATURE",
    "isv.SMS_SIGN_ILLEGAL",
    "isv.SMS_TEMPLATE",
    "isv.TEMPLATE_MISSING_PARAMETERS",
)
_UNKNOWN = ("isp.SYSTEM_ERROR", "isp.GATEWAY_ERROR", "InternalError", "ServiceUnavailable")


@dataclass(frozen=True, slots=True)
class AlibabaAccount:
    """Our account at the provider; `sign_name` is the approved signature (签名) in front of each text."""

    key_id: str
    key_secret: str = field(repr=False)
    sign_name: str
    templates: Templates
    endpoint: str = ENDPOINT


class AlibabaSms:
    """Sends SMS through Alibaba Cloud."""

    def __init__(self, *, account: AlibabaAccount, door: HttpDoor) -> None:
        self._account = account
        self._door = door

    def deliver(self, *, mail: Mail, may_transmit: Callable[[], bool]) -> Outcome:
        """Hand the message over once; the provider knows no key by which it would notice a second one."""
        template = template_for(mail=mail, templates=self._account.templates)
        if isinstance(template, Retryable):
            return template
        answer = self._door.send(
            request=request_of(mail=mail, account=self._account, template=template), may_transmit=may_transmit
        )
        return outcome_of(answer=answer) if isinstance(answer, Answer) else answer


def request_of(*, mail: Mail, account: AlibabaAccount, template: CarrierTemplate) -> Request:
    """The signed request of one message."""
    query = {
        "OutId": mail.message_id[:40],
        "PhoneNumbers": mobile_of(text=mail.recipient).lstrip("+"),
        "SignName": account.sign_name,
        "TemplateCode": template.code,
    }
    if values := dict(values_of(mail=mail, template=template)):
        query["TemplateParam"] = json.dumps(values, ensure_ascii=False)
    host = account.endpoint.partition("//")[2]
    signed = {
        "host": host,
        "x-acs-action": ACTION,
        "x-acs-content-sha256": hashlib.sha256(b"").hexdigest(),
        "x-acs-date": _moment(mail.at),
        "x-acs-signature-nonce": hashlib.sha256(f"{mail.message_id}{mail.at.isoformat()}".encode()).hexdigest()[:32],
        "x-acs-version": VERSION,
    }
    authorization = authorization_of(query=query, headers=signed, key_id=account.key_id, secret=account.key_secret)
    headers = {**signed, "Authorization": authorization, "Accept": "application/json"}
    del headers["host"]
    return Request(f"{account.endpoint}/?{canonical_query(query=query)}", b"", headers)


def authorization_of(*, query: Mapping[str, str], headers: Mapping[str, str], key_id: str, secret: str) -> str:
    """The line that proves who asks: a digest of the request in its canonical form, keyed with the secret."""
    names = ";".join(sorted(headers))
    lines = "".join(f"{name}:{headers[name].strip()}\n" for name in sorted(headers))
    body = headers["x-acs-content-sha256"]
    canonical = "\n".join(("POST", "/", canonical_query(query=query), lines, names, body))
    text = f"ACS3-HMAC-SHA256\n{hashlib.sha256(canonical.encode()).hexdigest()}"
    signature = hmac.new(secret.encode(), text.encode(), hashlib.sha256).hexdigest()
    return f"ACS3-HMAC-SHA256 Credential={key_id},SignedHeaders={names},Signature={signature}"


def canonical_query(*, query: Mapping[str, str]) -> str:
    """Parameters by name, each percent-encoded as RFC 3986 has it."""
    return "&".join(f"{quote(name, safe='~')}={quote(query[name], safe='~')}" for name in sorted(query))


def outcome_of(*, answer: Answer) -> Outcome:
    """What the provider's code says; a fault of the service itself may come after it took the message."""
    code, told = _code(answer.body)
    if not code:
        return failed_status(answer=answer) or Uncertain(Phase.END, "the answer is no answer of the provider")
    if code == "OK":
        return failed_status(answer=answer) or Accepted(told)
    if code.startswith(_UNKNOWN):
        return Uncertain(Phase.END, f"{code} {told}")
    if code.startswith(_OURS):
        return Retryable(0, Phase.SIGN_IN, f"{code} {told}")
    if code.startswith(_LATER):
        return Retryable(0, Phase.DATA, f"{code} {told}")
    return Permanent(0, Phase.RECIPIENT if "MOBILE" in code else Phase.CONTENT, f"{code} {told}")


def _code(body: bytes) -> tuple[str, str]:
    try:
        known = json.loads(body)
    except (ValueError, RecursionError):
        return "", ""
    if not isinstance(known, dict) or not isinstance(known.get("Code"), str):
        return "", ""
    return known["Code"][:60], str(known.get("BizId") or known.get("Message") or "")[:120]


def _moment(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")
