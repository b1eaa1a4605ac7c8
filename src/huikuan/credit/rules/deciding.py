"""PURE: the decision. Every rule is asked by itself and the hardest answer holds, so their order does not matter."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from huikuan.credit.rules.facts import OPEN, Facts, Frame
from huikuan.credit.rules.policy import BLOCKING, HARDNESS, CreditPolicy, Rule, Severity

Parameters = Mapping[str, str | int]


class Lifted(StrEnum):
    """Why a rule that holds true does not block here."""

    NOT = ""
    EXCLUSION = "EXCLUSION"
    PASS = "PASS"


@dataclass(frozen=True, slots=True)
class Reason:
    """A rule that holds true: what it asks for, its parameters, and who lifted it if somebody did."""

    rule: Rule
    severity: Severity
    parameters: Parameters = field(default_factory=dict)
    lifted: Lifted = Lifted.NOT
    lifted_by: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer with its reasons; `used_passes` are the ids of the passes it rests on."""

    severity: Severity
    reasons: tuple[Reason, ...]
    used_passes: tuple[int, ...] = ()

    @property
    def is_blocked(self) -> bool:
        """Whether it may not go ahead now."""
        return self.severity in BLOCKING

    @property
    def blocking(self) -> tuple[Reason, ...]:
        """The reasons that block."""
        return tuple(reason for reason in self.reasons if reason.severity in BLOCKING)


def decide(*, facts: Facts, policy: CreditPolicy) -> Verdict:
    """The answer to the question: the hardest that any rule asks for after exclusions and passes (HANDBOOK A10)."""
    found = [
        Reason(rule, severity, parameters)
        for rule, test in sorted(_TESTS.items())
        if (severity := policy.severity(rule, facts.question.point)) is not Severity.ALLOW
        and (parameters := test(facts, policy)) is not None
    ]
    after = [_after_pass(_after_exclusion(reason, facts), facts) for reason in found]
    used = {number for _, number in after if number is not None}
    reasons = tuple(reason for reason, _ in after)
    hardest = max((reason.severity for reason in reasons), key=HARDNESS.__getitem__, default=Severity.ALLOW)
    return Verdict(hardest, reasons, tuple(sorted(used)))


def allowed_minor(*, limit_minor: int, policy: CreditPolicy) -> int:
    """The limit with its tolerance: the greater of the share and the amount; a limit of nothing has none. Minor units."""
    if limit_minor == 0:
        return 0
    share = limit_minor * policy.tolerance_permille // 1_000
    return limit_minor + max(share, policy.tolerance_minor)


def over_minor(*, frame: Frame, increase_minor: int, policy: CreditPolicy) -> int:
    """By how much the exposure with the increase lies above what the limit allows; 0 if within, or if none is set."""
    if frame.limit_minor is None:
        return 0
    after = frame.exposure(policy.components) + increase_minor
    return max(0, after - allowed_minor(limit_minor=frame.limit_minor, policy=policy))


def _over_limit(facts: Facts, policy: CreditPolicy) -> Parameters | None:
    worst: tuple[int, Frame] | None = None
    for frame in facts.frames:
        over = over_minor(frame=frame, increase_minor=facts.increase_minor, policy=policy)
        if frame.limit_minor and over and (worst is None or over > worst[0]):
            worst = (over, frame)
    if worst is None:
        return None
    over, frame = worst
    after = frame.exposure(policy.components) + facts.increase_minor
    return {"over": over, "expected": frame.limit_minor or 0, "found": after, "currency": facts.base}


def _cash_only(facts: Facts, policy: CreditPolicy) -> Parameters | None:
    """Limit 0: nothing leaves before money of the customer covers it, and all that is open (先款后货)."""
    over = max(
        (
            over_minor(frame=frame, increase_minor=facts.increase_minor, policy=policy)
            for frame in facts.frames
            if frame.limit_minor == 0
        ),
        default=0,
    )
    return {"over": over, "currency": facts.base} if over else None


def _no_limit(facts: Facts, policy: CreditPolicy) -> Parameters | None:
    return {} if all(frame.limit_minor is None for frame in facts.frames) else None


def _limit_expired(facts: Facts, policy: CreditPolicy) -> Parameters | None:
    for frame in facts.frames:
        if frame.has_expired:
            return {"date": frame.valid_through.isoformat() if frame.valid_through else "–"}
    return None


def _oldest_item(facts: Facts, policy: CreditPolicy) -> Parameters | None:
    if facts.oldest_item_days <= policy.oldest_item_days:
        return None
    return {"days": facts.oldest_item_days, "most": policy.oldest_item_days}


def _days_overdue(facts: Facts, policy: CreditPolicy) -> Parameters | None:
    if facts.days_overdue <= policy.overdue_days:
        return None
    return {"days": facts.days_overdue, "most": policy.overdue_days}


def _old_debt(facts: Facts, policy: CreditPolicy) -> Parameters | None:
    if facts.overdue_minor <= policy.small_debt_minor:
        return None
    return {"minor": facts.overdue_minor, "minimum": policy.small_debt_minor, "currency": facts.base}


def _opening(facts: Facts, policy: CreditPolicy) -> Parameters | None:
    return None if facts.opening in OPEN else {"standing": facts.opening.value}


def _sanction(facts: Facts, policy: CreditPolicy) -> Parameters | None:
    return {"reason": facts.stops[0]} if facts.stops else None


def _bounced(facts: Facts, policy: CreditPolicy) -> Parameters | None:
    if not facts.bounces:
        return None
    return {"count": len(facts.bounces), "date": max(facts.bounces).isoformat(), "months": policy.bounced_months}


def _rate_unknown(facts: Facts, policy: CreditPolicy) -> Parameters | None:
    unknown = facts.unknown_currencies
    return {"currencies": ", ".join(sorted(unknown)), "base": facts.base} if unknown else None


_TESTS: Mapping[Rule, Callable[[Facts, CreditPolicy], Parameters | None]] = {
    Rule.OVER_LIMIT: _over_limit,
    Rule.NO_LIMIT: _no_limit,
    Rule.LIMIT_EXPIRED: _limit_expired,
    Rule.CASH_ONLY: _cash_only,
    Rule.OLDEST_ITEM: _oldest_item,
    Rule.DAYS_OVERDUE: _days_overdue,
    Rule.OLD_DEBT: _old_debt,
    Rule.OPENING: _opening,
    Rule.SANCTION: _sanction,
    Rule.BOUNCED: _bounced,
    Rule.RATE_UNKNOWN: _rate_unknown,
}


def _after_exclusion(reason: Reason, facts: Facts) -> Reason:
    """Nobody excludes that an amount cannot be told: that is no risk somebody takes, but ignorance."""
    if reason.rule is Rule.RATE_UNKNOWN:
        return reason
    for one in sorted(facts.exclusions, key=lambda exclusion: exclusion.id):
        if _own_word(reason, one.approver_id, facts):
            continue
        here = one.point is None or one.point is facts.question.point
        if here and one.rule in (None, reason.rule) and facts.today <= one.until:
            return replace(reason, severity=Severity.ALLOW, lifted=Lifted.EXCLUSION, lifted_by=one.approver)
    return reason


def _after_pass(reason: Reason, facts: Facts) -> tuple[Reason, int | None]:
    if reason.severity not in BLOCKING:
        return reason, None
    asked = facts.question
    for one in sorted(facts.passes, key=lambda given: given.id):
        fits = asked.currency == one.currency and asked.amount_minor <= one.most_minor and facts.today <= one.until
        if fits and reason.rule.value in one.rules and not _own_word(reason, one.approver_id, facts):
            return replace(reason, severity=Severity.WARN, lifted=Lifted.PASS, lifted_by=one.approver), one.id
    return reason, None


def _own_word(reason: Reason, approver_id: int | None, facts: Facts) -> bool:
    """Whether somebody lifts what blocks his own order (TRUST S29): that word does not count."""
    return approver_id is not None and approver_id in facts.askers and reason.severity in BLOCKING
