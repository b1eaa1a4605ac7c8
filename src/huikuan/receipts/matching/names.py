"""Payer names taken apart: legal form, branch, place and trade word, so that spellings of one company meet.

Chinese names follow the fixed order place + mark + trade + legal form (企业名称登记管理规定 art. 6); Latin names carry
the legal form at the end. Traditional characters become simplified ones, full-width ones narrow.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

import opencc

from huikuan.receipts.matching.places import LONGEST_PLACE, PLACES, SUFFIXES

LEGAL_FORMS = (
    "股份有限责任公司",
    "有限责任公司",
    "股份有限公司",
    "有限合伙企业",
    "有限公司",
    "责任公司",
    "合伙企业",
    "总公司",
    "公司",
)
TRADE_WORDS = (
    "国际贸易",
    "进出口",
    "科技发展",
    "实业发展",
    "科技",
    "贸易",
    "商贸",
    "工贸",
    "实业",
    "技术",
    "发展",
    "国际",
    "集团",
    "控股",
    "企业",
)
LATIN_FORMS = frozenset(
    "LTD LIMITED INC INCORPORATED CO COMPANY CORP CORPORATION LLC LLP LP PLC GMBH AG KG KGAA OHG UG SE EV SA SAS SASU "
    "SARL EURL SRL SPA SL SLU BV NV VOF OY OYJ AB AS ASA APS PTY PTE BHD SDN KK GK YK TBK PT JSC OOO ZAO SP ZOO SRO DOO "
    "KFT LDA LTDA SAU CIE IN".split()
)
_FORM_CHARACTERS = frozenset("股份有限责任公司")
_FEWEST_FORM_CHARACTERS = 3
_SHORTEST_CORE = 2
_LONG = 9  # characters; a name this long without a legal form has a badly misspelt one
# Words that banks and clerks add, drop or change at the end of a Latin name; IN above is INC cut short.
LATIN_TRADE_WORDS = frozenset(
    "ASSOCIATES FOUNDATION TRUST SYSTEMS US USA UK EU GROUP HOLDING HOLDINGS INTERNATIONAL INTL TRADING SERVICES "
    "ENTERPRISES INDUSTRIES PARTNERS SOLUTIONS".split()
)
_WEAK_FORMS = ("", "公司", "责任公司", "总公司", "合伙企业")
_BRANCH = re.compile(r"(分公司|分厂|分店|分部|分支机构|办事处|营业部|经营部|事业部|项目部|代表处)$")
_NOT_WORD = re.compile(r"[\W_]+")
_BRACKETED_PLACE = re.compile(rf"(?<=.)[(\[【]({'|'.join(sorted(PLACES))})[省市]?[)\]】]")
_CJK = re.compile(r"[\u3400-\u9fff]")
_FORM = re.compile(f"(?<=..)({'|'.join(LEGAL_FORMS)})(?P<branch>.*)$")


@dataclass(frozen=True, slots=True)
class NameParts:
    """One name in its comparable spellings: `full`, `core` without form and branch, `bare` also without the place.

    `short` and `stub` are `core` and `bare` without the trade word; `doubtful` says that the legal form may not have been
    cut off rightly, so that the full spelling has a say too; `damaged` that it was misspelt, so that `whole` has: the name
    with its form and without its place.
    """

    full: str
    core: str = ""
    bare: str = ""
    short: str = ""
    stub: str = ""
    place: str = ""
    branch: str = ""
    doubtful: bool = False
    damaged: bool = False
    whole: str = ""


def name_parts(*, names: Sequence[str], repair: bool = False) -> list[NameParts]:
    """Take names apart; with `repair` a misspelt legal form is recognised too (for what a bank reports, not ours)."""
    return [_parts(text=text.upper(), repair=repair) for text in simplified(texts=names)]


def simplified(*, texts: Sequence[str]) -> list[str]:
    """Return texts in simplified characters, narrow, with single spaces."""
    # One conversion for all: the converter costs more per call than per character.
    text = "\n".join([" ".join(part.split()) for part in texts])
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text).encode("utf-8", "replace").decode()
        text = _converter().convert(text)
    return text.split("\n") if texts else []


@cache
def _converter() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")


@lru_cache(maxsize=20_000)
def _parts(*, text: str, repair: bool) -> NameParts:
    return _chinese(text, repair) if _CJK.search(text) else _latin(text)


def _chinese(text: str, repair: bool) -> NameParts:
    if bracket := _BRACKETED_PLACE.search(text):  # 甲(上海)贸易 is 上海甲贸易
        text = bracket[1] + text[: bracket.start()] + text[bracket.end() :]
    full = _NOT_WORD.sub("", text)
    core, branch, form = full, "", ""
    if found := _FORM.search(full):
        core, branch, form = full[: found.start()], found["branch"], found[1]
        if branch and not _BRANCH.search(branch):  # text behind the form that is no branch belongs to the name
            core, branch = core + branch, ""
    repaired = _without_damaged_form(full) if repair and form in _WEAK_FORMS else full
    damaged = repaired != full
    if damaged:
        core, branch = repaired, ""
    place = _place(core)
    bare = core[len(place) :]
    short, stub = _without_trade(core, len(place)), _without_trade(bare, 0)
    doubtful = bool(branch) or (not form and len(full) >= _LONG)
    return NameParts(full, core, bare, short, stub, _place_key(place), branch, doubtful, damaged, full[len(place) :])


def _without_damaged_form(full: str) -> str:
    """Cut off an ending made of the characters of a legal form in any order, with at most one foreign one among or behind them."""
    start, foreign, own = len(full), False, 0
    while start > _SHORTEST_CORE:
        if full[start - 1] in _FORM_CHARACTERS:
            start, own = start - 1, own + 1
        elif not foreign and start - 1 > _SHORTEST_CORE and full[start - 2] in _FORM_CHARACTERS:
            start, foreign = start - 1, True
        else:
            break
    return full[:start] if own >= _FEWEST_FORM_CHARACTERS else full


def _place(core: str) -> str:
    """Return what the name begins with as places (深圳市, 广东省深圳市), leaving at least two characters of a mark."""
    end = 0
    while True:
        step = next((n for n in range(LONGEST_PLACE, 1, -1) if core[end : end + n] in PLACES), 0)
        if not step:
            return core[:end]
        suffix = next((s for s in SUFFIXES if core.startswith(s, end + step)), "")
        if len(core) - end - step - len(suffix) < 2:
            return core[:end]
        end += step + len(suffix)


def _place_key(place: str) -> str:
    for suffix in SUFFIXES:
        place = place.removesuffix(suffix)
    return next((place[-n:] for n in range(LONGEST_PLACE, 1, -1) if place[-n:] in PLACES), place)


def _without_trade(text: str, keep: int) -> str:
    for word in TRADE_WORDS:
        if text.endswith(word) and len(text) - len(word) - keep >= 2:
            return text[: -len(word)]
    return text


def _latin(text: str) -> NameParts:
    text = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    words = _NOT_WORD.sub(" ", text.replace(".", "").replace("'", "").replace("&", " AND ")).split()
    full = "".join(words)
    while len(words) > 1 and words[-1] in LATIN_FORMS:
        words.pop()
        while len(words) > 1 and words[-1] == "AND":
            words.pop()
    if len(words) > 1 and words[0] == "THE":
        words.pop(0)
    core = "".join(words)
    while len(words) > 1 and words[-1] in LATIN_TRADE_WORDS:
        words.pop()
    short = "".join(words)
    return NameParts(full, core, core, short, short, doubtful=len(full) >= _LONG, whole=full)
