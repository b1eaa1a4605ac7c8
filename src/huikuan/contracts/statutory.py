"""PURE: payment terms the law sets where a public body or a large company buys from a small or medium one.

Source: Regulation on Payments to Small and Medium Enterprises (保障中小企业款项支付条例), State Council Decree 802, cited as `D802`;
Civil Code, cited as `CC`; judicial interpretations 法释〔2024〕11号 (`FS2024-11`) and on sales contracts (`SALES`). See RULES_CN §3.2.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from huikuan.contracts.due_rules import MOST_DAYS, Computed, Step, StepCode, business_day_steps
from huikuan.contracts.statutory_data import CAPS, Caps, caps_on, prime_rate_on
from huikuan.kernel.calendar import BusinessCalendar, HolidayRoll


class Buyer(StrEnum):
    """Who pays: a public body (机关, 事业单位), a large company, or anybody else."""

    PUBLIC = "PUBLIC"
    LARGE = "LARGE"
    OTHER = "OTHER"


class Seller(StrEnum):
    """Size class of the seller when the contract was signed (art. 3)."""

    MICRO = "MICRO"
    SMALL = "SMALL"
    MEDIUM = "MEDIUM"
    LARGE = "LARGE"


class NoticeCode(StrEnum):
    """What a person should know about a term: warnings need an answer, notes explain."""

    OVER_CAP = "OVER_CAP"
    OVER_USUAL = "OVER_USUAL"
    OVER_USUAL_REASONABLE = "OVER_USUAL_REASONABLE"
    PAY_WHEN_PAID_VOID = "PAY_WHEN_PAID_VOID"
    PAY_WHEN_PAID_AGREED = "PAY_WHEN_PAID_AGREED"
    INSPECTION_LATE = "INSPECTION_LATE"
    INSPECTION_OPEN = "INSPECTION_OPEN"
    RATE_BELOW_PRIME = "RATE_BELOW_PRIME"
    NO_TERM = "NO_TERM"
    CALENDAR_UNPUBLISHED = "CALENDAR_UNPUBLISHED"
    NOT_COVERED = "NOT_COVERED"
    VERSION_UNKNOWN = "VERSION_UNKNOWN"
    SELLER_MUST_TELL = "SELLER_MUST_TELL"


class RateCode(StrEnum):
    """A basis of late interest; the creditor chooses one."""

    AGREED = "AGREED"
    DAILY = "DAILY"
    PRIME = "PRIME"
    PRIME_PLUS = "PRIME_PLUS"


class CaseFault(StrEnum):
    """Why a case cannot be computed."""

    NEGATIVE_DAYS = "NEGATIVE_DAYS"
    TOO_MANY_DAYS = "TOO_MANY_DAYS"
    ACCEPTED_BEFORE_DELIVERY = "ACCEPTED_BEFORE_DELIVERY"
    SIGNED_AFTER_DELIVERY = "SIGNED_AFTER_DELIVERY"


@dataclass(frozen=True, slots=True)
class Case:
    """A sale: who buys from whom, when it was delivered, what was agreed.

    `accept_within` days are the agreed inspection period (None: payment does not depend on inspection), `agreed_rate_bp` the late
    interest agreed in basis points a year. `is_reasonable`: a person found a longer term of a large buyer reasonable (art. 9(2)).
    """

    buyer: Buyer
    seller: Seller
    delivered: date
    contract_days: int | None = None
    accept_within: int | None = None
    accepted: date | None = None
    pay_when_paid: bool = False
    agreed_rate_bp: int | None = None
    signed: date | None = None
    is_reasonable: bool = False

    @property
    def is_covered(self) -> bool:
        """Whether the regulation protects the seller (arts. 2 and 3)."""
        return self.buyer is not Buyer.OTHER and self.seller is not Seller.LARGE

    @property
    def faults(self) -> tuple[CaseFault, ...]:
        """Everything that is wrong with the case."""
        spans = [days for days in (self.contract_days, self.accept_within) if days is not None]
        found = []
        if any(days < 0 for days in spans):
            found.append(CaseFault.NEGATIVE_DAYS)
        if any(days > MOST_DAYS for days in spans):
            found.append(CaseFault.TOO_MANY_DAYS)
        if self.accepted is not None and self.accepted < self.delivered:
            found.append(CaseFault.ACCEPTED_BEFORE_DELIVERY)
        if self.signed is not None and self.signed > self.delivered:
            found.append(CaseFault.SIGNED_AFTER_DELIVERY)
        return tuple(found)


@dataclass(frozen=True, slots=True)
class Notice:
    """A warning or a note with its article and what its sentence needs."""

    code: NoticeCode
    article: str
    parameters: Mapping[str, str | int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Rate:
    """A basis of late interest: millionths a day, or basis points a year (from … through …)."""

    code: RateCode
    article: str
    daily_ppm: int | None = None
    yearly_bp: int | None = None
    yearly_most_bp: int | None = None


@dataclass(frozen=True, slots=True)
class Term:
    """What the contract says, what the law allows at most, and from which day interest runs; None where there is none."""

    contract_due: date | None
    statutory_due: date | None
    interest_from: date | None
    clock_start: date
    contract_steps: tuple[Step, ...]
    statutory_steps: tuple[Step, ...]
    warnings: tuple[Notice, ...]
    notes: tuple[Notice, ...]
    rates: tuple[Rate, ...]

    @property
    def articles(self) -> tuple[str, ...]:
        """Every article used, each once: steps, then warnings, notes and rates."""
        steps = [step.article for step in (*self.contract_steps, *self.statutory_steps)]
        notices = [notice.article for notice in (*self.warnings, *self.notes)]
        return tuple(dict.fromkeys((*steps, *notices, *(rate.article for rate in self.rates))))


def statutory_term(*, case: Case, calendar: BusinessCalendar, versions: tuple[Caps, ...] = CAPS) -> Term:
    """The due days of a sale by contract and by law, with warnings; ValueError for a case with faults.

    The version of the regulation is that of the day of signing, of delivery where no signing is known.
    """
    if case.faults:
        raise ValueError(", ".join(case.faults))
    caps = caps_on(day=case.signed or case.delivered, versions=versions) if case.is_covered else None
    start = _clock(case, caps is not None, calendar)
    agreed = None if case.contract_days is None else _after(start, case.contract_days, "CC 204", calendar)
    lawful = None if caps is None else _lawful(case, caps, start, calendar)
    due = _admissible(case, agreed, lawful)
    first_day = None if due is None else due + timedelta(days=1)
    return Term(
        contract_due=agreed.due if agreed else None,
        statutory_due=lawful.due if lawful else None,
        interest_from=first_day,
        clock_start=start[-1].day,
        contract_steps=agreed.steps if agreed else start,
        statutory_steps=lawful.steps if lawful else (),
        warnings=_warnings(case, caps, (agreed, lawful)),
        notes=_notes(case, caps),
        rates=_rates(case, caps, first_day or case.delivered),
    )


def _clock(case: Case, is_covered: bool, calendar: BusinessCalendar) -> tuple[Step, ...]:
    """From delivery; with inspection from acceptance, at the latest from the end of the inspection period (art. 10)."""
    delivered = Step("DELIVERED", case.delivered, "CC 201")
    by_inspection = "D802 10" if is_covered else "CC 204"
    if case.accept_within is None:
        return (delivered,) if case.accepted is None else (delivered, Step("ACCEPTED", case.accepted, by_inspection))
    end = calendar.roll(day=case.delivered + timedelta(days=case.accept_within), roll=HolidayRoll.NEXT)
    period = Step("INSPECTION_END", end, "CC 203", {"days": case.accept_within})
    if case.accepted is None or (is_covered and case.accepted > end):
        return (delivered, period, Step("CLOCK_AT_INSPECTION_END", end, by_inspection))
    return (delivered, period, Step("ACCEPTED", case.accepted, by_inspection))


def _after(start: tuple[Step, ...], days: int, article: str, calendar: BusinessCalendar) -> Computed:
    last = start[-1].day + timedelta(days=days)
    added = Step("CONTRACT_DAYS" if article.startswith("CC") else "STATUTORY_DAYS", last, article, {"days": days})
    rolled = business_day_steps(day=last, holiday_roll=HolidayRoll.NEXT, calendar=calendar)
    return Computed(due=rolled[-1].day, steps=(*start, added, *rolled))


def _lawful(case: Case, caps: Caps, start: tuple[Step, ...], calendar: BusinessCalendar) -> Computed:
    if case.buyer is Buyer.LARGE:
        return _after(start, caps.large_days, "D802 9(2)", calendar)
    days = caps.public_days if case.contract_days is None else caps.public_most_days
    return _after(start, days, "D802 9(1)", calendar)


def _admissible(case: Case, agreed: Computed | None, lawful: Computed | None) -> date | None:
    """The due day that holds: the earlier one, but a reasonable longer term of a large buyer stands."""
    if agreed is None or lawful is None:
        known = agreed or lawful
        return known.due if known else None
    if case.buyer is Buyer.LARGE and case.is_reasonable:
        return agreed.due
    return min(agreed.due, lawful.due)


def _warnings(case: Case, caps: Caps | None, found: tuple[Computed | None, Computed | None]) -> tuple[Notice, ...]:
    notices = [*_term_warnings(case, caps), *_inspection_warnings(case, caps, found)]
    prime = prime_rate_on(day=case.signed or case.delivered)
    if caps and prime is not None and case.agreed_rate_bp is not None and case.agreed_rate_bp < prime:
        shown = {"rate": _percent(case.agreed_rate_bp), "prime": _percent(prime)}
        notices.append(Notice(NoticeCode.RATE_BELOW_PRIME, "D802 17", shown))
    unknown = [step for one in found if one for step in one.steps if step.code == StepCode.CALENDAR_UNPUBLISHED]
    if unknown:
        notices.append(Notice(NoticeCode.CALENDAR_UNPUBLISHED, "CC 203", unknown[0].parameters))
    return tuple(notices)


def _term_warnings(case: Case, caps: Caps | None) -> list[Notice]:
    notices, agreed = [], case.contract_days
    if caps and agreed is not None:
        if case.buyer is Buyer.PUBLIC and agreed > caps.public_most_days:
            shown = {"days": agreed, "cap": caps.public_most_days}
            notices.append(Notice(NoticeCode.OVER_CAP, "D802 9(1)", shown))
        if case.buyer is Buyer.LARGE and agreed > caps.large_days:
            code = NoticeCode.OVER_USUAL_REASONABLE if case.is_reasonable else NoticeCode.OVER_USUAL
            notices.append(Notice(code, "D802 9(2)", {"days": agreed, "cap": caps.large_days}))
    if case.pay_when_paid and case.is_covered and case.buyer is Buyer.LARGE:
        notices.append(Notice(NoticeCode.PAY_WHEN_PAID_VOID, "D802 9(2)" if caps else "FS2024-11"))
    elif case.pay_when_paid:
        notices.append(Notice(NoticeCode.PAY_WHEN_PAID_AGREED, "D802 9(1)" if caps else "CC 204"))
    if agreed is None and caps is None:
        notices.append(Notice(NoticeCode.NO_TERM, "CC 511(4)"))
    return notices


def _inspection_warnings(case: Case, caps: Caps | None, found: tuple[Computed | None, Computed | None]) -> list[Notice]:
    if caps is None or case.accept_within is None:
        return []
    known = found[1] or found[0]
    end = next((step.day for step in known.steps if step.code == "INSPECTION_END"), None) if known else None
    if end is None:
        return []
    if case.accepted is None:
        return [Notice(NoticeCode.INSPECTION_OPEN, "D802 10", {"day": end.isoformat()})]
    late = (case.accepted - end).days
    return [Notice(NoticeCode.INSPECTION_LATE, "D802 10", {"days": late, "day": end.isoformat()})] if late > 0 else []


def _notes(case: Case, caps: Caps | None) -> tuple[Notice, ...]:
    if not case.is_covered:
        return (Notice(NoticeCode.NOT_COVERED, "D802 3"),)
    if caps is None:
        return (Notice(NoticeCode.VERSION_UNKNOWN, "D802 3"),)
    return (Notice(NoticeCode.SELLER_MUST_TELL, "D802 3"),)


def _rates(case: Case, caps: Caps | None, default: date) -> tuple[Rate, ...]:
    """Every admissible basis of late interest; a person picks one and the choice is kept with its article (RULES_CN §3.2)."""
    if caps is None:
        return _ordinary_rates(case, default)
    signing = prime_rate_on(day=case.signed or case.delivered)
    if case.agreed_rate_bp is None:
        at_default = prime_rate_on(day=default) if case.buyer is Buyer.LARGE else None
        daily = Rate(RateCode.DAILY, "D802 17", daily_ppm=caps.daily_rate_ppm)
        return (daily,) if at_default is None else (daily, Rate(RateCode.PRIME, "FS2024-11", yearly_bp=at_default))
    if signing is not None and case.agreed_rate_bp < signing:
        return (Rate(RateCode.PRIME, "D802 17", yearly_bp=signing),)
    return (Rate(RateCode.AGREED, "D802 17", yearly_bp=case.agreed_rate_bp),)


def _ordinary_rates(case: Case, default: date) -> tuple[Rate, ...]:
    """As agreed, else the prime rate at the time of default with 30 to 50 percent on top (sales contracts, art. 18)."""
    if case.agreed_rate_bp is not None:
        return (Rate(RateCode.AGREED, "CC 585", yearly_bp=case.agreed_rate_bp),)
    prime = prime_rate_on(day=default)
    if prime is None:
        return ()
    least, most = prime * 130 // 100, prime * 150 // 100
    return (Rate(RateCode.PRIME_PLUS, "SALES 18", yearly_bp=least, yearly_most_bp=most),)


def _percent(basis_points: int) -> str:
    return f"{basis_points // 100}.{basis_points % 100:02d}"
