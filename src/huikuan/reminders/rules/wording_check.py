"""PURE: words no message carries, and words a second person looks at (RULES_CN §8; 民法典 1024, 1033; 治安管理处罚法 42).

A versioned list per kind, Chinese and English. It is a lint, not a judge: it names the place, and lets pass what only sounds
hard but is lawful, such as a claim for late payment under an article of law or the announcement of an action in court.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

VERSION = "wording-2026-11"


class WordKind(StrEnum):
    """What is wrong with a word."""

    THREAT = "THREAT"
    INSULT = "INSULT"
    FALSE_AUTHORITY = "FALSE_AUTHORITY"
    PUBLICITY = "PUBLICITY"
    RELATIVES = "RELATIVES"
    GROUP_SHAMING = "GROUP_SHAMING"


@dataclass(frozen=True, slots=True)
class WordFinding:
    """A word that was found: what it is, whether it is an error or a caution, and where (both from 1)."""

    kind: WordKind
    word: str
    is_error: bool
    line: int
    column: int


_ERRORS: Mapping[WordKind, str] = {
    WordKind.THREAT: (
        r"后果自负|让你|叫你(?:好看|吃不了)|(?:给|要)你(?:好看|颜色)|弄死|打断|上门堵|堵(?:门|厂)|围堵|砸(?:店|厂)|不还(?:钱)?就|"
        r"别想(?:好过|安生)|走着瞧|等着瞧|小心点|泼油漆|断(?:水|电)|扣(?:人|车)|限制(?:你|您)的?人身|"
        r"or else|consequences will be yours|you will (?:regret|be sorry)|watch your back|we know where|break your|"
        r"smash|burn down|make you (?:pay for|suffer)|teach you a lesson|hurt you"
    ),
    WordKind.INSULT: (
        r"老赖|无赖|骗子|赖账鬼|不要脸|无耻|王八|混蛋|人渣|垃圾(?:公司|企业|客户|人)|狗(?:东西|屁)|白痴|"
        r"crook|scum|thief|thieves|liars?\b|deadbeat|scoundrel|shameless|idiot|swindler|fraudsters?\b"
    ),
    WordKind.FALSE_AUTHORITY: (
        r"报警抓|抓(?:你|您|人)|坐牢|判刑|拘留(?:你|您|贵司)|公安(?:局|机关)?(?:已|将)立案|(?:已|已经)列入?(?:失信|黑名单)|黑名单|"
        r"征信(?:上)?(?:留下|抹黑)|刑事责任追究你|检察院已|法院(?:已|将)(?:查封|冻结)你|"
        r"\bjail|in prison|go to prison|police will|be arrested|blacklist|criminal record|"
        r"court has already|government will (?:close|punish)|report you to the police"
    ),
    WordKind.PUBLICITY: (
        r"曝光|公之于众|公开(?:你|您|贵司)(?:的)?(?:欠款|信息|名单)|登报(?:公布)?(?:你|贵司)?欠|发(?:到)?(?:朋友圈|抖音|微博|网上)|上(?:热搜|电视)|"
        r"拉横幅|大字报|告诉(?:你|您|贵司)的?(?:客户|供应商|同行)|"
        r"expose you|publicly shame|name and shame|post (?:this|it|your name) (?:online|on)|tell (?:all )?your (?:customers|suppliers|"
        r"competitors)|go to the press|make (?:this|it) public"
    ),
    WordKind.RELATIVES: (
        r"家人|家属|(?:你|您)的?(?:父母|老婆|妻子|丈夫|孩子|子女|儿子|女儿|亲戚|邻居)|"
        r"your (?:family|wife|husband|parents|children|kids|son|daughter|relatives|neighbou?rs)"
    ),
    WordKind.GROUP_SHAMING: (
        r"(?:微信|工作|业主|同行|客户)群里?(?:公布|曝|点名|@|通报)|群里(?:点名|通报|公布)|@所有人|"
        r"group chat (?:so that )?(?:everyone|all)|in front of everyone|announce (?:it|this) (?:to|in) the (?:group|whole)"
    ),
}

_CAUTIONS: Mapping[WordKind, str] = {
    WordKind.THREAT: r"最后通牒|最后警告|一切后果|否则|last warning|final warning|ultimatum|otherwise we will|all consequences",
    WordKind.FALSE_AUTHORITY: (
        r"失信被执行人|公安|刑事|诈骗|经侦|上门(?:拜访|催收|催款)|联合(?:其他)?(?:供应商|债权人)|"
        r"criminal|fraud\b|police|prosecut|other suppliers|other creditors"
    ),
    WordKind.PUBLICITY: r"公告|媒体|行业协会|press\b|media\b|trade association",
}

_FIND_ERRORS = {kind: re.compile(text, re.IGNORECASE) for kind, text in _ERRORS.items()}
_FIND_CAUTIONS = {kind: re.compile(text, re.IGNORECASE) for kind, text in _CAUTIONS.items()}
# What people put between the letters of a word to hide it.
_HIDDEN = re.compile(r"[\u200b-\u200f\u2060\ufeff\u00ad]")


def word_findings(*, text: str) -> tuple[WordFinding, ...]:
    """Every word of the lists in a text, in its order; a caution inside an error is not named again."""
    found: list[WordFinding] = []
    for number, line in enumerate(text.splitlines(), 1):
        seen = _HIDDEN.sub("", line)
        errors = _in_line(seen, number, _FIND_ERRORS, is_error=True)
        taken = [(one.column, one.column + len(one.word)) for one in errors]
        cautions = _in_line(seen, number, _FIND_CAUTIONS, is_error=False)
        free = [one for one in cautions if not any(start <= one.column < end for start, end in taken)]
        found += sorted([*errors, *free], key=lambda one: (one.column, one.kind.value))
    return tuple(found)


def needs_second_person(*, text: str) -> bool:
    """Whether a text holds a word that its author may not put into use alone."""
    return any(not one.is_error for one in word_findings(text=text))


def _in_line(
    line: str, number: int, patterns: Mapping[WordKind, re.Pattern[str]], *, is_error: bool
) -> list[WordFinding]:
    return [
        WordFinding(kind, match[0], is_error, number, match.start() + 1)
        for kind, pattern in patterns.items()
        for match in pattern.finditer(line)
    ]
