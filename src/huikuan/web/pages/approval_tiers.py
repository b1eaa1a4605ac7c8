"""What the pages about tiers show: each kind of request with who decides which amounts, its versions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from huikuan.approvals.queries import tier_versions
from huikuan.approvals.rules import SHIPPED_SOURCE, TIER_CURRENCY, RequestKind, Tiers, in_force
from huikuan.kernel.text_amounts import format_amount
from huikuan.web.tables.columns import Chip, Text
from huikuan.wording.approvals import REQUEST_KINDS
from huikuan.wording.names import ROLES, name_of
from huikuan.wording.sentences import sentence


@dataclass(frozen=True, slots=True)
class TierLine:
    """A version in words: from which amount on who decides, whether it holds."""

    tiers: Tiers
    steps: tuple[str, ...]
    state: Chip
    source: str
    """Why; of the product's own tiers in the reader's words."""


@dataclass(frozen=True, slots=True)
class TiersShown:
    """A kind of request with its tiers; `newest` is what an editor goes on from."""

    kind: RequestKind
    title: Text
    newest: Tiers | None
    number: int
    versions: tuple[TierLine, ...]
    in_force: TierLine | None


def tier_kinds(*, today: date) -> tuple[TiersShown, ...]:
    """Every kind of request with its tiers."""
    return tuple(tiers_shown(kind=kind, today=today) for kind in RequestKind)


def tiers_shown(*, kind: RequestKind, today: date) -> TiersShown:
    """The tiers of a kind and their versions, the newest first."""
    versions = tier_versions(kind=kind)
    here = in_force(versions=versions, on=today)
    lines = tuple(_line(one, here, today) for one in versions)
    return TiersShown(
        kind=kind,
        title=REQUEST_KINDS[kind.value],
        newest=versions[0] if versions else None,
        number=versions[0].number if versions else 0,
        versions=lines,
        in_force=next((line for line in lines if line.tiers == here), None),
    )


def _line(tiers: Tiers, here: Tiers | None, today: date) -> TierLine:
    if tiers == here:
        state = Chip(_("in force"), "done")
    elif tiers.valid_from is not None and tiers.valid_from > today:
        state = Chip(_("not begun yet"), "soon")
    else:
        state = Chip(_("replaced"))
    steps = tuple(_step(one.from_minor, sorted(one.roles)) for one in tiers.tiers)
    is_shipped = tiers.source == SHIPPED_SOURCE
    return TierLine(tiers, steps, state, sentence(code="TIERS_SHIPPED", parameters={}) if is_shipped else tiers.source)


def _step(from_minor: int, roles: list[str]) -> str:
    people = " · ".join(name_of(names=ROLES, code=str(role)) for role in roles)
    if from_minor == 0:
        return _("any amount: %(people)s") % {"people": people}
    amount = format_amount(minor=from_minor, currency=TIER_CURRENCY)
    return _("from %(currency)s %(amount)s: %(people)s") % {
        "currency": TIER_CURRENCY,
        "amount": amount,
        "people": people,
    }
