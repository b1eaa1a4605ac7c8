"""SMS providers: the published examples of their signatures, the requests, what answers mean, servers that misbehave."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from urllib.parse import parse_qs, urlsplit

import pytest

from huikuan.integrations.sms import alibaba, tencent
from huikuan.integrations.sms.alibaba import AlibabaAccount, AlibabaSms
from huikuan.integrations.sms.carrier_templates import CarrierTemplate, international
from huikuan.integrations.sms.http_provider import (
    BodyForm,
    HttpProvider,
    HttpSms,
    ProviderFaulty,
    Told,
    checked,
    request_of,
)
from huikuan.integrations.sms.tencent import Signing, TencentAccount, TencentSms
from huikuan.outbox.ports import Mail
from huikuan.outbox.rules import Accepted, Outcome, Permanent, Phase, Retryable, Uncertain
from tests.http_sink import HttpManner, HttpSink, http_sink
from tests.integrations.robot_world import door_to, mail_of

Make = Callable[[HttpSink], AlibabaSms | TencentSms | HttpSms]

PARAMETERS = {
    "customer_name": "乙公司",
    "total": "人民币 1,234.50 元",
    "days_overdue": "9",
    "due_date": "2026年2月20日",
}
MAIL = mail_of(recipient="138 0000 0000", template="OVERDUE-zh-hans", parameters=PARAMETERS, text="【甲】请付款\n")
TEMPLATES = {"OVERDUE-zh-hans": CarrierTemplate("SMS_1", ("customer_name", "total"))}


def test_alibaba_signs_as_its_published_example() -> None:
    digest = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    headers = {
        "host": "ecs.cn-shanghai.aliyuncs.com",
        "x-acs-action": "RunInstances",
        "x-acs-content-sha256": digest,
        "x-acs-date": "2023-10-26T10:22:32Z",
        "x-acs-signature-nonce": "3156853299f313e23d1673dc12e1703d",
        "x-acs-version": "2014-05-26",
    }
    query = {"RegionId": "cn-shanghai", "ImageId": "win2019_1809_x64_dtc_zh-cn_40G_alibase_20230811.vhd"}
    line = alibaba.authorization_of(
        query=query, headers=headers, key_id="YourAccessKeyId", secret="YourAccessKeySecret"
    )
    assert line.endswith("Signature=06563a9e1b43f5dfe96b81484da74bceab24a1d853912eee15083a6f0f3283c0")


def test_tencent_signs_as_its_published_example() -> None:
    """The secret of the example is printed as 32 stars, and was 32 stars when it was computed."""
    body = rb'{"Limit": 1, "Filters": [{"Values": ["\u672a\u547d\u540d"], "Name": "instance-name"}]}'
    at = datetime.fromtimestamp(1551113065, UTC)
    signing = Signing("cvm.tencentcloudapi.com", "cvm", "DescribeInstances", body, at)
    line = tencent.authorization_of(signing=signing, key_id="AKID", secret="*" * 32)
    assert line.endswith("Signature=10b1a37a7301a02ca19a647ad722d5e43b4b3cff309d421d85b46093f6ab6c4f")


def test_percent_encoding_is_that_of_rfc_3986() -> None:
    assert alibaba.canonical_query(query={"b": "a b*c~/=+", "a": "派"}) == "a=%E6%B4%BE&b=a%20b%2Ac~%2F%3D%2B"


def alibaba_at(sink: HttpSink) -> AlibabaSms:
    account = AlibabaAccount("id", "secret", "甲公司", TEMPLATES, endpoint=sink.origin)
    return AlibabaSms(account=account, door=door_to(sink))


def tencent_at(sink: HttpSink) -> TencentSms:
    account = TencentAccount("id", "secret", "1400", "甲公司", TEMPLATES, endpoint=sink.origin)
    return TencentSms(account=account, door=door_to(sink))


def generic_at(sink: HttpSink, repeat_header: str = "") -> HttpSms:
    provider = HttpProvider(
        url=f"{sink.origin}/send",
        headers={"Authorization": "Bearer secret"},
        body={"to": "{{phone}}", "content": "{{text}}", "more": [{"id": "{{message_id}}"}], "n": 1},
        told=Told(("result", "code"), "0", later=frozenset({"9"}), ours=frozenset({"401"})),
        repeat_header=repeat_header,
    )
    return HttpSms(provider=checked(provider=provider), door=door_to(sink))


def said_by_alibaba(code: str) -> bytes:
    return json.dumps({"Code": code, "Message": "m", "BizId": "b1", "RequestId": "r"}).encode()


def said_by_tencent(code: str) -> bytes:
    return json.dumps({"Response": {"SendStatusSet": [{"Code": code, "SerialNo": "s1"}], "RequestId": "r"}}).encode()


def refused_by_tencent(code: str) -> bytes:
    return json.dumps({"Response": {"Error": {"Code": code, "Message": "m"}, "RequestId": "r"}}).encode()


def said_by_generic(code: str) -> bytes:
    return json.dumps({"result": {"code": int(code)}}).encode()


def sent(
    make: Make,
    *manners: HttpManner,
    answer: bytes,
    mail: Mail = MAIL,
) -> tuple[Outcome, HttpSink]:
    sink = http_sink(*manners, answer=answer)
    outcome = make(sink).deliver(mail=mail, may_transmit=lambda: True)
    sink.stop()
    return outcome, sink


def test_what_alibaba_gets() -> None:
    outcome, sink = sent(alibaba_at, answer=said_by_alibaba("OK"))
    assert outcome == Accepted("b1")
    (taken,) = sink.taken
    asked = parse_qs(urlsplit(taken.line.split()[1]).query)
    assert asked["PhoneNumbers"] == ["13800000000"]
    assert (asked["SignName"], asked["TemplateCode"]) == (["甲公司"], ["SMS_1"])
    assert json.loads(asked["TemplateParam"][0]) == {"customer_name": "乙公司", "total": "人民币 1,234.50 元"}
    assert taken.headers["x-acs-action"] == "SendSms"
    assert taken.headers["authorization"].startswith("ACS3-HMAC-SHA256 Credential=id,SignedHeaders=host;x-acs-action")


def test_what_tencent_gets() -> None:
    outcome, sink = sent(tencent_at, answer=said_by_tencent("Ok"))
    assert outcome == Accepted("s1")
    (taken,) = sink.taken
    data = json.loads(taken.body)
    assert data["PhoneNumberSet"] == ["+8613800000000"]
    assert data["TemplateParamSet"] == ["乙公司", "人民币 1,234.50 元"]
    assert taken.headers["x-tc-timestamp"] == "1599359673"
    assert "2020-09-06/sms/tc3_request" in taken.headers["authorization"]


def test_what_any_provider_gets() -> None:
    outcome, sink = sent(generic_at, answer=said_by_generic("0"))
    assert outcome == Accepted("0")
    (taken,) = sink.taken
    assert json.loads(taken.body) == {
        "to": "13800000000",
        "content": "【甲】请付款",
        "more": [{"id": "abc@jia.example"}],
        "n": 1,
    }
    assert taken.headers["authorization"] == "Bearer secret"


@pytest.mark.parametrize(
    ("make", "answer", "kind", "phase"),
    [
        (alibaba_at, said_by_alibaba("isv.BUSINESS_LIMIT_CONTROL"), Retryable, Phase.DATA),
        (alibaba_at, said_by_alibaba("Throttling.User"), Retryable, Phase.DATA),
        (alibaba_at, said_by_alibaba("isv.AMOUNT_NOT_ENOUGH"), Retryable, Phase.SIGN_IN),
        (alibaba_at, said_by_alibaba("SignatureDoesNotMatch"), Retryable, Phase.SIGN_IN),
        (alibaba_at, said_by_alibaba("isv.MOBILE_NUMBER_ILLEGAL"), Permanent, Phase.RECIPIENT),
        (alibaba_at, said_by_alibaba("isv.PARAM_LENGTH_LIMIT"), Permanent, Phase.CONTENT),
        (alibaba_at, said_by_alibaba("isp.SYSTEM_ERROR"), Uncertain, Phase.END),
        (alibaba_at, b"{}", Uncertain, Phase.END),
        (tencent_at, said_by_tencent("LimitExceeded.PhoneNumberDailyLimit"), Retryable, Phase.DATA),
        (tencent_at, refused_by_tencent("RequestLimitExceeded"), Retryable, Phase.DATA),
        (tencent_at, refused_by_tencent("AuthFailure.SignatureFailure"), Retryable, Phase.SIGN_IN),
        (tencent_at, said_by_tencent("FailedOperation.InsufficientBalanceInSmsPackage"), Retryable, Phase.SIGN_IN),
        (tencent_at, said_by_tencent("InvalidParameterValue.IncorrectPhoneNumber"), Permanent, Phase.RECIPIENT),
        (tencent_at, said_by_tencent("FailedOperation.ContainSensitiveWord"), Permanent, Phase.CONTENT),
        (tencent_at, refused_by_tencent("InternalError.Timeout"), Uncertain, Phase.END),
        (tencent_at, b'{"Response":{"SendStatusSet":[]}}', Uncertain, Phase.END),
        (generic_at, said_by_generic("9"), Retryable, Phase.DATA),
        (generic_at, said_by_generic("401"), Retryable, Phase.SIGN_IN),
        (generic_at, said_by_generic("7"), Permanent, Phase.CONTENT),
        (generic_at, b'{"result":{}}', Uncertain, Phase.END),
        (generic_at, b"[1]", Uncertain, Phase.END),
    ],
)
def test_codes(make: Make, answer: bytes, kind: type, phase: Phase) -> None:
    outcome, _ = sent(make, answer=answer)
    assert isinstance(outcome, kind)
    assert getattr(outcome, "phase", None) is phase


MAKES: tuple[Make, ...] = (alibaba_at, tencent_at, generic_at)
GOOD: dict[Make, bytes] = {
    alibaba_at: said_by_alibaba("OK"),
    tencent_at: said_by_tencent("Ok"),
    generic_at: said_by_generic("0"),
}


@pytest.mark.parametrize("make", MAKES)
@pytest.mark.parametrize(
    ("manner", "kind"),
    [
        (HttpManner.SILENT, Uncertain),
        (HttpManner.DRIPPING, Uncertain),
        (HttpManner.DROP_AFTER, Uncertain),
        (HttpManner.GARBAGE, Uncertain),
        (HttpManner.WRONG_BODY, Uncertain),
        (HttpManner.EMPTY_BODY, Uncertain),
        (HttpManner.CUT_BODY, Uncertain),
        (HttpManner.HUGE, Uncertain),
        (HttpManner.STATUS_500, Uncertain),
        (HttpManner.STATUS_502, Uncertain),
        (HttpManner.REDIRECT_302, Uncertain),
        (HttpManner.STATUS_503, Retryable),
        (HttpManner.STATUS_429, Retryable),
        (HttpManner.STATUS_401, Retryable),
    ],
)
def test_a_server_that_misbehaves(make: Make, manner: HttpManner, kind: type) -> None:
    """Even where the body says it was taken, a status of failure is believed; and nothing is sent a second time."""
    outcome, sink = sent(make, manner, answer=GOOD[make])
    assert isinstance(outcome, kind)
    assert len(sink.taken) == 1


def test_a_provider_that_notices_repetitions_may_be_asked_again() -> None:
    outcome, sink = sent(lambda one: generic_at(one, "Idempotency-Key"), HttpManner.SILENT, answer=b"")
    assert isinstance(outcome, Retryable)
    assert sink.taken[0].headers["idempotency-key"] == "abc@jia.example"


def test_without_an_approved_template_it_waits() -> None:
    mail = mail_of(recipient="13800000000", template="BEFORE_DUE-en", parameters=PARAMETERS)
    for make in (alibaba_at, tencent_at):
        outcome, sink = sent(make, answer=GOOD[make], mail=mail)
        assert outcome == Retryable(0, Phase.SIGN_IN, "no approved template for BEFORE_DUE-en")
        assert sink.connections == 0


def test_a_long_parameter_is_cut_to_a_short_line() -> None:
    mail = mail_of(recipient="13800000000", template="OVERDUE-zh-hans", parameters={**PARAMETERS, "total": "长\n" * 60})
    _, sink = sent(tencent_at, answer=GOOD[tencent_at], mail=mail)
    value = json.loads(sink.taken[0].body)["TemplateParamSet"][1]
    assert len(value) == 35
    assert value.endswith("…")


@pytest.mark.parametrize("number", ["13800000000", "+8613800000000", "008613800000000", "138-0000-0000"])
def test_a_number_with_its_country(number: str) -> None:
    assert international(number=number) == "+8613800000000"


def provider(**more: object) -> HttpProvider:
    known = {"url": "https://sms.example/send", "headers": {}, "body": {}, "told": Told(("code",), "0")}
    return HttpProvider(**{**known, **more})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "more",
    [
        {"body": {"a": "{{password}}"}},
        {"body": {"a": "{{ phone }}"}},
        {"body": {"a": ["{{phone"]}},
        {"url": "https://{{host}}/"},
        {"headers": {"A": "{{unknown}}"}},
        {"headers": {"A B": "x"}},
        {"method": "DELETE"},
        {"told": Told((), "0")},
        {"told": Told(("code",), "")},
        {"form": BodyForm.FORM, "body": {"a": {"b": "c"}}},
        {"form": BodyForm.FORM, "body": []},
        {"repeat_header": "A: b"},
    ],
)
def test_a_faulty_description_is_refused(more: dict[str, object]) -> None:
    with pytest.raises(ProviderFaulty):
        checked(provider=provider(**more))


def test_a_value_cannot_change_the_request_around_it() -> None:
    text = 'x", "to": "13900000000\r\nEvil: 1&to=13900000000#{{phone}}'
    mail = mail_of(recipient="13800000000", text=text)
    as_json = request_of(mail=mail, provider=provider(body={"to": "{{phone}}", "text": "{{text}}"}))
    assert json.loads(as_json.body) == {"to": "13800000000", "text": text}
    as_form = request_of(mail=mail, provider=provider(form=BodyForm.FORM, body={"to": "{{phone}}", "text": "{{text}}"}))
    assert parse_qs(as_form.body.decode()) == {"to": ["13800000000"], "text": [text]}
    in_address = request_of(mail=mail, provider=provider(url="https://sms.example/send?to={{phone}}&t={{text}}"))
    assert parse_qs(urlsplit(in_address.url).query) == {"to": ["13800000000"], "t": [text]}
    in_header = request_of(mail=mail, provider=provider(headers={"X-Text": "{{text}}"}))
    assert "\r" not in in_header.headers["X-Text"]
