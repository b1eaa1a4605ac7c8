"""The file of channels: what it configures, what is said of a faulty one; secrets are in no message."""

from __future__ import annotations

from typing import Any

import pytest

from huikuan.jobs.channels import ChannelsFaulty, channels_of
from huikuan.outbox.rules import ChannelName

ROBOT = {"name": "east", "kind": "FEISHU", "url": "https://open.feishu.cn/hook/SECRET", "people": ["zhao.min"]}
WECOM = "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=SECRET"
TENCENT = {"provider": "tencent", "key_id": "SECRET", "key_secret": "SECRET", "application_id": "1", "sign_name": "甲"}
HTTP = {"provider": "http", "url": "https://sms.example/SECRET", "success": {"field": "a.b", "equals": "0"}}


def test_robots_and_sms() -> None:
    everybody = {**ROBOT, "name": "all", "kind": "wecom", "url": WECOM, "people": ["*"]}
    found = channels_of(data={"robots": [ROBOT, everybody], "sms": TENCENT})
    assert set(found.adapters) == {ChannelName.FEISHU, ChannelName.WECOM, ChannelName.SMS}
    assert found.sms_provider == "tencent"
    assert found.robot_of(username="zhao.min") == found.robots[0]
    assert found.robot_of(username="wu.jing") == found.robots[1]
    assert "SECRET" not in repr(found.robots)


def test_a_host_of_ones_own_is_named_in_the_file() -> None:
    """Negative control of the list of hosts: with its origin trusted, and only so, the robot may be elsewhere."""
    own = {**ROBOT, "url": "https://feishu.jia.example/hook/SECRET"}
    assert channels_of(data={"robots": [own], "trusted_origins": ["https://feishu.jia.example:443"]}).robots


def test_nothing_is_configured() -> None:
    assert channels_of(data={}).adapters == {}
    assert channels_of(data={}).robot_of(username="zhao.min") is None


@pytest.mark.parametrize(
    "data",
    [
        [],
        {"unknown": 1},
        {"robots": {}},
        {"robots": [{**ROBOT, "kind": "SLACK"}]},
        {"robots": [{**ROBOT, "name": "No Name"}]},
        {"robots": [{**ROBOT, "url": "http://open.feishu.cn/SECRET"}]},
        {"robots": [{**ROBOT, "url": "https://127.0.0.1/SECRET"}]},
        {"robots": [{**ROBOT, "url": ""}]},
        {"robots": [{**ROBOT, "url": "https://evil.example/hook/SECRET"}]},
        {"robots": [{**ROBOT, "kind": "WECOM"}]},
        {"robots": [ROBOT, ROBOT]},
        {"sms": {"provider": "SECRET"}},
        {"sms": {**TENCENT, "sign_name": ""}},
        {"sms": {**TENCENT, "password": "SECRET"}},
        {"sms": {**TENCENT, "templates": {"A": {"code": ""}}}},
        {"sms": {**HTTP, "success": {}}},
        {"sms": {**HTTP, "body": {"a": "{{SECRET}}"}}},
        {"sms": {**HTTP, "form": "XML"}},
    ],
)
def test_a_faulty_file_is_refused_without_its_secrets(data: Any) -> None:
    with pytest.raises(ChannelsFaulty) as fault:
        channels_of(data=data)
    assert "SECRET" not in str(fault.value)


def test_a_provider_by_description() -> None:
    assert channels_of(data={"sms": HTTP}).sms_provider == "http"
