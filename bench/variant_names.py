"""Company names of the variants in four languages, and how banks and clerks misspell them."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

_CITIES = "杭州 上海 苏州 宁波 成都 武汉 青岛 厦门 长沙 西安 无锡 佛山 合肥 郑州 济南".split()
_MARKS = "瑞恒宏达嘉信远博鑫盛泰和明华旭东卓越启正铭源凯悦诺安捷升润晟"
_TRADES = "机电 化工 包装 电子 食品 纺织 仪器 建材 软件 医药 塑料 五金 家居 印务".split()
_FORMS = "有限公司 有限责任公司 股份有限公司 科技有限公司 贸易有限公司 实业有限公司".split()
_HANT_CITIES = "香港 臺北 高雄 臺中 九龍 新竹".split()
_HANT_MARKS = "瑞恆宏達嘉信遠博鑫盛泰和明華旭東卓越啟正銘源凱悅諾安捷升潤晟"
_HANT_TRADES = "機電 化工 包裝 電子 食品 紡織 儀器 建材 軟體 醫藥 塑膠 五金 傢俱 印務".split()
_HANT_FORMS = "有限公司 股份有限公司 科技有限公司 貿易有限公司 實業有限公司".split()
_WORDS = (
    "Nordic Baltic Alpine Summit Harbor Pioneer Falcon Granite Meridian Orion Vertex Cobalt Delta Horizon Castle Maple "
    "Beacon Anchor Sterling Crescent Atlas Juniper Quartz Silver Copper Cedar Raven Willow"
).split()
_GOODS = "Steel Foods Logistics Textiles Chemicals Plastics Motors Pharma Packaging Tools Paper Glass Optics".split()
_ENDS = "Ltd|Limited|Inc.|LLC|Corp.|Co., Ltd.|PLC".split("|")
_PEOPLE = "Huber Maier Schmidt Köhler Brandt Vogel Lorenz Jäger Winter Krüger Seidel Engel Böhm Pfeiffer Kraus".split()
_BRANCHES = "Maschinenbau Werkzeuge Textil Lebensmittel Verpackung Elektro Optik Papier Chemie Metallbau".split()
_TOWNS = "Hamburg Bremen Leipzig Dresden Ulm Kassel Augsburg Bielefeld Münster Erfurt".split()
_GERMAN_ENDS = "GmbH|AG|KG|GmbH & Co. KG|OHG".split("|")


def _chinese(random: Random) -> str:
    mark = "".join(random.choices(_MARKS, k=random.choice([2, 2, 3])))
    return random.choice(_CITIES) + mark + random.choice(_TRADES) + random.choice(_FORMS)


def _traditional(random: Random) -> str:
    mark = "".join(random.choices(_HANT_MARKS, k=random.choice([2, 3, 3])))
    return random.choice([*_HANT_CITIES, ""]) + mark + random.choice(_HANT_TRADES) + random.choice(_HANT_FORMS)


def _english(random: Random) -> str:
    return f"{random.choice(_WORDS)} {random.choice(_WORDS)} {random.choice(_GOODS)} {random.choice(_ENDS)}"


def _german(random: Random) -> str:
    people = " & ".join(random.sample(_PEOPLE, random.choice([1, 2])))
    return f"{people} {random.choice(_BRANCHES)} {random.choice(_TOWNS)} {random.choice(_GERMAN_ENDS)}"


def _unique(make: Callable[[Random], str]) -> Callable[[Random, int], list[str]]:
    def names(random: Random, count: int) -> list[str]:
        found: dict[str, None] = {}
        while len(found) < count:
            found[make(random)] = None
        return list(found)

    return names


_MAKERS = {"zh": _chinese, "hant": _traditional, "en": _english, "de": _german}
NAMES = {language: _unique(make) for language, make in _MAKERS.items()}


def stranger(random: Random, language: str) -> str:
    """A company that is no customer, of a kind that the customers are not."""
    if language in {"zh", "hant"}:
        return "".join(random.choices(_MARKS, k=3)) + random.choice(["投资中心", "物业服务中心", "会计师事务所"])
    return f"{random.choice(_PEOPLE)} {random.choice(['Advisory', 'Properties', 'Savings Bank', 'Insurance'])}"


def misspelt(random: Random, name: str, language: str) -> str:
    """A name as a bank reports it: a slip or two, in capitals, cut at 35 characters, the city or legal form lost."""
    if language in {"en", "de"}:
        words = name.replace("ü", "ue").replace("ö", "oe").replace("ä", "ae").split()
        share = random.random()
        if share < 0.3 and len(words) > 3:
            words = words[:-1]
        text = " ".join(words)[:35]
        if share > 0.5:
            place = random.randrange(1, len(text) - 1)
            text = text[:place] + random.choice([text[place + 1], "", text[place] * 2]) + text[place + 1 :]
        return text.upper() if random.random() < 0.6 else text
    letters = list(name)
    place = random.randrange(2, len(letters) - 2)
    share = random.random()
    if share < 0.35:
        letters[place : place + 2] = letters[place + 1 : place - 1 : -1]
    elif share < 0.6:
        del letters[place]
    elif share < 0.8:
        letters = letters[2:]
    else:
        text = "".join(letters)
        return next((text.removesuffix(form) for form in (*_FORMS, *_HANT_FORMS) if text.endswith(form)), text)
    return "".join(letters)
