"""Sentences and names of ratings: grades, reasons of proposals, faults of scorecards, what may not be done."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import get_language, ngettext, override, pgettext_lazy
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from huikuan.kernel.text_amounts import format_amount
from huikuan.ratings.rules.scorecards import Fault, Title, Unit
from huikuan.wording.names import Names, name_of

SENTENCES: dict[str, str | Promise] = {
    "ANSWERS_MISSING": _("Answer at least one question."),
    "ANSWER_UNKNOWN": _("%(choice)s is no answer to %(factor)s in the scorecard in force. Look at the form again."),
    "EVIDENCE_MISSING": _("Say what the answer to %(factor)s rests on."),
    "NEW_TERMS_BY_RATING": _("New terms by rating: %(before)s → %(grade)s"),
    "NOTHING_CHOSEN": _("Choose at least one row."),
    "PROPOSAL_OUTDATED": _(
        "Limit, term or class of %(name)s changed after this was proposed; nothing was changed. Rate again for a new proposal, or reject "
        "this one."
    ),
    "PUT_IN_FORCE_CREDIT": _("Put credit scorecard %(number)s in force"),
    "PUT_IN_FORCE_MATRIX": _("Put matrix %(number)s in force"),
    "PUT_IN_FORCE_POLICY": _("Put grade policy %(number)s in force"),
    "PUT_IN_FORCE_QUEUE": _("Put queue scorecard %(number)s in force"),
    "RATING_UNKNOWN": _("There is no rating %(rating)s, or it is of a customer you do not see."),
    "TOO_MANY_AT_ONCE": _("At most %(most)s can be approved at once."),
    "VERSION_CHANGED": _("Somebody else saved version %(number)s meanwhile. Look again."),
    "VERSION_FAULTY": _("Something is still wrong (%(count)s in all), first at %(where)s."),
    "VERSION_MOVED": _("This version was asked for or decided already. Look again."),
    "VERSION_REASON_MISSING": _("Say why it is changed."),
    "VERSION_UNKNOWN": _("There is no version %(version)s."),
}
FAULTS: dict[str, str | Promise] = {
    "BANDS_GAP": _("Values from %(low)s to below %(high)s lie in no band."),
    "BANDS_NOT_OPEN": _("The first band must be open below and the last one open above."),
    "BANDS_OVERLAP": _("Two bands overlap; each must begin where the one before ends."),
    "BAND_EMPTY": _("A band must end above its beginning."),
    "CELL_MISSING": _("The cell %(value)s has no strategy."),
    "CHOICE_WRONG": _("%(value)s cannot be chosen here."),
    "CLASSES_WRONG": _("Class A must end at or below class B."),
    "CODE_TWICE": _("%(value)s stands here twice."),
    "CODE_WRONG": _("A code has Latin letters, digits and underscores only."),
    "FACTOR_UNKNOWN": _("The factor refers to %(value)s, which is not in the catalogue."),
    "FIELD_UNKNOWN": _("%(field)s is not known here."),
    "FLOOR_ABOVE_CAP": _("The smallest limit is above the largest."),
    "GRADE_ORDER": _("%(field)s: grade %(better)s must not be worse off than grade %(worse)s."),
    "GRADES_WRONG": _("There must be grades A to E, each beginning below the one before, the last at 0."),
    "LIST_EMPTY": _("There must be at least one."),
    "LIST_TOO_LONG": _("There may be at most %(most)s."),
    "NOT_MONOTONE": _("Points must go one way only, as the direction says."),
    "NUMBER_WRONG": _("A whole number from %(least)s to %(most)s is needed."),
    "OBJECT_MISSING": _("Something is missing here."),
    "TEXT_WRONG": _("A text of up to %(most)s characters is needed."),
    "WEIGHTS_NOT_WHOLE": _("The weights sum to %(total)s; they must sum to %(whole)s."),
    "YES_OR_NO": _("Yes or no is needed."),
}
REASONS: dict[str, str | Promise] = {
    "FACTOR_FELL": _("%(factor)s cost %(points)s points"),
    "FACTOR_ROSE": _("%(factor)s brought %(points)s points"),
    "FIRST_GRADE": _("First grade: %(grade)s"),
    "GRADE_FELL": _("Grade fell from %(before)s to %(after)s"),
    "GRADE_ROSE": _("Grade rose from %(before)s to %(after)s"),
    "HISTORY_SHORT": _("Not enough history for a grade"),
    "OVERDUE_BEYOND": _("An item is overdue beyond the limit of days"),
    "PROMISE_BROKEN": _("A promise was broken"),
    "RECEIPT_BOUNCED": _("A receipt bounced"),
    "SAME_GRADE": _("Grade stays %(grade)s"),
}
RUN_KINDS: Names = {
    "MONTHLY": _("Monthly rating"),
    "QUARTERLY": _("Quarterly check"),
    "YEARLY": _("Yearly review"),
    "EVENT": _("After an event"),
    "MANUAL": _("By hand"),
}
VERSION_KINDS: Names = {
    "CREDIT": _("Credit scorecard"),
    "QUEUE": _("Queue scorecard"),
    "POLICY": _("Grade policy"),
    "MATRIX": _("Value and credit"),
}
VERSION_STATES: Names = {
    "DRAFT": pgettext_lazy("version", "Draft"),
    "WAITING": pgettext_lazy("version", "Waits for approval"),
    "ACTIVE": pgettext_lazy("version", "In force"),
    "RETIRED": pgettext_lazy("version", "Was in force"),
    "REJECTED": pgettext_lazy("version", "Rejected"),
}
PROPOSAL_STATES: Names = {
    "WAITING": pgettext_lazy("proposal", "Waits for approval"),
    "APPLIED": pgettext_lazy("proposal", "In force"),
    "REJECTED": pgettext_lazy("proposal", "Rejected"),
    "SUPERSEDED": pgettext_lazy("proposal", "Replaced by a newer one"),
}
DIRECTIONS: Names = {
    "TIGHTER": pgettext_lazy("terms", "Tighter"),
    "LOOSER": pgettext_lazy("terms", "Looser"),
    "MIXED": pgettext_lazy("terms", "Partly tighter, partly looser"),
    "SAME": pgettext_lazy("terms", "Unchanged"),
}
LADDERS: Names = {
    "MILD": pgettext_lazy("ladder", "Mild"),
    "USUAL": pgettext_lazy("ladder", "Usual"),
    "STRICT": pgettext_lazy("ladder", "Strict"),
}
MEASURES: Names = {
    "MONTHS_WITH_US": _("Months with us"),
    "SOLD": _("Sales of 12 months"),
    "AVERAGE_DAYS_LATE": _("Average days late"),
    "WEIGHTED_DAYS_LATE": _("Weighted days late"),
    "OVERDUE_SHARE": _("Share overdue now"),
    "LONGEST_OVERDUE": _("Longest overdue now"),
    "PROMISES_KEPT": _("Promises kept"),
    "DISPUTES": _("Disputes in 12 months"),
    "LIMIT_USE": _("Use of the limit"),
    "BOUNCED": _("Bounced receipts in 12 months"),
}
MISSING_RULES: Names = {
    "NEUTRAL": _("gets fixed points"),
    "EXCLUDE": _("left out, weight spread"),
    "NOT_ENOUGH": _("no score"),
}
UNIT_NAMES: Names = {
    "MONTHS": _("months"),
    "MINOR": _("amount"),
    "DAYS": pgettext_lazy("unit", "days"),
    "PERMILLE": "‰",
    "COUNT": "",
}
TREATED: Names = {
    "VALUE": "",
    "NEUTRAL": _("not known: fixed points"),
    "EXCLUDED": _("not known: left out, its weight is spread over the others"),
    "MISSING": _("not known: no score without it"),
}


def titled(*, title: Title) -> str:
    """A name in the reader's language."""
    return title.zh if (get_language() or "zh").startswith("zh") else title.en


def value_said(*, value: object, unit: Unit | None, currency: str) -> str:
    """A value as people say it; an em dash where nothing is known."""
    if not isinstance(value, int):
        return str(value) if value else "–"
    if unit is Unit.MINOR:
        return f"{currency} {format_amount(minor=value, currency=currency)}"
    if unit is Unit.PERMILLE:
        return f"{value // 10}.{value % 10} %" if value % 10 else f"{value // 10} %"
    if unit is Unit.DAYS:
        return ngettext("%(days)s day", "%(days)s days", value) % {"days": value}
    if unit is Unit.MONTHS:
        return ngettext("%(months)s month", "%(months)s months", value) % {"months": value}
    return str(value)


def both(*, names: Names, code: str) -> dict[str, str]:
    """The name of a code in both languages, for a document."""
    found = {}
    for key, language in (("zh", "zh-hans"), ("en", "en")):
        with override(language):
            found[key] = kind_said(names=names, code=code)
    return found


def fault_said(*, fault: Fault) -> str:
    """A fault with its place."""
    template = FAULTS.get(fault.code)
    said = str(template) % dict(fault.parameters) if template is not None else fault.code
    return f"{fault.where}: {said}" if fault.where else said


def reasons_said(*, reasons: Sequence[Mapping[str, Any]], titles: Mapping[str, Title]) -> list[str]:
    """Reasons of a proposal as sentences; `titles` names the factors of its scorecard."""
    return [_reason(reason, titles) for reason in reasons]


def limit_said(*, minor: int | None, currency: str) -> str:
    """A limit: none set, cash only, or an amount."""
    if minor is None:
        return _now("none set")
    return f"{currency} {format_amount(minor=minor, currency=currency)}" if minor else _now("cash only")


def grade_said(*, grade: str) -> str:
    """A grade, or that there is not enough history for one."""
    return _now("not enough history") if grade in ("", "NONE") else grade


def kind_said(*, names: Names, code: str) -> str:
    """The name of a code."""
    return str(name_of(names=names, code=code))


def _reason(reason: Mapping[str, Any], titles: Mapping[str, Title]) -> str:
    parameters = dict(reason["parameters"])
    factor = parameters.get("factor")
    if factor is not None:
        title = titles.get(str(factor))
        tenths = (abs(int(parameters["change"])) + 50) // 100
        parameters |= {
            "factor": titled(title=title) if title else factor,
            "points": f"{tenths // 10}.{tenths % 10}",
        }
    template = REASONS.get(str(reason["code"]))
    return str(template) % parameters if template is not None else str(reason["code"])
