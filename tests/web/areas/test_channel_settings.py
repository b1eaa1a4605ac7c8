"""The page of channels: set up, tried through the outbox, changed, switched off; no secret comes out of it again."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import repeat
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as installed
from django.urls import reverse

from huikuan.audit.models import Act
from huikuan.jobs.channels import configured_channels, working_channels
from huikuan.jobs.day import configured_post
from huikuan.jobs.delivery import deliver
from huikuan.outbox.models import KeptChannel, Message
from huikuan.outbox.rules import ChannelName
from tests.books import NOW
from tests.http_sink import HttpManner, HttpSink
from tests.web.areas.desk import text_of
from tests.web.office import KEY, Office

PAGE = "/settings/channels/"


@pytest.fixture
def sink(settings: Any, tmp_path: Path) -> Iterator[HttpSink]:
    """A robot's server that the machine's administrator trusts, although it is on loopback."""
    server = HttpSink(repeat(HttpManner.OK), answer=b'{"code": 0}').start()
    file = tmp_path / "channels.json"
    file.write_text(json.dumps({"trusted_origins": [server.origin]}), encoding="utf-8")
    settings.CHANNELS_FILE = str(file)
    yield server
    server.stop()


def press(office: Office, route: str, *names: str, who: str = "admin", number: int = 0, **sent: Any) -> tuple[int, str]:
    answer = office.browser(who).post(reverse(route, args=names), {"key": f"{KEY}{number}", **sent})
    return answer.status_code, text_of(answer)


def robot(**more: Any) -> dict[str, Any]:
    return {"robot_name": "sales-east", "people": "zhao.min", "replaces": 0, **more}


def test_a_robot_is_set_up_tried_changed_and_switched_off(office: Office, sink: HttpSink) -> None:
    url = f"{sink.origin}/hook/KEY-IN-ADDRESS"
    assert press(office, "add_channel", "feishu", **robot(url=url, secret="SIGNING"))[0] == 303
    assert "KEY-IN" not in json.dumps(list(KeptChannel.objects.values("name", "settings", "sealed")))
    assert press(office, "try_channel", "sales-east", number=1)[0] == 303
    assert sink.taken == []
    assert deliver(clock=lambda: NOW, post=configured_post(), today=NOW.date()).states == {"SENT": 1}
    (taken,) = sink.taken
    assert (taken.line.split()[1], b"sign" in taken.body) == ("/hook/KEY-IN-ADDRESS", True)
    page = text_of(office.browser("admin").get(PAGE))
    assert [word in page for word in ("sales-east", "100 in 60 s", "5 in 1 s", "Send me a test")] == [True] * 4
    assert press(office, "edit_channel", "sales-east", number=2, people="*", replaces=1)[0] == 303
    assert configured_channels().robots[0].people == ("*",)
    assert press(office, "switch_channel", "sales-east", number=3, seen=2)[0] == 303
    assert working_channels() == {}
    assert press(office, "try_channel", "sales-east", number=4)[0] == 422
    shown = [page, text_of(office.browser("admin").get(f"{PAGE}sales-east/"))]
    shown += [str(one) for one in Act.objects.values_list("detail", flat=True)]
    assert [word for word in ("KEY-IN", "SIGNING") for text in shown if word in text] == []
    verbs = list(Act.objects.filter(verb__contains="channel").order_by("pk").values_list("verb", "actor_kind"))
    assert verbs == [(verb, "PERSON") for verb in ("keep_channel", "try_channel", "keep_channel", "switch_channel")]


def test_what_the_provider_answers_is_shown(office: Office, sink: HttpSink) -> None:
    sink.answer = b'{"code": 19021, "msg": "sign match fail"}'
    press(office, "add_channel", "feishu", **robot(url=f"{sink.origin}/hook/x"))
    press(office, "try_channel", "sales-east", number=1)
    deliver(clock=lambda: NOW, post=configured_post(), today=NOW.date())
    assert "19021 sign match fail" in text_of(office.browser("admin").get(PAGE))
    assert Message.objects.get().state == "PLANNED"


def test_an_address_that_is_private_or_elsewhere_is_refused(office: Office) -> None:
    for number, url in enumerate(
        (
            "https://127.0.0.1/hook",
            "https://10.0.0.8/hook",
            "http://open.feishu.cn/hook",
            "https://evil.example/hook",
            "https://user@open.feishu.cn/hook",
            "https://[::1]/hook",
        )
    ):
        status, page = press(office, "add_channel", "feishu", number=number, **robot(url=url))
        assert (status, "cannot be used" in page) == (422, True), url
    sent: dict[str, Any] = {
        "success_field": "code",
        "success_equals": "0",
        "method": "POST",
        "form": "JSON",
        "replaces": 0,
    }
    assert press(office, "add_channel", "http", number=9, **sent, url="https://192.168.1.1/{{phone}}")[0] == 422
    assert KeptChannel.objects.count() == 0
    assert press(office, "add_channel", "feishu", number=8, **robot(url="https://open.feishu.cn/hook"))[0] == 303


def test_one_provider_of_sms_at_a_time(office: Office) -> None:
    account: dict[str, Any] = {"key_id": "id", "sign_name": "甲公司", "replaces": 0, "key_secret": "KEY"}
    texts = "OVERDUE-zh-hans SMS_1 customer_name,total\n\nBEFORE_DUE-zh-hans SMS_2"
    assert press(office, "add_channel", "alibaba", **account, templates=texts)[0] == 303
    kept = KeptChannel.objects.get()
    assert kept.settings["templates"]["OVERDUE-zh-hans"] == {"code": "SMS_1", "parameters": ["customer_name", "total"]}
    assert texts.replace("\n\n", "\n").splitlines()[0] in text_of(office.browser("admin").get(f"{PAGE}sms-alibaba/"))
    other = {**account, "application_id": "1400"}
    assert press(office, "add_channel", "tencent", number=1, **other)[0] == 422
    assert press(office, "switch_channel", "sms-alibaba", number=2, seen=1)[0] == 303
    assert press(office, "add_channel", "tencent", number=3, **other)[0] == 303
    assert set(working_channels()) == {ChannelName.SMS}
    assert press(office, "try_channel", "sms-tencent", number=4, phone="no")[0] == 422
    assert press(office, "try_channel", "sms-tencent", number=5, phone="13800000000")[0] == 303
    assert Message.objects.get().recipient == "13800000000"


def test_a_new_secret_of_the_installation_ends_what_was_kept(office: Office, settings: Any) -> None:
    press(office, "add_channel", "feishu", **robot(url="https://open.feishu.cn/hook/x"))
    assert set(working_channels()) == {ChannelName.FEISHU}
    settings.SECRET_KEY = "another" + installed.SECRET_KEY
    assert working_channels() == {}


def test_of_two_administrators_the_second_looks_again(office: Office) -> None:
    press(office, "add_channel", "feishu", **robot(url="https://open.feishu.cn/hook/x"))
    assert press(office, "edit_channel", "sales-east", number=1, people="a", replaces=1)[0] == 303
    status, page = press(office, "edit_channel", "sales-east", number=2, people="b", replaces=1)
    assert (status, "changed meanwhile" in page) == (422, True)
    assert KeptChannel.objects.get().settings == {"people": ["a"]}


def test_a_switch_says_what_was_seen_and_is_not_pressed_back(office: Office) -> None:
    press(office, "add_channel", "feishu", **robot(url="https://open.feishu.cn/hook/x"))
    assert press(office, "switch_channel", "sales-east", number=1, seen=1, on="")[0] == 303
    status, page = press(office, "switch_channel", "sales-east", number=2, seen=1, on="")
    assert (status, "changed meanwhile" in page, KeptChannel.objects.get().is_on) == (409, True, False)
    assert press(office, "switch_channel", "sales-east", number=3, seen=2, on="1")[0] == 303
    assert KeptChannel.objects.get().is_on
