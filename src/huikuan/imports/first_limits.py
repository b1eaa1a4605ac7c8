"""Limits that a file gives its new customers: entered into the journal of limits in the act that takes them in."""

from __future__ import annotations

from collections.abc import Mapping

from huikuan.accounts.rates import converted, rates_on
from huikuan.audit.operations import OpenAct
from huikuan.kernel.money import Money
from huikuan.kernel.refusal import Refused
from huikuan.limits.operations import set_limits
from huikuan.limits.queries import base_currency
from huikuan.limits.rules import LimitDraft, LimitKind, LimitSource

REASON = "Stated in the imported file"


def enter_limits(*, act: OpenAct, limits: Mapping[int, int], currency: str) -> None:
    """Enter limits (minor units of `currency` by customer; 0: cash only) from the day of the act on, without an end.

    They count in the base currency: another one is converted by the rate of the day. Raises Refused LIMIT_CURRENCY where
    none is known.
    """
    if not limits:
        return
    base, day = base_currency(), act.now.date()
    rates = {} if currency == base else rates_on(on=day, to_currency=base)
    drafts = []
    for customer_id, minor in limits.items():
        amount = converted(money=Money(minor, currency), rates=rates, to_currency=base)
        if amount is None:
            raise Refused("LIMIT_CURRENCY", found=currency, wanted=base)
        drafts.append(
            LimitDraft(
                customer_id=customer_id,
                kind=LimitKind.PERMANENT,
                amount_minor=amount.minor,
                currency=base,
                valid_from=day,
                reason=REASON,
                source=LimitSource.IMPORT,
            )
        )
    set_limits(act=act, drafts=drafts)
