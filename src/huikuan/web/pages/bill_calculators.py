"""What the calculators about bills and payments answer, by the same rules as the books and the command."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from huikuan.bills.rules.cautions import rate_cautions, tenor_cautions
from huikuan.bills.rules.dates import Discount
from huikuan.bills.rules.numbers import BillRange
from huikuan.bills.rules.policy import BillPolicy
from huikuan.kernel.amount_words import capitals
from huikuan.kernel.text_amounts import format_amount
from huikuan.receipts.debt_order import Placed, Spread
from huikuan.web.pages.calculators import Answer, Derivation, Said, StepLine, Table
from huikuan.wording.bill_cautions import caution_words
from huikuan.wording.calculators import article_words
from huikuan.wording.sentences import sentence

CURRENCY = "CNY"


def range_answer(*, found: BillRange) -> Answer:
    """The amount of a sub-range, in figures and in capitals."""
    text = f"{found.start}-{found.end}: {_amount(found.amount_minor)}"
    said = (
        _noted(capitals(minor=found.amount_minor)),
        _noted(_("Units of 0.01 yuan: last − first + 1 = %(units)s.") % {"units": f"{found.amount_minor:,}"}),
    )
    return Answer(text, "done", (), said)


def discount_answer(*, found: Discount, rate_ppm: int, days: tuple[date, date], policy: BillPolicy) -> Answer:
    """What arrives and what the bank keeps, with the formula, the days counted, and cautions."""
    on, matures_on = days
    text = _("%(net)s arrive, interest %(interest)s") % {
        "net": _amount(found.net_minor),
        "interest": _amount(found.interest_minor),
    }
    formula = _("%(face)s × %(rate)s %% × %(days)s ÷ %(year)s = %(interest)s, half up to 0.01") % {
        "face": _amount(found.face_minor),
        "rate": f"{rate_ppm / 10_000:g}",
        "days": found.days,
        "year": policy.year_days,
        "interest": _amount(found.interest_minor),
    }
    counted = _("The day of discounting counts, the day of maturity does not.")
    steps = [StepLine(on, counted, ""), StepLine(matures_on, _("Maturity"), "")]
    if found.roll_days:
        told = _("Moved to the next business day: %(days)s more.") % {"days": found.roll_days}
        steps.append(StepLine(matures_on, told, ""))
    if found.other_city_days:
        told = _("Paper bill of another city: %(days)s more.") % {"days": found.other_city_days}
        steps.append(StepLine(matures_on, told, ""))
    cautions = (
        *rate_cautions(rate_ppm=rate_ppm, on=on, policy=policy),
        *tenor_cautions(is_voucher=False, issued_on=on, matures_on=matures_on, policy=policy),
    )
    warned = tuple(Said(*caution_words(caution=one.plain()), is_warning=True) for one in cautions)
    title = _("%(days)s days of interest") % {"days": found.days}
    return Answer(
        text, "soon" if warned else "done", (Derivation(title, None, tuple(steps)),), (*warned, _noted(formula))
    )


def allocate_answer(*, found: Spread) -> Answer:
    """What a payment settles of each debt, why it stands there, and what is left over."""
    count = len(found.settled)
    text = _("%(count)s settled in whole or part, %(left)s left over") % {
        "count": count,
        "left": _amount(found.unapplied_minor),
    }
    rows = tuple(
        (one.id, _why(placed), *(_plain(part) for part in (one.costs_minor, one.interest_minor, one.principal_minor)))
        for one, placed in zip(found.settled, found.placed, strict=True)
    )
    rule = Said(
        _("Costs before interest, interest before principal."), article_words(article="CC 561"), is_warning=False
    )
    columns = (_("Debt"), _("Why here"), _("Costs"), _("Interest"), _("Principal"))
    return Answer(text, "done", (), (rule,), Table(columns, rows))


def _why(one: Placed) -> str:
    told = sentence(code=f"ORDER_{one.why.value}", parameters={})
    return f"{told} ({article_words(article=one.article)})" if one.article else told


def _noted(text: str) -> Said:
    return Said(text, "", is_warning=False)


def _plain(minor: int) -> str:
    return format_amount(minor=minor, currency=CURRENCY)


def _amount(minor: int) -> str:
    return f"{CURRENCY} {_plain(minor)}"
