"""Tencent Cloud SMS (腾讯云短信), action SendSms of 2021-01-11, signed by TC3-HMAC-SHA256.

Written from the provider's public description. The signature gives the provider's own published example; everything else
was tried against servers of our own making only, never against the service.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from huikuan.integrations.http_door import Answer, HttpDoor, Request, failed_status
from huikuan.integrations.sms.carrier_templates import (
    CarrierTemplate,
    Templates,
    international,
    template_for,
    values_of,
)
from huikuan.outbox.ports import Mail
from huikuan.outbox.rules import Accepted, Outcome, Permanent, Phase, Retryable, Uncertain

ENDPOINT = "https://sms.tencentcloudapi.com"
ACTION, VERSION, SERVICE = "SendSms", "2021-01-11", "sms"
CONTENT_TYPE = "application/json; charset=utf-8"
_LATER = ("LimitExceeded", "RequestLimitExceeded")
_OURS = (
    "AuthFailure",
    "FailedOperation.InsufficientBalance",
    "FailedOperation.SignatureIncorrect",
    "FailedOperation.TemplateIncorrect",
    "FailedOperation.TemplateUnapproved",
    "FailedOperation.TemplateParamSetNotMatch",
    "InvalidParameterValue.SdkAppId",
    "UnauthorizedOperation",
    "UnsupportedRegion",
)
_UNKNOWN = ("InternalError", "FailedOperation.FailResolvePacket")


@dataclass(frozen=True, slots=True)
class TencentAccount:
    """Our account and application at the provider; `sign_name` is the approved signature in front of each text."""

    key_id: str
    key_secret: str = field(repr=False)
    application_id: str
    sign_name: str
    templates: Templates
    endpoint: str = ENDPOINT
    region: str = "ap-guangzhou"


@dataclass(frozen=True, slots=True)
class Signing:
    """What one signature is about."""

    host: str
    service: str
    action: str
    body: bytes = field(repr=False)
    at: datetime


class TencentSms:
    """Sends SMS through Tencent Cloud."""

    def __init__(self, *, account: TencentAccount, door: HttpDoor) -> None:
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


def request_of(*, mail: Mail, account: TencentAccount, template: CarrierTemplate) -> Request:
    """The signed request of one message."""
    data = {
        "PhoneNumberSet": [international(number=mail.recipient)],
        "SmsSdkAppId": account.application_id,
        "SignName": account.sign_name,
        "TemplateId": template.code,
        "TemplateParamSet": [value for _, value in values_of(mail=mail, template=template)],
        "SessionContext": mail.message_id[:60],
    }
    body = json.dumps(data, ensure_ascii=False).encode()
    signing = Signing(account.endpoint.partition("//")[2], SERVICE, ACTION, body, mail.at)
    headers = {
        "Authorization": authorization_of(signing=signing, key_id=account.key_id, secret=account.key_secret),
        "Content-Type": CONTENT_TYPE,
        "X-TC-Action": ACTION,
        "X-TC-Region": account.region,
        "X-TC-Timestamp": str(int(mail.at.timestamp())),
        "X-TC-Version": VERSION,
    }
    return Request(f"{account.endpoint}/", body, headers)


def authorization_of(*, signing: Signing, key_id: str, secret: str) -> str:
    """The line that proves who asks: a key made of secret, day and service signs a digest of the request."""
    day = signing.at.astimezone(UTC).strftime("%Y-%m-%d")
    scope, names = f"{day}/{signing.service}/tc3_request", "content-type;host;x-tc-action"
    lines = f"content-type:{CONTENT_TYPE}\nhost:{signing.host}\nx-tc-action:{signing.action.lower()}\n"
    digest = hashlib.sha256(signing.body).hexdigest()
    canonical = "\n".join(("POST", "/", "", lines, names, digest))
    moment = str(int(signing.at.timestamp()))
    text = "\n".join(("TC3-HMAC-SHA256", moment, scope, hashlib.sha256(canonical.encode()).hexdigest()))
    key = f"TC3{secret}".encode()
    for part in (day, signing.service, "tc3_request"):
        key = hmac.new(key, part.encode(), hashlib.sha256).digest()
    signature = hmac.new(key, text.encode(), hashlib.sha256).hexdigest()
    return f"TC3-HMAC-SHA256 Credential={key_id}/{scope}, SignedHeaders={names}, Signature={signature}"


def outcome_of(*, answer: Answer) -> Outcome:
    """What the provider's code says: of the whole request, else of its one number."""
    code, told = _code(answer.body)
    if not code:
        return failed_status(answer=answer) or Uncertain(Phase.END, "the answer is no answer of the provider")
    if code == "Ok":
        return failed_status(answer=answer) or Accepted(told)
    if code.startswith(_UNKNOWN):
        return Uncertain(Phase.END, f"{code} {told}")
    if code.startswith(_OURS):
        return Retryable(0, Phase.SIGN_IN, f"{code} {told}")
    if code.startswith(_LATER):
        return Retryable(0, Phase.DATA, f"{code} {told}")
    return Permanent(0, Phase.RECIPIENT if "PhoneNumber" in code else Phase.CONTENT, f"{code} {told}")


def _code(body: bytes) -> tuple[str, str]:
    try:
        known: Any = json.loads(body)
        told: Mapping[str, Any] = known["Response"]
        if "Error" in told:
            return str(told["Error"]["Code"])[:60], str(told["Error"].get("Message", ""))[:120]
        status = told["SendStatusSet"][0]
        return str(status["Code"])[:60], str(status.get("SerialNo") or status.get("Message") or "")[:120]
    except (ValueError, RecursionError, LookupError, TypeError, AttributeError):
        return "", ""
