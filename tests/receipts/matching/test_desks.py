"""Given a statement, when several desks share its lines, then each line is decided as if one had them all."""

import os

import pytest

from huikuan.kernel.forked import Forked
from huikuan.receipts.matching import engine
from huikuan.receipts.matching.desks import Desks
from huikuan.receipts.matching.engine import match_lines
from huikuan.receipts.matching.index import MatchIndex
from huikuan.receipts.matching.records import Outcome
from tests.receipts.matching.invented_statement import FORMATS, invent
from tests.receipts.matching.small_books import ITEMS, PAYERS, line

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="processes are copied on Linux")


@pytest.fixture(autouse=True)
def _few_lines_are_worth_a_desk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "WORTH_A_DESK", 1)


def decided(spare_cores: int) -> list[Outcome]:
    """What becomes of an invented statement."""
    statement = invent(seed=7, numbers=sorted(FORMATS)[0], names="city")
    index = MatchIndex.build(items=statement.items, payers=statement.payers)
    return match_lines(index=index, lines=statement.lines, spare_cores=spare_cores)


def test_the_same_is_decided_at_one_two_and_three_desks() -> None:
    alone = decided(0)
    assert len({one.decision for one in alone}) == 3
    assert decided(1) == alone
    assert decided(2) == alone


def test_few_lines_are_worth_no_desk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "WORTH_A_DESK", 1_000_000)
    monkeypatch.setattr(Forked, "__init__", lambda *_: pytest.fail("a process for nothing"))
    assert decided(1)
    monkeypatch.setattr(engine, "WORTH_A_DESK", 1)
    with pytest.raises(pytest.fail.Exception):  # negative control
        decided(1)


def test_lines_at_different_desks_contest_an_item() -> None:
    index = MatchIndex.build(items=ITEMS, payers=PAYERS)
    twice = [line(key=key, minor=1_234_567, text="INV-202601-00040017") for key in (1, 2)]
    told = match_lines(index=index, lines=twice, spare_cores=1)
    assert told == match_lines(index=index, lines=twice)
    assert [[one.code for one in outcome.candidates[0].against][-1] for outcome in told] == ["CLAIMED_TWICE"] * 2


def test_what_is_used_is_told_to_every_desk(monkeypatch: pytest.MonkeyPatch) -> None:
    """Negative control: a desk that is not told explains by items that are gone."""
    explain = Desks._explain
    monkeypatch.setattr(Desks, "_explain", lambda self, lines, used, **how: explain(self, lines, (), **how))
    unlike = decided(1)
    monkeypatch.undo()
    assert unlike != decided(1)


def test_a_desk_that_is_gone_ends_the_run(monkeypatch: pytest.MonkeyPatch) -> None:
    ask = Forked.ask

    def killed(self: Forked, method: str, *arguments: object) -> None:
        self._process.kill()
        self._process.join()
        ask(self, method, *arguments)

    monkeypatch.setattr(Forked, "ask", killed)
    with pytest.raises((EOFError, OSError)):
        decided(1)
