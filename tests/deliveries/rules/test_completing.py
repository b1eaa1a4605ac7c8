"""When deliveries are complete and accepted, as a table."""

from __future__ import annotations

from datetime import date

from huikuan.deliveries.rules.completing import (
    LineStanding,
    NoteStanding,
    OrderStanding,
    accepted_day,
    delivered_day,
)

MON, TUE, WED = date(2026, 3, 2), date(2026, 3, 3), date(2026, 3, 4)
ORDER = OrderStanding(1, False, ((11, 10), (12, 4)))


def note(pk, *lines, order=1, signed=MON, accepted=None, completes=False, replaces=None):
    return NoteStanding(pk, order, signed, accepted, completes, replaces, tuple(lines))


def delivered(*notes, orders=(ORDER,), short=0):
    return delivered_day(notes=notes, orders=orders, short_permille=short)


def judged(*notes, orders=(ORDER,), whole=None):
    return accepted_day(notes=notes, orders=orders, short_permille=0, whole_on=whole)


def test_everything_must_be_signed_for():
    ten, four = LineStanding(11, 10), LineStanding(12, 4)
    assert delivered() is None
    assert delivered(note(1, ten, four)) == MON
    assert delivered(note(1, ten), note(2, four, signed=TUE)) == TUE
    assert delivered(note(1, ten), note(2, four, signed=None)) is None
    assert delivered(note(1, ten)) is None
    assert delivered(note(1, ten, completes=True)) == MON
    assert delivered(note(1, ten), orders=(OrderStanding(1, True, ORDER.lines),)) == MON
    assert delivered(note(1, LineStanding(11, 9), four)) is None
    assert delivered(note(1, LineStanding(11, 9), four), short=100) == MON


def test_without_an_order_a_person_says_what_completes():
    some = LineStanding(None, 3)
    assert delivered(note(1, some, order=None), orders=()) is None
    assert delivered(note(1, some, order=None, completes=True), orders=()) == MON
    assert delivered(note(1, some, order=None), note(2, some, order=None, completes=True, signed=TUE), orders=()) == TUE
    assert delivered(note(1, some, order=None, completes=True, signed=None), orders=()) is None


def test_rejected_goods_hold_the_acceptance_up_not_the_delivery():
    good = LineStanding(12, 4, accepted_micros=4)
    bad = note(1, LineStanding(11, 10, 9, 1), good, accepted=TUE)
    assert delivered(bad) == MON
    assert judged(bad) is None
    assert judged(bad, note(2, LineStanding(11, 1, 1), replaces=1, accepted=WED)) == WED
    back = note(1, LineStanding(11, 10, 9, 1, 1), good, accepted=TUE)
    assert judged(back) == TUE
    assert judged(note(1, LineStanding(11, 10, 9), good, accepted=TUE)) is None


def test_a_certificate_about_the_whole_contract_is_enough():
    assert judged(whole=WED, orders=()) == WED
    assert judged(orders=()) is None


def test_without_an_order_rejected_goods_wait_for_their_replacement():
    bad = note(1, LineStanding(None, 3, 2, 1), order=None, completes=True, accepted=TUE)
    assert judged(bad, orders=()) is None
    assert judged(bad, note(2, LineStanding(None, 1, 1), order=None, replaces=1, accepted=WED), orders=()) == WED
    back = note(1, LineStanding(None, 3, 2, 1, 1), order=None, completes=True, accepted=TUE)
    assert judged(back, orders=()) == TUE


def test_of_a_closed_order_what_came_must_be_accepted():
    closed = OrderStanding(1, True, ORDER.lines)
    assert judged(note(1, LineStanding(11, 2, 2), accepted=TUE), orders=(closed,)) == TUE
    assert judged(note(1, LineStanding(11, 2, 1), accepted=TUE), orders=(closed,)) is None
