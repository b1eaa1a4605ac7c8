"""PURE: deposits, set-off and IOUs: their kinds, what the law makes of them, and what they may not do."""

from __future__ import annotations

from enum import StrEnum


class DepositKind(StrEnum):
    """定金 is forfeited or doubled by default (民法典 587); 保证金 does what the contract says; 订金 is an advance."""

    EARNEST = "EARNEST"
    SECURITY = "SECURITY"
    ADVANCE = "ADVANCE"


class DepositEvent(StrEnum):
    """What becomes of a deposit."""

    TAKE = "TAKE"
    APPLY = "APPLY"
    PAY_BACK = "PAY_BACK"
    FORFEIT = "FORFEIT"


class SetOffKind(StrEnum):
    """By notice where their debt is due and both are of one kind (民法典 568), by agreement (569), or among three."""

    NOTICE = "NOTICE"
    AGREEMENT = "AGREEMENT"
    THREE_PARTY = "THREE_PARTY"


class NoteKind(StrEnum):
    """欠条 is evidence of a sale's debt and keeps its limitation; 借条 makes a loan of it."""

    DEBT = "DEBT"
    LOAN = "LOAN"


def effective_earnest(*, amount_minor: int, contract_minor: int | None, permille: int) -> int:
    """What of a deposit has the effect of earnest money: at most 20 % of the contract (民法典 586), rounded down."""
    if contract_minor is None:
        return amount_minor
    return min(amount_minor, contract_minor * permille // 1_000)


def forfeitable(*, kind: DepositKind, amount_minor: int, contract_minor: int | None, permille: int) -> int:
    """How much can be kept for good: of earnest money what has effect, of security money all, of an advance nothing."""
    if kind is DepositKind.ADVANCE:
        return 0
    if kind is DepositKind.SECURITY:
        return amount_minor
    return effective_earnest(amount_minor=amount_minor, contract_minor=contract_minor, permille=permille)


def set_off_fault(
    *, kind: SetOffKind, is_due: bool, is_same_kind: bool, is_excluded: bool = False, is_conditional: bool = False
) -> str | None:
    """The first of what stands against a set-off by mere notice; None for an agreement, or where it may go ahead."""
    if kind is not SetOffKind.NOTICE:
        return None
    faults = set_off_faults(
        is_due=is_due, is_same_kind=is_same_kind, is_excluded=is_excluded, is_conditional=is_conditional
    )
    return next(iter(faults), None)


def set_off_faults(*, is_due: bool, is_same_kind: bool, is_excluded: bool, is_conditional: bool) -> tuple[str, ...]:
    """What stands against a set-off by notice (民法典 568): their debt is not due, not of one kind with ours, excluded by its
    nature, the contract or the law, or the notice has a condition or a time. Ours need not be due.
    """
    tests = (
        (not is_due, "SET_OFF_NOT_DUE"),
        (not is_same_kind, "SET_OFF_OTHER_KIND"),
        (is_excluded, "SET_OFF_EXCLUDED"),
        (is_conditional, "SET_OFF_CONDITIONAL"),
    )
    return tuple(code for fails, code in tests if fails)
