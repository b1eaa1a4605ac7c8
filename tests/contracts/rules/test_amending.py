"""Terms as JSON and back, what differs, numbers, and what an amendment may not touch."""

from __future__ import annotations

import json
from dataclasses import asdict, replace

from huikuan.audit.rules import plain
from huikuan.contracts.rules.amending import first_fired_touched, numbered, with_fired_amounts
from huikuan.contracts.rules.differing import Change, differences
from huikuan.contracts.rules.keeping import terms_of
from huikuan.contracts.rules.plan import amounts_of
from huikuan.contracts.rules.terms import Item, Sizes
from tests.contracts.agreed import FIVE, SIGNED, terms


def kept(agreed):
    return json.loads(json.dumps(plain(value=asdict(agreed))))


def test_terms_come_back_from_json_as_they_were():
    agreed = terms(items=(Item("炉", "RX", "台", 10**6, 10**6, 100),), sizes=Sizes("PUBLIC", "SMALL", SIGNED))
    assert terms_of(kept=kept(agreed)) == agreed


def test_differences_name_the_leaf():
    before = terms()
    after = replace(before, milestones=(*FIVE[:1], replace(FIVE[1], title="发货款"), *FIVE[2:]), note="改")
    assert differences(before=kept(before), after=kept(after)) == (
        Change("milestones.2.title", "到货款", "发货款"),
        Change("note", "", "改"),
    )


def test_what_left_is_named_too():
    changes = differences(before=kept(terms()), after=kept(terms(milestones=FIVE[:4])))
    assert ("milestones.5.title", "质保金", None) in [(one.path, one.before, one.after) for one in changes]


def test_new_milestones_get_numbers_after_every_number_ever_given():
    agreed = terms(milestones=(FIVE[0], replace(FIVE[1], number=0), replace(FIVE[2], number=0)))
    assert [term.number for term in numbered(terms=agreed, highest=7).milestones] == [1, 8, 9]
    assert [term.number for term in numbered(terms=agreed, highest=0).milestones] == [1, 2, 3]


def test_what_fired_may_not_be_reworded_left_out_or_repriced():
    before, fired = terms(), {1: 20_000_00}
    assert first_fired_touched(before=before, after=before, fired=fired) is None
    for other in (
        terms(milestones=FIVE[1:]),
        terms(milestones=(replace(FIVE[0], title="预付款"), *FIVE[1:])),
        terms(milestones=(replace(FIVE[0], share_ppm=100_000), *FIVE[1:])),
    ):
        assert first_fired_touched(before=before, after=other, fired=fired) == 1
    as_fired = terms(milestones=(replace(FIVE[0], share_ppm=None, amount_minor=20_000_00), *FIVE[1:]))
    assert first_fired_touched(before=before, after=as_fired, fired=fired) is None


def test_what_fired_keeps_its_amount_when_the_contract_grows():
    grown = terms(120_000_00)
    pinned = with_fired_amounts(terms=grown, fired={1: 20_000_00})
    assert (pinned.milestones[0].share_ppm, pinned.milestones[0].amount_minor) == (None, 20_000_00)
    assert with_fired_amounts(terms=terms(), fired={1: 20_000_00}) == terms()


def test_an_unfired_payment_is_split_though_the_fired_ones_were_rounded():
    shares = (92_807, 46_765, 49_113, 103_811, 120_616, 89_460, 87_547, 206_548, 148_853, 54_480)
    plan = tuple(replace(FIVE[1], number=place, share_ppm=share) for place, share in enumerate(shares, 1))
    before = amounts_of(amount_minor=663_322_040, milestones=plan)
    assert isinstance(before, tuple)
    fired = {place: before[place - 1] for place in range(1, 5)}
    halves = (replace(plan[-1], share_ppm=34_466), replace(plan[-1], number=11, share_ppm=54_480 - 34_466))
    pinned = with_fired_amounts(terms=terms(663_322_040, (*plan[:-1], *halves)), fired=fired)
    after = amounts_of(amount_minor=663_322_040, milestones=pinned.milestones)
    assert isinstance(after, tuple)
    assert (after[:4], sum(after)) == (before[:4], 663_322_040)
