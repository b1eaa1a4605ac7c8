"""The wording check: phrases that are refused, phrases that want a second look, lawful phrases that pass."""

from __future__ import annotations

import pytest

from huikuan.reminders.rules.wording_check import WordKind, needs_second_person, word_findings
from huikuan.reminders.texts import shipped_texts

BAD = [
    ("再不付款，后果自负。", WordKind.THREAT),
    ("不还钱就上你们厂里去", WordKind.THREAT),
    ("我们会派人上门堵你", WordKind.THREAT),
    ("你给我等着瞧", WordKind.THREAT),
    ("让你在这个行业混不下去", WordKind.THREAT),
    ("小心点，我们知道你们厂在哪", WordKind.THREAT),
    ("明天带人围堵贵司大门", WordKind.THREAT),
    ("Pay by Friday or else.", WordKind.THREAT),
    ("You will regret this delay.", WordKind.THREAT),
    ("We know where you park.", WordKind.THREAT),
    ("We will teach you a lesson.", WordKind.THREAT),
    ("The consequences will be yours", WordKind.THREAT),
    ("你们就是老赖", WordKind.INSULT),
    ("贵司是骗子公司", WordKind.INSULT),
    ("不要脸的人才欠钱", WordKind.INSULT),
    ("垃圾公司，拖欠货款", WordKind.INSULT),
    ("you crook", WordKind.INSULT),
    ("Only a deadbeat pays this late", WordKind.INSULT),
    ("You are liars.", WordKind.INSULT),
    ("a shameless delay", WordKind.INSULT),
    ("再不付就报警抓你", WordKind.FALSE_AUTHORITY),
    ("你等着坐牢", WordKind.FALSE_AUTHORITY),
    ("公安机关已立案，请速还款", WordKind.FALSE_AUTHORITY),
    ("贵司已列入失信名单", WordKind.FALSE_AUTHORITY),
    ("我们会把贵司拉进黑名单", WordKind.FALSE_AUTHORITY),
    ("法院已查封你的账户", WordKind.FALSE_AUTHORITY),
    ("You will go to jail", WordKind.FALSE_AUTHORITY),
    ("The police will visit you", WordKind.FALSE_AUTHORITY),
    ("you will be arrested", WordKind.FALSE_AUTHORITY),
    ("we will blacklist you", WordKind.FALSE_AUTHORITY),
    ("否则将曝光贵司欠款", WordKind.PUBLICITY),
    ("我们会发到朋友圈", WordKind.PUBLICITY),
    ("明天在门口拉横幅", WordKind.PUBLICITY),
    ("告诉你的客户你们不付钱", WordKind.PUBLICITY),
    ("把事情公之于众", WordKind.PUBLICITY),
    ("we will expose you", WordKind.PUBLICITY),
    ("We name and shame late payers", WordKind.PUBLICITY),
    ("tell all your customers about it", WordKind.PUBLICITY),
    ("we will make this public", WordKind.PUBLICITY),
    ("我们会联系您的家人", WordKind.RELATIVES),
    ("已通知你老婆", WordKind.RELATIVES),
    ("请转告您的父母", WordKind.RELATIVES),
    ("We will call your family", WordKind.RELATIVES),
    ("your wife should know", WordKind.RELATIVES),
    ("在微信群里点名", WordKind.GROUP_SHAMING),
    ("@所有人 看看谁欠款", WordKind.GROUP_SHAMING),
    ("在同行群公布欠款", WordKind.GROUP_SHAMING),
    ("we announce it to the whole market", WordKind.GROUP_SHAMING),
    ("后果\u200b自负", WordKind.THREAT),
    ("OR ELSE", WordKind.THREAT),
]

CAUTIOUS = [
    "这是最后通牒",
    "请于本月底前付款，否则我方将提起诉讼",
    "我方将联合其他供应商商讨",
    "我们将上门拜访，请安排时间",
    "本案可能涉及刑事责任",
    "This is our final warning.",
    "Otherwise we will stop deliveries.",
    "This may be fraud under the criminal code.",
    "We will inform the trade association.",
]

GOOD = [
    "我方保留依据《民法典》第五百八十五条主张逾期付款违约金的权利。",
    "请在收到本函后十五日内付款；逾期未付，我方将依法向有管辖权的人民法院提起诉讼。",
    "根据合同第8条，逾期付款按日万分之三计算违约金。",
    "上列金额仅为应付款项本金，不包含逾期付款违约金或利息。",
    "如贵司已付款，请忽略本函。",
    "如对账目有异议，请于五个工作日内告知。",
    "我们理解贵司的安排，烦请告知具体付款日期。",
    "拒收请回复TD",
    "依照《保障中小企业款项支付条例》第十五条，无争议部分应当及时支付。",
    "贵司法定代表人或财务负责人请与我方联系。",
    "请贵司在对账单上盖章确认。",
    "我方将暂停后续发货，直至逾期款项付清。",
    "仲裁条款见合同第十二条。",
    "银行承兑汇票亦可。",
    "您的联系人王经理已离职，请告知新的联系人。",
    "We reserve the right to claim late-payment interest under article 585 of the Civil Code.",
    "Please pay by 13 March, or tell us if anything is disputed.",
    "If you have paid already, please disregard this letter.",
    "We will bring an action before the competent court after that date.",
    "Deliveries are suspended until the overdue amount is paid.",
    "All our rights under the contract and the law are reserved.",
    "Please confirm the statement by your company seal.",
    "Your payment run of the 15th may include these invoices.",
    "The other invoices are not due yet.",
    "You may pay by bank acceptance bill.",
    "We thank you for the long cooperation of our houses.",
    "A relative discount of 2 % applies within ten days.",
    "The goods were delivered in the presence of your engineer.",
]


@pytest.mark.parametrize(("text", "kind"), BAD)
def test_refused(text: str, kind: WordKind) -> None:
    assert kind in {one.kind for one in word_findings(text=text) if one.is_error}


@pytest.mark.parametrize("text", CAUTIOUS)
def test_a_second_person_looks(text: str) -> None:
    assert needs_second_person(text=text)
    assert not [one for one in word_findings(text=text) if one.is_error]


@pytest.mark.parametrize("text", GOOD)
def test_lawful_wording_passes(text: str) -> None:
    assert word_findings(text=text) == ()


def test_there_are_enough_phrases() -> None:
    assert len(BAD) + len(CAUTIOUS) + len(GOOD) > 80


def test_the_place_is_named() -> None:
    (one,) = word_findings(text="您好：\n再不付款，后果自负。")
    assert (one.word, one.line, one.column) == ("后果自负", 2, 6)


def test_our_own_texts_pass() -> None:
    for text in shipped_texts().values():
        assert word_findings(text=f"{text.subject}\n{text.body}") == ()
