"""PURE: what a grade means: limit, term, discount, deposit, reminder class, sanction ladder, as a closed grammar (HANDBOOK A4, A11)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from huikuan.customers.rules import CustomerClass
from huikuan.ratings.rules.reading import Node, root_of
from huikuan.ratings.rules.scorecards import WHOLE, Fault, Grade, Title

MOST_MINOR = 10**13
MOST_DAYS = 365


class Part(StrEnum):
    """A part of a customer's terms that a falling grade may tighten without a person."""

    TERMS = "TERMS"
    LIMIT = "LIMIT"
    CLASS = "CLASS"


class Ladder(StrEnum):
    """Which sanctions follow when he does not pay."""

    MILD = "MILD"
    USUAL = "USUAL"
    STRICT = "STRICT"


@dataclass(frozen=True, slots=True)
class LimitRule:
    """So many per mille of the sales of twelve months, rounded down to `step_minor`, within floor and cap; 0 is cash only."""

    permille: int
    floor_minor: int
    cap_minor: int
    step_minor: int

    def limit_minor(self, *, sold_minor: int) -> int:
        """The limit for these sales, minor units of the base currency."""
        raw = max(sold_minor, 0) * self.permille // WHOLE
        return min(max(raw - raw % self.step_minor, self.floor_minor), self.cap_minor)


@dataclass(frozen=True, slots=True)
class GradeTerms:
    """What one grade means; the discount holds for paying within `discount_days`."""

    grade: Grade
    limit: LimitRule
    terms_days: int
    discount_permille: int
    discount_days: int
    deposit_permille: int
    customer_class: CustomerClass
    ladder: Ladder


@dataclass(frozen=True, slots=True)
class FirstTerms:
    """What holds without enough history: terms stay, a first limit and a deposit are proposed."""

    limit_minor: int
    deposit_permille: int


@dataclass(frozen=True, slots=True)
class GradePolicy:
    """A whole policy; amounts are minor units of the base currency, `automatic` what tightens without a person."""

    title: Title
    source: str
    grades: tuple[GradeTerms, ...]
    first: FirstTerms
    automatic: frozenset[Part]
    overdue_days: int
    valid_months: int

    def terms_of(self, *, grade: Grade) -> GradeTerms:
        """What the grade means."""
        return next(one for one in self.grades if one.grade is grade)


def parse_policy(*, document: object) -> GradePolicy | tuple[Fault, ...]:
    """The policy a document says, or everything that is wrong with it.

    A better grade never gets a smaller limit, a shorter term or a larger deposit.
    """
    root = root_of(document=document)
    root.only(names=("title", "source", "grades", "not_enough", "automatic", "overdue_days", "valid_months"))
    first = root.object(name="not_enough")
    first.only(names=("limit_minor", "deposit_permille"))
    policy = GradePolicy(
        title=root.title(),
        source=root.text(name="source"),
        grades=tuple(_terms(node) for node in root.objects(name="grades", most=len(Grade))),
        first=FirstTerms(
            first.number(name="limit_minor", least=0, most=MOST_MINOR),
            first.number(name="deposit_permille", least=0, most=WHOLE),
        ),
        automatic=_parts(root),
        overdue_days=root.number(name="overdue_days", least=1, most=3_650),
        valid_months=root.number(name="valid_months", least=1, most=60),
    )
    if [one.grade for one in policy.grades] != list(Grade):
        root.faults.add(code="GRADES_WRONG", where="grades")
    _check_order(root, policy.grades)
    return tuple(root.faults.found) or policy


def _terms(node: Node) -> GradeTerms:
    node.only(names=("grade", "limit", "terms_days", "discount", "deposit_permille", "customer_class", "ladder"))
    limit, discount = node.object(name="limit"), node.object(name="discount")
    limit.only(names=("permille_of_sales", "floor_minor", "cap_minor", "step_minor"))
    discount.only(names=("permille", "days"))
    rule = LimitRule(
        limit.number(name="permille_of_sales", least=0, most=WHOLE),
        limit.number(name="floor_minor", least=0, most=MOST_MINOR),
        limit.number(name="cap_minor", least=0, most=MOST_MINOR),
        limit.number(name="step_minor", least=1, most=MOST_MINOR),
    )
    if rule.floor_minor > rule.cap_minor:
        node.faults.add(code="FLOOR_ABOVE_CAP", where=limit.where)
    return GradeTerms(
        grade=node.one_of(name="grade", codes=Grade),
        limit=rule,
        terms_days=node.number(name="terms_days", least=0, most=MOST_DAYS),
        discount_permille=discount.number(name="permille", least=0, most=WHOLE),
        discount_days=discount.number(name="days", least=0, most=MOST_DAYS),
        deposit_permille=node.number(name="deposit_permille", least=0, most=WHOLE),
        customer_class=node.one_of(name="customer_class", codes=CustomerClass),
        ladder=node.one_of(name="ladder", codes=Ladder),
    )


def _parts(root: Node) -> frozenset[Part]:
    listed = root.values.get("automatic")
    known = {part.value: part for part in Part}
    if not isinstance(listed, list) or any(not isinstance(one, str) or one not in known for one in listed):
        root.faults.add(code="CHOICE_WRONG", where="automatic", value=str(listed)[:60])
        return frozenset()
    return frozenset(known[one] for one in listed)


def _check_order(root: Node, grades: Sequence[GradeTerms]) -> None:
    for better, worse in pairwise(grades):
        pairs = (
            ("terms_days", better.terms_days, worse.terms_days),
            ("permille_of_sales", better.limit.permille, worse.limit.permille),
            ("floor_minor", better.limit.floor_minor, worse.limit.floor_minor),
            ("cap_minor", better.limit.cap_minor, worse.limit.cap_minor),
            ("deposit_permille", worse.deposit_permille, better.deposit_permille),
        )
        for name, high, low in pairs:
            if high < low:
                root.faults.add(
                    code="GRADE_ORDER", where="grades", field=name, better=better.grade.value, worse=worse.grade.value
                )
