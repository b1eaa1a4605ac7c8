"""The channels of this installation besides mail: from a file that only the administrator of the machine writes, and from
their page.

`HUIKUAN_CHANNELS` names the file, else `channels.json` in the data folder. Both hold secrets: no page and no log ever shows
them. Where both name a channel the file holds.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.conf import settings

from huikuan.integrations.dingtalk.robot import DingtalkRobots
from huikuan.integrations.feishu.robot import FeishuRobots
from huikuan.integrations.http_door import AddressRefused, HttpDoor, Target, target_of
from huikuan.integrations.robot_answers import Robot
from huikuan.integrations.sms.alibaba import AlibabaAccount, AlibabaSms
from huikuan.integrations.sms.carrier_templates import CarrierTemplate
from huikuan.integrations.sms.http_provider import (
    BodyForm,
    HttpProvider,
    HttpSms,
    ProviderFaulty,
    Told,
    checked,
    without_places,
)
from huikuan.integrations.sms.tencent import TencentAccount, TencentSms
from huikuan.integrations.wecom.robot import WecomRobots
from huikuan.outbox.ports import Channel
from huikuan.outbox.queries import ChannelParts, channels_on
from huikuan.outbox.rules import ROBOTS, ChannelName, recipient_fault

log = logging.getLogger("huikuan.worker")

FOR_EVERYBODY = "*"
_ROBOTS: Mapping[ChannelName, Any] = {
    ChannelName.WECOM: WecomRobots,
    ChannelName.DINGTALK: DingtalkRobots,
    ChannelName.FEISHU: FeishuRobots,
}

ROBOT_HOSTS: Mapping[ChannelName, tuple[str, ...]] = {
    ChannelName.WECOM: ("qyapi.weixin.qq.com",),
    ChannelName.DINGTALK: ("oapi.dingtalk.com", "api.dingtalk.com"),
    ChannelName.FEISHU: ("open.feishu.cn", "open.larksuite.com"),
}
"""Where each kind of robot is written to; another host must be a trusted origin of the file of channels."""


class ChannelsFaulty(ValueError):
    """The file of channels cannot be used; the message names the place and never repeats a value."""


@dataclass(frozen=True, slots=True)
class RobotPlace:
    """A robot by name, without its address and secret: of which kind, and whose (sign-in names, or everybody's)."""

    name: str
    channel: ChannelName
    people: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Channels:
    """What is configured: adapters by channel, robots, and the kind of SMS provider (empty: none)."""

    adapters: Mapping[ChannelName, Channel] = field(default_factory=dict)
    robots: tuple[RobotPlace, ...] = ()
    sms_provider: str = ""

    def robot_of(self, *, username: str) -> RobotPlace | None:
        """The robot that tells a person: his own, else everybody's; None if there is none."""
        own = next((one for one in self.robots if username in one.people), None)
        return own or next((one for one in self.robots if FOR_EVERYBODY in one.people), None)


def configured_channels() -> Channels:
    """The channels of the file and those that are on at their page; none where there are none. Raises ChannelsFaulty."""
    data = dict(file_description())
    for parts in channels_on(secret=settings.SECRET_KEY):
        said = description_of(parts=parts)
        names = {one.get("name") for one in data.get("robots", []) if isinstance(one, dict)}
        if "sms" in said:
            data.setdefault("sms", said["sms"])
        elif parts.name not in names:
            data["robots"] = [*data.get("robots", []), *said["robots"]]
    return channels_of(data=data)


def file_description() -> Mapping[str, Any]:
    """What the file of channels says; empty where there is none. Raises ChannelsFaulty."""
    path = Path(settings.CHANNELS_FILE)
    if not path.is_file():
        return {}
    try:
        return _object(json.loads(path.read_text(encoding="utf-8")), "file")
    except (OSError, ValueError) as error:
        if isinstance(error, ChannelsFaulty):
            raise
        raise ChannelsFaulty("the file is no JSON in UTF-8") from error


def description_of(*, parts: ChannelParts) -> dict[str, Any]:
    """A channel of the page in the form of the file."""
    whole = {**parts.settings, **parts.secrets}
    if parts.channel is ChannelName.SMS:
        return {"sms": {"provider": parts.kind, **whole}}
    return {"robots": [{"name": parts.name, "kind": parts.channel.value, **whole}]}


def working_channels() -> Mapping[ChannelName, Channel]:
    """The adapters there are now; none while the file of channels cannot be used, so that mail goes on without them."""
    try:
        return configured_channels().adapters
    except ChannelsFaulty as fault:
        log.warning("the channels cannot be used: %s", fault)
        return {}


def can_send_codes() -> bool:
    """Whether a one-time code can leave by text message here; not where the file of channels cannot be used."""
    return ChannelName.SMS in working_channels()


def channels_of(*, data: Any) -> Channels:
    """The channels of a description. Raises ChannelsFaulty."""
    whole = _object(data, "file", {"trusted_origins", "sms", "robots"})
    trusted = frozenset(str(one).rstrip("/") for one in _list(whole.get("trusted_origins", []), "trusted_origins"))
    door = HttpDoor(allowed=trusted)
    robots = [_robot(one, place, trusted) for place, one in enumerate(_list(whole.get("robots", []), "robots"), 1)]
    names = [place.name for place, _ in robots]
    if len(set(names)) < len(names):
        raise ChannelsFaulty("robots: a name stands twice")
    adapters: dict[ChannelName, Channel] = {}
    for channel in ROBOTS:
        known = {place.name: robot for place, robot in robots if place.channel is channel}
        if known:
            adapters[channel] = _ROBOTS[channel](robots=known, door=door)
    sms = whole.get("sms")
    provider = ""
    if sms is not None:
        provider = str(_object(sms, "sms").get("provider", ""))
        adapters[ChannelName.SMS] = _sms(sms, provider, door, trusted)
    return Channels(adapters, tuple(place for place, _ in robots), provider)


def _robot(data: Any, place: int, trusted: frozenset[str]) -> tuple[RobotPlace, Robot]:
    where = f"robots, place {place}"
    known = _object(data, where, {"name", "kind", "url", "secret", "people"})
    name, kind = _text(known, "name", where), _text(known, "kind", where).upper()
    if kind not in [channel.value for channel in ROBOTS]:
        raise ChannelsFaulty(f"{where}: kind must be WECOM, DINGTALK or FEISHU")
    if recipient_fault(channel=ChannelName(kind), recipient=name):
        raise ChannelsFaulty(f"{where}: a name has small letters, digits and hyphens")
    url = _text(known, "url", where)
    target = _refuse_address(url, where, trusted)
    if target.host not in ROBOT_HOSTS[ChannelName(kind)] and target.origin not in trusted:
        raise ChannelsFaulty(f"{where}: url is of no host of {kind} ({', '.join(ROBOT_HOSTS[ChannelName(kind)])})")
    people = tuple(str(one) for one in _list(known.get("people", []), where))
    return RobotPlace(name, ChannelName(kind), people), Robot(url, str(known.get("secret", "")))


def _sms(data: Any, provider: str, door: HttpDoor, trusted: frozenset[str]) -> Channel:
    if provider == "alibaba":
        known = _object(data, "sms", {"provider", "key_id", "key_secret", "sign_name", "templates"})
        account = AlibabaAccount(
            key_id=_text(known, "key_id", "sms"),
            key_secret=_text(known, "key_secret", "sms"),
            sign_name=_text(known, "sign_name", "sms"),
            templates=_templates(known),
        )
        return AlibabaSms(account=account, door=door)
    if provider == "tencent":
        asked = ("key_id", "key_secret", "application_id", "sign_name")
        known = _object(data, "sms", {"provider", "templates", "region", *asked})
        tencent = TencentAccount(
            key_id=_text(known, "key_id", "sms"),
            key_secret=_text(known, "key_secret", "sms"),
            application_id=_text(known, "application_id", "sms"),
            sign_name=_text(known, "sign_name", "sms"),
            templates=_templates(known),
            region=str(known.get("region", "ap-guangzhou")),
        )
        return TencentSms(account=tencent, door=door)
    if provider != "http":
        raise ChannelsFaulty("sms: provider must be http, alibaba or tencent")
    found = _http_provider(data)
    _refuse_address(without_places(text=found.url), "sms", trusted)
    return HttpSms(provider=found, door=door)


def _http_provider(data: Any) -> HttpProvider:
    known = _object(data, "sms", {"provider", "url", "method", "headers", "body", "form", "success", "repeat_header"})
    success = _object(known.get("success"), "sms, success", {"field", "equals", "later", "ours"})
    told = Told(
        path=tuple(_text(success, "field", "sms, success").split(".")),
        taken=str(success.get("equals", "")),
        later=frozenset(str(one) for one in _list(success.get("later", []), "sms, success")),
        ours=frozenset(str(one) for one in _list(success.get("ours", []), "sms, success")),
    )
    try:
        provider = HttpProvider(
            url=_text(known, "url", "sms"),
            headers={str(name): str(value) for name, value in _object(known.get("headers", {}), "sms").items()},
            body=known.get("body", {}),
            told=told,
            form=BodyForm(str(known.get("form", "JSON")).upper()),
            method=str(known.get("method", "POST")).upper(),
            repeat_header=str(known.get("repeat_header", "")),
        )
        return checked(provider=provider)
    except ProviderFaulty as fault:
        raise ChannelsFaulty(f"sms: {fault}") from fault
    except ValueError as fault:
        raise ChannelsFaulty("sms: form must be JSON or FORM") from fault


def _templates(known: Mapping[str, Any]) -> dict[str, CarrierTemplate]:
    found = {}
    for name, one in _object(known.get("templates", {}), "sms, templates").items():
        template = _object(one, f"sms, template {name}", {"code", "parameters"})
        parameters = _list(template.get("parameters", []), f"sms, template {name}")
        found[name] = CarrierTemplate(_text(template, "code", f"sms, template {name}"), tuple(map(str, parameters)))
    return found


def _refuse_address(url: str, where: str, trusted: frozenset[str]) -> Target:
    """Where an address leads. Raises ChannelsFaulty if no request may go there, without repeating the address."""
    try:
        return target_of(url=url, allowed=trusted)
    except AddressRefused as fault:
        raise ChannelsFaulty(f"{where}: url {fault}") from fault


def _object(data: Any, where: str, names: set[str] | None = None) -> Mapping[str, Any]:
    if not isinstance(data, dict):
        raise ChannelsFaulty(f"{where}: an object with names is needed")
    if names is not None and (unknown := sorted(set(data) - names)):
        raise ChannelsFaulty(f"{where}: unknown name {unknown[0][:40]}")
    return data


def _list(data: Any, where: str) -> list[Any]:
    if not isinstance(data, list):
        raise ChannelsFaulty(f"{where}: a list is needed")
    return data


def _text(data: Mapping[str, Any], name: str, where: str) -> str:
    value = data.get(name)
    if not isinstance(value, str) or not value.strip():
        raise ChannelsFaulty(f"{where}: {name} is missing")
    return value
