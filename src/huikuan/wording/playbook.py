"""Sentences and names of strategies, their conditions and success, and of the sheet before a call or visit."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy, pgettext_lazy

from huikuan.playbook.rules.strategies import Condition
from huikuan.wording.causes import CAUSES as KNOWN_CAUSES
from huikuan.wording.conduct import NATURES
from huikuan.wording.names import ACTIVITY_KINDS, CUSTOMER_CLASSES

Names = Mapping[str, str | Promise]

CAUSES: Names = {"": _("Cause not known"), **KNOWN_CAUSES}
SIGNS: Names = {
    "OUR_SIDE": _("something of ours blocks payment"),
    "STEP_BLOCKED": _("a step of the payment process stands still"),
    "NO_KEY_PERSON": _("nobody who decides is known"),
    "PROOF_MISSING": _("proof is missing"),
    "DISPUTED": _("something is in dispute"),
    "OTHER_CREDITORS": _("other creditors are known"),
    "HAS_MONEY": _("the customer has money"),
}
AGES: Names = {
    "NOT_DUE": _("Not due"),
    "TO_30": _("1–30 days"),
    "TO_60": _("31–60 days"),
    "TO_90": _("61–90 days"),
    "TO_180": _("91–180 days"),
    "OVER_180": _("Over 180 days"),
}
CONDITIONS: Names = {
    "CAUSES": pgettext_lazy("condition", "Cause"),
    "NATURES": pgettext_lazy("condition", "Judged as"),
    "GRADES": pgettext_lazy("condition", "Grade"),
    "CLASSES": pgettext_lazy("condition", "Customer class"),
    "SIGNS": pgettext_lazy("condition", "Where"),
    "WITHOUT": pgettext_lazy("condition", "Not where"),
    "CHANNELS": pgettext_lazy("condition", "By"),
    "DAYS": pgettext_lazy("condition", "Days overdue"),
    "AMOUNT": pgettext_lazy("condition", "Amount from"),
    "BROKEN": pgettext_lazy("condition", "Broken promises from"),
}
MET: Names = {
    "YES": pgettext_lazy("condition", "met"),
    "NO": pgettext_lazy("condition", "not met"),
    "UNKNOWN": pgettext_lazy("condition", "not known"),
}
MET_TONES: Mapping[str, str] = {"YES": "done", "NO": "plain", "UNKNOWN": "soon"}
LEVELS: Names = {
    "SAME_CAUSE_GRADE_AGE": _("Ordered by success with debts of the same cause, grade and age."),
    "SAME_CAUSE_AGE": _("Ordered by success with debts of the same cause and age."),
    "SAME_CAUSE": _("Ordered by success with debts of the same cause."),
    "ALL": _("Ordered by success with all debts."),
    "NONE": _("Not enough cases to order by success: the order of the library holds."),
}
CHECKS: Names = {
    "OURS": _("Nothing of ours blocks payment"),
    "PAPERS": _("Books clear, papers complete"),
    "PERSON": _("Key person known"),
    "TIMETABLE": _("His timetable known"),
    "ALLIES": _("Allies ready"),
}
STANDINGS: Names = {
    "GOOD": pgettext_lazy("check", "ready"),
    "OPEN": pgettext_lazy("check", "do this first"),
    "UNKNOWN": pgettext_lazy("check", "not known"),
}
STANDING_TONES: Mapping[str, str] = {"GOOD": "done", "OPEN": "risk", "UNKNOWN": "soon"}
WAITS: Names = {
    "PROMISE": pgettext_lazy("waiting", "Promised"),
    "PLAN": _("Plan running"),
    "OUR_SIDE": _("Ours to mend first"),
    "DISPUTE": _("In dispute"),
    "MONEY_HERE": _("Money is here"),
}
WAIT_TONES: Mapping[str, str] = {
    "PROMISE": "soon",
    "PLAN": "soon",
    "OUR_SIDE": "risk",
    "DISPUTE": "risk",
    "MONEY_HERE": "done",
}
SET_FREE: Names = {
    "PROMISE": _("The day it was promised for; then it is asked for again."),
    "PLAN": _("The next instalment; a broken plan falls back by itself."),
    "OUR_SIDE": _("Whoever of us mends it says that it is mended."),
    "DISPUTE": _("The decision of the dispute; what is not disputed is asked for."),
    "MONEY_HERE": _("Whoever allocates money uses what is here already."),
}
SENTENCES: dict[str, str | Promise] = {
    "MEASURE_CASES": _("A strategy is ranked from 2 to 1,000 cases on."),
    "MEASURE_CHANGED": _("Somebody else changed how success is measured; version %(number)s is in force. Look again."),
    "MEASURE_DAYS": _("The days lie between 1 and 180."),
    "MEASURE_SHARE": _("The share that counts as success lies between 1 and 1,000 per mille."),
    "PLAN_CHANGED": _("Somebody else changed the plan; version %(number)s is the newest. Look again."),
    "PLAN_INCOMPLETE": _("Write down the aim and the bottom line."),
    "STRATEGY_CAUTION": _("A strategy that touches the law needs its caution in both languages."),
    "STRATEGY_CHANGED": _("Somebody else changed this strategy; version %(number)s is in force. Look again."),
    "STRATEGY_CODE_TAKEN": _(
        "There is a strategy %(strategy)s already: write its next version, or choose another short name."
    ),
    "STRATEGY_CODE": _("The code has 3 to 40 capital letters and underscores."),
    "STRATEGY_EFFORT": _("The effort lies between 1 and %(most)s minutes."),
    "STRATEGY_STEPS": _("Write at least one step in each language."),
    "STRATEGY_TITLE": _("Give the strategy a title in both languages."),
    "STRATEGY_UNKNOWN": _("This strategy does not exist."),
    "STRATEGY_WHEN": _("One of the conditions cannot be met. Look at them again."),
    "PREPARE_BLOCKERS": ngettext_lazy(
        "%(count)s thing of ours is not done", "%(count)s things of ours are not done", "count"
    ),
    "PREPARE_OUR_CAUSES": ngettext_lazy(
        "%(count)s recorded cause lies on our side", "%(count)s recorded causes lie on our side", "count"
    ),
    "PREPARE_NOTHING_OF_OURS": _("Nothing of ours is known to stand against payment."),
    "PREPARE_NOTHING_OPEN": _("Nothing is open."),
    "PREPARE_PAPERS_MISSING": _("%(count)s of %(items)s items lack: %(kinds)s"),
    "PREPARE_PAPERS_WHOLE": ngettext_lazy(
        "Contract, delivery, invoice and statement are there for %(items)s item.",
        "Contract, delivery, invoice and statement are there for all %(items)s items.",
        "items",
    ),
    "PREPARE_PERSON": _("Can get a payment going: %(names)s"),
    "PREPARE_NOBODY_DECIDES": ngettext_lazy(
        "%(count)s person is known, but nobody who decides or pays and can be reached.",
        "%(count)s people are known, but nobody who decides or pays and can be reached.",
        "count",
    ),
    "PREPARE_NOBODY": _("Nobody there is known."),
    "PREPARE_NO_TIMETABLE": _("How this customer pays is not written down."),
    "PREPARE_STEP_BLOCKED": _("His process stands still at: %(step)s"),
    "PREPARE_NO_DAY": _("No day of payment can be derived."),
    "PREPARE_EXPECTED": _("His own process pays by %(date)s."),
    "PREPARE_FRIENDS": _("Well disposed to us: %(names)s"),
    "PREPARE_CREDITORS": ngettext_lazy(
        "%(count)s other creditor is known.", "%(count)s other creditors are known.", "count"
    ),
    "PREPARE_NO_ALLIES": _("Nobody is known who would speak for us."),
}

BETWEEN = _(", ")
"""The mark between the members of a list."""

_VALUES: Mapping[str, Names] = {
    "CAUSES": CAUSES,
    "NATURES": NATURES,
    "CLASSES": CUSTOMER_CLASSES,
    "SIGNS": SIGNS,
    "WITHOUT": SIGNS,
    "CHANNELS": ACTIVITY_KINDS,
}


def asks_words(*, condition: Condition) -> str:
    """What a condition asks for: names of codes, a range of days, a figure."""
    if condition.code == "DAYS":
        least, most = condition.asks
        if least and most:
            return f"{least}–{most}"
        return f"≥ {least}" if least else f"≤ {most}"
    return named(code=condition.code, values=condition.asks)


def named(*, code: str, values: tuple[str, ...]) -> str:
    """Codes of one condition in words, with the mark of a list of the reader's language between them."""
    names = _VALUES.get(code, {})
    return str(BETWEEN).join(str(names.get(value, value)) for value in values)
