"""PURE: what an ageing (账龄) is asked for and answers: buckets, views, rows, the tie to the control account."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from itertools import pairwise
from typing import TypedDict, TypeVar

from huikuan.kernel.refusal import Refused

AGEING_RULE_VERSION = "ageing-1"
LARGEST_EDGE_DAYS = 36_500
MOST_EDGES = 24

Choice = TypeVar("Choice", bound=StrEnum)
Key = int | str | None


class Basis(StrEnum):
    """Which clock: the due date (逾期账龄, for collection) or the invoice date (账龄, for the accounts)."""

    DUE = "due"
    INVOICE = "invoice"


class View(StrEnum):
    """Whose age: as the allocation records say, or the balance deemed to be the newest billings (先进先出)."""

    NAMED = "named"
    FIFO = "fifo"


class Engine(StrEnum):
    """Where the figures are added up: the columnar mirror, or the database itself."""

    MIRROR = "mirror"
    DATABASE = "database"


class Dimension(StrEnum):
    """What rows are grouped by; the currency always is, amounts in two currencies are never added."""

    CUSTOMER = "customer"
    SALESPERSON = "salesperson"
    COMPANY = "company"
    CURRENCY = "currency"
    DEPARTMENT = "department"
    REGION = "region"


@dataclass(frozen=True, slots=True)
class Buckets:
    """Half-open classes of days between rising edges: with 0, 30 they are … 0, 1 … 30, 31 … (days after the day)."""

    edges: tuple[int, ...]

    @property
    def bounds(self) -> tuple[tuple[int | None, int | None], ...]:
        """First and last day of each bucket, both inclusive; None means no bound."""
        lower = [None, *(edge + 1 for edge in self.edges)]
        return tuple(zip(lower, [*self.edges, None], strict=True))

    def index_of(self, *, days: int) -> int:
        """The one bucket that holds so many days."""
        return bisect_left(self.edges, days)

    def days(self, *, as_of: date) -> tuple[date, ...]:
        """The edges as days before `as_of`: an item is past edge i if its day lies before the i-th of them."""
        return tuple(as_of - timedelta(days=edge) for edge in self.edges)


DEFAULT_BUCKETS = Buckets((0, 30, 60, 90, 180))


@dataclass(frozen=True, slots=True)
class AgeingRequest:
    """What is asked: the state of the books on `as_of`, as known at `known_at` (None: now)."""

    as_of: date
    basis: Basis = Basis.DUE
    by: tuple[Dimension, ...] = (Dimension.CUSTOMER,)
    buckets: Buckets = DEFAULT_BUCKETS
    company_ids: frozenset[int] | None = None
    currency: str | None = None
    known_at: datetime | None = None
    view: View = View.NAMED
    engine: Engine = Engine.MIRROR


class AgeingOptions(TypedDict, total=False):
    """The optional arguments of every read of this room, as callers write them."""

    basis: str
    by: Sequence[str]
    buckets: Sequence[int]
    company_ids: Iterable[int] | None
    currency: str | None
    known_at: datetime | None
    view: str
    engine: str


@dataclass(frozen=True, slots=True)
class AgeingAmounts:
    """Open receivables by bucket, minor units of one currency; unapplied money stands apart and is never netted."""

    buckets: tuple[int, ...]
    no_due_date_minor: int
    unapplied_minor: int

    @property
    def total_minor(self) -> int:
        """Σ buckets and items without a due date: what customers owe."""
        return sum(self.buckets) + self.no_due_date_minor


@dataclass(frozen=True, slots=True)
class AgeingRow:
    """One line of the report: the values of the dimensions asked for, in order, and the amounts."""

    key: tuple[Key, ...]
    currency: str
    amounts: AgeingAmounts


@dataclass(frozen=True, slots=True)
class Difference:
    """A report that does not tie: what it adds up to against the control account, minor units."""

    company_id: int
    currency: str
    account: str
    report_minor: int
    control_minor: int

    @property
    def difference_minor(self) -> int:
        """Report less control account."""
        return self.report_minor - self.control_minor


@dataclass(frozen=True, slots=True)
class AgeingReport:
    """The answer; if it does not tie to the control account, `differences` stand in place of rows and totals (TRUST J7).

    `ties`: Σ buckets = Σ open = control account, and unapplied money likewise, of each own company as a whole.
    `positions` is the last posting number per own company that the figures contain. An actor who does not see every
    customer gets neither positions nor differences: they tell of customers that are not his.
    """

    request: AgeingRequest
    rows: Sequence[AgeingRow]
    totals: Mapping[str, AgeingAmounts]
    ties: bool = True
    differences: tuple[Difference, ...] = ()
    positions: Mapping[int, int] = field(default_factory=dict)
    rule_version: str = AGEING_RULE_VERSION


def request_of(*, as_of: date, options: AgeingOptions) -> AgeingRequest:
    """The request behind the callers' words.

    Raises Refused BASIS_UNKNOWN, VIEW_UNKNOWN, ENGINE_UNKNOWN, DIMENSION_UNKNOWN, BUCKETS_INVALID.
    """
    companies = options.get("company_ids")
    return AgeingRequest(
        as_of=as_of,
        basis=_chosen(Basis, options.get("basis", Basis.DUE), "BASIS_UNKNOWN"),
        by=tuple(
            dict.fromkeys(
                _chosen(Dimension, word, "DIMENSION_UNKNOWN") for word in options.get("by", (Dimension.CUSTOMER,))
            )
        ),
        buckets=buckets_of(edges=options.get("buckets", DEFAULT_BUCKETS.edges), as_of=as_of),
        company_ids=None if companies is None else frozenset(companies),
        currency=options.get("currency"),
        known_at=options.get("known_at"),
        view=_chosen(View, options.get("view", View.NAMED), "VIEW_UNKNOWN"),
        engine=_chosen(Engine, options.get("engine", Engine.MIRROR), "ENGINE_UNKNOWN"),
    )


def buckets_of(*, edges: Sequence[int], as_of: date) -> Buckets:
    """Buckets between the edges. Raises Refused BUCKETS_INVALID unless there is one and they rise within a century."""
    rising = all(lower < upper for lower, upper in pairwise(edges))
    bounded = all(abs(edge) <= LARGEST_EDGE_DAYS for edge in edges)
    if not edges or not rising or not bounded or len(edges) > MOST_EDGES:
        raise Refused("BUCKETS_INVALID", edges=",".join(map(str, edges)), most=MOST_EDGES)
    buckets = Buckets(tuple(edges))
    try:
        buckets.days(as_of=as_of)
    except OverflowError as error:
        raise Refused("BUCKETS_INVALID", edges=",".join(map(str, edges)), most=MOST_EDGES) from error
    return buckets


def _chosen(kind: type[Choice], word: str, code: str) -> Choice:
    try:
        return kind(word)
    except ValueError as error:
        raise Refused(code, word=str(word), known=", ".join(kind)) from error
