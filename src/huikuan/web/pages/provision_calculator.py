"""What the calculator of expected losses answers: each bucket with its rate and allowance, what was changed, the articles."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from django.utils.translation import gettext as _

from huikuan.kernel.text_amounts import format_amount
from huikuan.provisions.rules.allowance import allowance_of
from huikuan.provisions.rules.figures import Figures, rates_of
from huikuan.web.pages.calculators import Answer, Said, Table
from huikuan.web.pages.provisions import rate_cell

CURRENCY = "CNY"
ARTICLES = "CAS 22 art. 48, IFRS 9 5.5.15, B5.5.35"


def provision_answer(*, figures: Figures, forward: Fraction, balances: Sequence[int]) -> Answer:
    """Rates by bucket and the allowance of typed figures."""
    rates = rates_of(figures=figures, forward=forward).buckets
    found = allowance_of(rates={"": rates}, balances={"": balances})
    rows = []
    for line in found.lines:
        cell = rate_cell(rate=line.rate)
        lost = "–" if line.allowance_minor is None else _plain(line.allowance_minor)
        rows.append((str(line.bucket + 1), cell.note, _plain(line.balance_minor), cell.percent, lost))
    rule = Said(_("Rates are capped at 100 % and never fall with age."), ARTICLES, is_warning=False)
    columns = (_("Bucket"), _("Note"), _("Open"), _("Rate %"), _("Allowance for bad debts"))
    table = Table(columns, tuple(rows))
    if found.total_minor is None:
        text = _("There is no allowance: a bucket with a balance has no rate.")
        return Answer(text, "soon", (), (rule,), table)
    told = {"amount": f"{CURRENCY} {_plain(found.total_minor)}"}
    return Answer(_("Allowance %(amount)s") % told, "done", (), (rule,), table)


def _plain(minor: int) -> str:
    return format_amount(minor=minor, currency=CURRENCY)
