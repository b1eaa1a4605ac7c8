"""Loss rates drawn from the ledger, by hand: what moved on between month ends, what was open on entering each bucket."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from huikuan.kernel.actor import SYSTEM
from huikuan.kernel.refusal import NotPermitted, Refused
from huikuan.provisions.operations.matrices import save_matrix
from huikuan.provisions.queries.history import HistoryAsked, figures_from_books
from huikuan.provisions.queries.matrices import matrix_in_force
from huikuan.provisions.queries.segments import segments_of
from huikuan.provisions.rules.drawing import months_of, spans_of
from huikuan.provisions.rules.figures import Figures, rates_of
from huikuan.provisions.rules.matrix import Matrix
from huikuan.provisions.rules.rates import Method
from huikuan.ratings.models import Rating, RatingRun
from huikuan.ratings.operations.running import run_ratings
from huikuan.ratings.rules.rerating import RunKind
from huikuan.receivables.models import Receivable
from huikuan.receivables.operations import Reduction
from tests.books import NOW, Books, new_books
from tests.counted import queries_of
from tests.people import new_people
from tests.writing_off import write_off

pytestmark = pytest.mark.django_db
MONTHLY = (0, 30, 60)


@pytest.fixture
def books() -> Books:
    return new_books()


def asked(books: Books, **more: Any) -> HistoryAsked:
    values: dict[str, Any] = {
        "until": date(2026, 2, 28),
        "method": Method.MIGRATION,
        "edges": MONTHLY,
        "count": 2,
    } | more
    return HistoryAsked(books.company_id, "CNY", **values)


def drawn(books: Books, **more: Any) -> dict[str, Figures]:
    return figures_from_books(actor=SYSTEM, asked=asked(books, **more))


def history(books: Books) -> None:
    """Three items of 1,000, due 10 January, 20 December and 20 November; what came: 600 of the first on 20 January, 250 of the
    second on 15 January; 300 of the third were written off on 20 January, and 50 of it came on 5 January."""
    east = books.customer("甲", region="华东")
    rows = [
        books.invoice(east, f"F{place}", 1_000, due=due, issued=date(2025, 11, 1))[0]
        for place, due in enumerate((date(2026, 1, 10), date(2025, 12, 20), date(2025, 11, 20)))
    ]
    for row, minor, on in (
        (rows[0], 600, date(2026, 1, 20)),
        (rows[1], 250, date(2026, 1, 15)),
        (rows[2], 50, date(2026, 1, 5)),
    ):
        books.allocate(books.receipt(minor, east, on=on), (row, minor))
    gone = Reduction(rows[2].pk, 300, date(2026, 1, 20), "GONE")
    write_off(actor=SYSTEM, now=NOW, key="off", reduction=gone)


def test_what_moved_on_between_month_ends_is_drawn_from_the_ledger(books: Books) -> None:
    """Over January: of 1,000 not due 400 fell due unpaid, of 1,000 late to 30 days 750 moved on, of 1,000 late to 60 days 950,
    for what was written off is not paid. Over February: nothing was paid any more, and 650 are left in the books.

    m = (400/1000, (750+400)/(1000+400), (950+750)/(1000+750), 1), weighted; L = the products; with a final loss of one half.
    """
    history(books)
    found = drawn(books, final_loss=Fraction(1, 2))[""]
    assert [[(one.unpaid, one.balance) for one in span] for span in found.moved] == [
        [(400, 1_000), (750, 1_000), (950, 1_000), (1, 1)],
        [(0, 0), (400, 400), (750, 750), (1, 1)],
    ]
    steps = (Fraction(2, 5), Fraction(1_150, 1_400), Fraction(1_700, 1_750), Fraction(1))
    rates = rates_of(figures=found)
    assert rates.steps == steps
    last = Fraction(1, 2)
    assert [one.share for one in rates.buckets] == [
        steps[0] * steps[1] * steps[2] * last,
        steps[1] * steps[2] * last,
        steps[2] * last,
        last,
    ]


def test_what_was_open_on_entering_each_bucket_is_drawn_from_the_ledger(books: Books) -> None:
    """Sales of 3,000 due from 20 November to 20 January; open on the due day 3,000, 30 days on 400+750+1,000, 60 days on the
    same less the 50 that came on 5 January; still unpaid 400+750+950, what was written off among it."""
    history(books)
    found = drawn(books, method=Method.FLOW, until=date(2026, 3, 20), count=3)[""]
    assert (found.entered, found.never_paid) == ((3_000, 3_000, 2_150, 2_100), 2_100)


def test_a_segment_with_its_own_history_has_its_own_figures_and_the_queries_do_not_grow(books: Books) -> None:
    history(books)
    count = queries_of(lambda: drawn(books, segment_by="region"))
    for place in range(4):
        other = books.customer(f"乙{place}", region="华南")
        books.invoice(other, "F9", 500, due=date(2026, 1, 5), issued=date(2025, 12, 1))
    found = drawn(books, segment_by="region")
    assert sorted(found) == ["", "华东"], "what never held anything late goes by everybody's"
    assert found["华东"] != found[""]
    assert queries_of(lambda: drawn(books, segment_by="region")) == count
    assert sorted(drawn(books, segment_by="buyer_type")) == ["", "OTHER"]
    # kept and read again it is the same
    matrix = Matrix(Method.MIGRATION, MONTHLY, found, "账簿", segment_by="region")
    save_matrix(actor=SYSTEM, now=NOW, key="m", matrix=matrix)
    kept = matrix_in_force()[1]
    assert kept is not None and kept.rates == matrix.rates


def graded(books: Books, customer_id: int, letter: str, on: date) -> None:
    """The customer had this grade from that day on."""
    if not RatingRun.objects.exists():
        run_ratings(actor=SYSTEM, now=NOW, today=date(2025, 11, 30), key="ratings", kind=RunKind.MANUAL)
    first = Rating.objects.filter(kind="CREDIT").earliest("pk")
    columns = {field.attname for field in RatingRun._meta.concrete_fields} - {"id"}
    run = RatingRun.objects.create(**{name: getattr(first.run, name) for name in columns} | {"day": on})
    scored: dict[str, Any] = {"result": "SCORED", "permille": 100, "grade": letter, "as_of": on}
    Rating.objects.create(
        run=run, customer_id=customer_id, card=first.card, kind="CREDIT", lines=[], facts={}, events=[], **scored
    )


def test_a_grade_parts_losses_only_as_it_was_known_before_them(books: Books) -> None:
    history(books)
    east = Receivable.objects.earliest("pk").customer_id
    assert sorted(drawn(books, segment_by="grade")) == [""]
    graded(books, east, "D", date(2025, 12, 15))
    graded(books, east, "E", date(2026, 1, 15))
    assert sorted(drawn(books, segment_by="grade")) == ["", "D"], "the second grade came with the loss"
    days = (date(2025, 12, 14), date(2025, 12, 15), date(2026, 1, 15))
    then = [segments_of(customer_ids=[east], segment_by="grade", on=on) for on in days]
    assert then == [{}, {east: "D"}, {east: "E"}]


def test_what_cannot_be_drawn_says_why(books: Books) -> None:
    for more, code in (
        ({"edges": (0, 30, 60, 90, 180)}, "MATRIX_UNEVEN"),
        ({"edges": (30, 0)}, "MATRIX_EDGES"),
        ({"count": 37}, "HISTORY_SPANS"),
        ({"method": Method.SET}, "MATRIX_METHOD"),
        ({}, "HISTORY_EMPTY"),
        ({"method": Method.FLOW}, "HISTORY_EMPTY"),
    ):
        with pytest.raises(Refused, match=code):
            drawn(books, **more)
    with pytest.raises(NotPermitted):
        figures_from_books(actor=new_people().owner, asked=asked(books))


def test_spans_end_with_months_and_are_as_long_as_a_bucket() -> None:
    assert [months_of(edges=edges) for edges in ((0,), (0, 30, 60), (365, 730), (0, 90, 180), (0, 30, 90))] == [
        1,
        1,
        12,
        3,
        None,
    ]
    assert spans_of(until=date(2026, 3, 2), months=1, count=2) == (
        (date(2025, 12, 31), date(2026, 1, 31)),
        (date(2026, 1, 31), date(2026, 2, 28)),
    )
    assert spans_of(until=date(2024, 2, 29), months=12, count=1) == ((date(2023, 2, 28), date(2024, 2, 29)),)
