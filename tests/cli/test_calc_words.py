"""`huikuan calc words`: amounts and days in capitals, both ways, without books."""

import pytest

from tests.cli.conftest import Huikuan


@pytest.mark.parametrize(
    ("figures", "words"),
    [
        ("107000.53", "壹拾万柒仟元零伍角叁分"),
        ("1409.50", "壹仟肆佰零玖元伍角"),
        ("1,000,000", "壹佰万元整"),
        ("-1000.01", "负壹仟元零壹分"),
        ("999999999999999", "玖佰玖拾玖万亿玖仟玖佰玖拾玖亿玖仟玖佰玖拾玖万玖仟玖佰玖拾玖元整"),
        ("2026-10-20", "贰零贰陆年零壹拾月零贰拾日"),
    ],
)
def test_figures_to_capitals(huikuan: Huikuan, figures, words):
    done = huikuan("calc", "words", figures)
    assert (done.code, done.out.strip()) == (0, words)


@pytest.mark.parametrize(
    ("words", "figures"),
    [
        ("壹拾万零柒仟元伍角叁分", "107000.53"),
        ("人民币壹佰圆正", "100.00"),
        ("负壹角", "-0.10"),
        ("贰零贰陆年零壹月壹拾伍日", "2026-01-15"),
    ],
)
def test_capitals_to_figures(huikuan: Huikuan, words, figures):
    done = huikuan("calc", "words", "--parse", words)
    assert (done.code, done.out.strip()) == (0, figures)


def test_as_json(huikuan: Huikuan):
    assert huikuan("calc", "words", "107000.53", "--prefix", "--json").document == {
        "amount": "107000.53",
        "amount_minor": 10700053,
        "words": "人民币壹拾万柒仟元零伍角叁分",
    }


@pytest.mark.parametrize(
    ("words", "code", "position"),
    [
        (["--parse", "壹佰壹元整"], "WORDS_ZERO_MISSING", 3),
        (["--parse", "壹佰元"], "WORDS_WHOLE_MISSING", 4),
        (["--parse", "贰零贰陆年壹月壹拾伍日"], "WORDS_NO_DAY", None),
        (["10.005"], "WORDS_NO_AMOUNT", None),
        (["abc"], "WORDS_NO_AMOUNT", None),
        (["2026-02-30"], "WORDS_NO_DAY", None),
        (["9999999999999999.99"], None, None),
        (["10000000000000000.00"], "WORDS_NO_AMOUNT", None),
    ],
)
def test_what_is_none_is_refused_with_the_place(huikuan: Huikuan, words, code, position):
    done = huikuan("calc", "words", *words, "--json")
    if code is None:
        assert done.code == 0
        return
    assert done.code == 1
    assert done.document["error"]["code"] == code
    assert done.document["error"]["parameters"].get("position") == position
