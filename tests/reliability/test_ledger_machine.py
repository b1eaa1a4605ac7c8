"""Random lives of a ledger beside its paper: it accepts exactly what the paper accepts, and every invariant holds in the end."""

from __future__ import annotations

import inspect
import os
from collections.abc import Callable, Collection
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, seed
from hypothesis import settings as run_settings
from hypothesis.stateful import RULE_MARKER, run_state_machine_as_test

from huikuan.ledger import operations as ledger
from huikuan.ledger.rules import PostingDraft
from huikuan.receipts.operations import allocating, days, restoring
from huikuan.receipts.rules import identification
from huikuan.receivables import registering
from huikuan.receivables.rules import spread_over_open
from tests.reliability.ledger_life import LedgerMachine
from tests.reliability.ledger_model import Item
from tests.reliability.ledger_paper import Paper

pytestmark = pytest.mark.django_db
EXAMPLES = int(os.environ.get("HUIKUAN_MACHINE_EXAMPLES", "24"))
Break = Callable[[pytest.MonkeyPatch], None]


SOON = 10
"""The lives of this seed come upon each of the broken rules after a few; any other one does, some after a minute."""
SHRINK = (Phase.shrink,) if os.environ.get("HUIKUAN_MACHINE_SHRINK") else ()
"""Looking for the shortest life that goes wrong takes many minutes: only when asked for."""


def living_on(acts: Collection[str]) -> type[LedgerMachine]:
    """The machine with these acts; the others do not happen by themselves."""
    rules = [getattr(one, RULE_MARKER, None) for _, one in inspect.getmembers(LedgerMachine)]
    known = {rule.function.__name__: rule.function for rule in rules if rule is not None}
    assert known.keys() >= set(acts)
    return type("Narrow", (LedgerMachine,), {name: one for name, one in known.items() if name not in acts})


def live(*, examples: int, machine: type[LedgerMachine] = LedgerMachine) -> None:
    """So many lives of forty acts."""
    run_state_machine_as_test(
        machine,
        settings=run_settings(
            max_examples=examples,
            stateful_step_count=40,
            deadline=None,
            derandomize=True,
            phases=(Phase.generate, *SHRINK),
            report_multiple_bugs=False,
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_the_ledger_lives_as_on_paper() -> None:
    live(examples=EXAMPLES)


def into_closed_periods(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(ledger, "refuse_closed_period", lambda **_: None)


def as_if_it_had_not_been_used(patch: pytest.MonkeyPatch) -> None:
    for module in (ledger, days):
        patch.setattr(module, "first_day_with", lambda *, not_before, **_: not_before)


def the_last_instalment_first(patch: pytest.MonkeyPatch) -> None:
    def backwards(*, amount_minor: int, open_minor: list[int]) -> tuple[int, ...]:
        return spread_over_open(amount_minor=amount_minor, open_minor=open_minor[::-1])[::-1]

    patch.setattr(registering, "spread_over_open", backwards)


def the_payer_stays_named(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(allocating, "take_back_more", lambda **_: [])


def what_was_given_up_stays_given_up(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(allocating, "shorts_of", lambda **_: [])


def money_comes_back_to_whom_it_left(patch: pytest.MonkeyPatch) -> None:
    def nobody_asks(*, to_customer_id: int | None, from_customer_id: int | None, **told: Any) -> PostingDraft:
        return identification(from_customer_id=from_customer_id, to_customer_id=from_customer_id, **told)

    patch.setattr(restoring, "identification", nobody_asks)


def a_paper_that_credits_more_than_is_open(patch: pytest.MonkeyPatch) -> None:
    objections = Paper.credit_objections

    def generous(self: Paper, *wish: object) -> set[str]:
        return objections(self, *wish) - {"MORE_THAN_OPEN"}  # type: ignore[arg-type]

    patch.setattr(Paper, "credit_objections", generous)


def a_paper_that_forgets_credit_notes(patch: pytest.MonkeyPatch) -> None:
    take = Item.take
    patch.setattr(Item, "take", lambda self, on, part, minor: part == "credited" or take(self, on, part, minor))


@pytest.mark.parametrize(
    ("broken", "acts", "seen"),
    [
        (into_closed_periods, ("close", "receive", "identify"), "accepted; on paper {.*'PERIOD_CLOSED'"),
        (as_if_it_had_not_been_used, ("allocate_what_fits", "undo"), "DATED_BEFORE_ORIGIN|by day"),
        (the_last_instalment_first, ("invoice", "credit"), "items are"),
        (the_payer_stays_named, ("receive", "allocate_what_fits", "undo"), "money is"),
        (what_was_given_up_stays_given_up, ("allocate_what_fits", "undo"), "short payments stand"),
        (money_comes_back_to_whom_it_left, ("identify", "refund", "take_refund_back"), "whose|held|by day"),
        (a_paper_that_credits_more_than_is_open, ("credit",), "issue_credit_note refused: MORE_THAN_OPEN"),
        (a_paper_that_forgets_credit_notes, ("credit",), "items are"),
    ],
)
def test_one_thing_wrong_is_seen(
    sqlite_only: None, broken: Break, acts: tuple[str, ...], seen: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The negative controls: of the product's rules, or of the paper, one is broken, and only acts it concerns are done."""
    broken(monkeypatch)
    with pytest.raises(AssertionError, match=seen):
        live(examples=200, machine=seed(SOON)(living_on(acts)))
