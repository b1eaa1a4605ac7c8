"""Each route as owner, colleague, stranger and nobody: the status, nothing written where nothing may be, the cost."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from huikuan.web import urls
from huikuan.web.requests import Declaration
from huikuan.web.routing import route
from tests.committed import as_committed
from tests.web.office import Office, row_counts
from tests.web.route_shapes import Route
from tests.web.routes import LISTS, ROUTES, proposal

PEOPLE = ("stranger", "anonymous", "owner", "colleague")
WRITES = [one for one in ROUTES if one.sent is not None]
NO_BUSINESS = frozenset({"language", "theme", "choose_company", "sign_out", "sign_in"})


def test_every_route_stands_in_the_table() -> None:
    listed = {one.name for one in ROUTES}
    assert sorted(pattern.name or "" for pattern in urls.urlpatterns if pattern.name not in listed) == []


def test_a_view_that_does_not_say_who_may_come_in_cannot_be_routed() -> None:
    with pytest.raises(ImproperlyConfigured, match="open_door"):
        route("open-door/", lambda request: None, name="open_door")  # type: ignore[arg-type,return-value]


def test_only_the_doors_are_public() -> None:
    open_to_all = {pattern.name for pattern in urls.urlpatterns if declared(pattern).need is None}
    assert open_to_all == {"sign_in", "language", "theme", "one_time_link", "calculators"}


@pytest.mark.parametrize("name", LISTS)
def test_reading(name: str, office: Office) -> None:
    assert tried(office, LISTS[name], what_reading_shows) == {}


@pytest.mark.usefixtures("sqlite_only")
@pytest.mark.parametrize("name", LISTS)
def test_writing(name: str, office: Office) -> None:
    assert tried(office, LISTS[name], what_writing_does) == {}


@pytest.mark.usefixtures("sqlite_only")
@pytest.mark.parametrize("name", LISTS)
def test_a_change_needs_a_post_with_the_token_of_the_form(name: str, office: Office) -> None:
    assert tried(office, LISTS[name], what_goes_without_a_token) == {}


def tried(office: Office, routes: tuple[Route, ...], look: Callable[[Route, Office], object]) -> dict[str, object]:
    """What `look` finds wrong with each route; each is tried in the office as it was at first."""
    found = {}
    for one in routes:
        before = transaction.savepoint()
        wrong = look(one, replace(office))
        transaction.savepoint_rollback(before)
        if wrong:
            found[one.id] = wrong
    return found


def what_reading_shows(one: Route, office: Office) -> object:
    """Other statuses than the table says, tables that a look has changed, or another number of queries.

    PostgreSQL is asked what it shows those who may see it; who is refused hangs on no database.
    """
    if one.sent is not None:
        return None
    address = address_of(one, office)
    before = row_counts()
    people = PEOPLE if connection.vendor == "sqlite" else PEOPLE[2:]
    due = {who: status for who, status in wanted(one).items() if who in people}
    got = {who: office.browser(who).get(address).status_code for who in people}
    return differing(got, due) or differing(row_counts(), before) or what_costs_otherwise(one, address, office)


def what_writing_does(one: Route, office: Office) -> object:
    """Another status than the table says, or rows written by somebody who was refused."""
    if one.sent is None:
        return None
    address = address_of(one, office)
    for who in PEOPLE:
        before = row_counts()
        status = send(one, address, office, office.browser(who))
        if status != wanted(one)[who]:
            return who, status
        is_silent = (status != 303 or one.name in NO_BUSINESS) and one.name not in ("new_token", "portal_link_code")
        if is_silent and (changed := differing(row_counts(), before)):
            return who, changed
    return None


def what_goes_without_a_token(one: Route, office: Office) -> object:
    """A change without the token of its form, or by a look at its address."""
    if one.sent is None:
        return None
    address = address_of(one, office)
    before = row_counts()
    careful = office.browser("colleague", enforce_csrf_checks=True)
    got, due = [send(one, address, office, careful)], [403]
    if "GET" not in declared_by_name(one.name).methods:
        got.append(office.browser("colleague").get(address).status_code)
        due.append(405)
    return got if got != due else differing(row_counts(), before)


def what_costs_otherwise(one: Route, address: str, office: Office) -> object:
    """Another number of queries than the table says, and which they are, of a page that was looked at before.

    What is made once and kept, such as the mirror of the ledger, is none of a page's cost.
    """
    if one.queries is None or connection.vendor != "sqlite":
        return None
    browser = office.browser("colleague")
    with CaptureQueriesContext(connection) as asked:
        browser.get(address)
    if len(asked) == one.queries:
        return None
    return len(asked), one.queries, "\n".join(query["sql"][:150] for query in asked)


def differing(found: Mapping[str, int], expected: Mapping[str, int]) -> dict[str, tuple[int, int]]:
    return {name: (found[name], expected[name]) for name in found if found[name] != expected[name]}


@pytest.mark.parametrize("name", ["today", "customers", "receivables"])
def test_cost_where_balances_are_kept(name: str, office: Office) -> None:
    """As in service, where nothing is added up that is known: one look at the last postings takes the place of the sums."""
    cost(office, name)
    inside = cost(office, name)
    with as_committed() as kept:
        cost(office, name)
        assert kept.balances is not None
        assert cost(office, name) == inside


@pytest.mark.parametrize("name", ["customers", "receivables", "receipts"])
def test_more_rows_cost_no_more_queries(name: str, office: Office) -> None:
    few = cost(office, name)
    for number in range(12):
        buyer = office.books.customer(f"客户{number}", salesperson_id=office.people["owner"])
        office.books.invoice(buyer, f"G{number}", 1_000)
        office.books.receipt(500, buyer)
    assert cost(office, name) == few


def cost(office: Office, name: str) -> int:
    browser = office.browser("colleague")
    with CaptureQueriesContext(connection) as asked:
        assert browser.get(reverse(name)).status_code == 200
    return len(asked)


def wanted(one: Route) -> dict[str, int]:
    owner, colleague, stranger = one.statuses
    return {"stranger": stranger, "anonymous": one.nobody, "owner": owner, "colleague": colleague}


def send(one: Route, address: str, office: Office, browser: Client) -> int:
    assert one.sent is not None
    return int(browser.post(address, one.sent(office)).status_code)


def address_of(one: Route, office: Office) -> str:
    return reverse(one.name, kwargs=one.where(office)) + one.query


def declared(pattern: object) -> Declaration:
    return pattern.callback.declaration  # type: ignore[attr-defined,no-any-return]


def declared_by_name(name: str) -> Declaration:
    return next(declared(pattern) for pattern in urls.urlpatterns if pattern.name == name)


def test_the_auditor_reads_imports_and_matching_and_finds_nothing_to_press(office: Office) -> None:
    auditor = office.browser("auditor")
    acts = (
        "run_matching",
        "import_table",
        "import_statement",
        "carry_out_import",
        "carry_out_statement",
        "add_account",
    )
    proposed = proposal(office)
    confirm = reverse("confirm_match", kwargs=proposed)
    waiting = f"{reverse('matching')}?which=ALL&row={proposed['receipt_id']}"
    for address in (reverse("imports"), reverse("matching"), waiting, reverse("receipt", args=[office.receipt])):
        shown = auditor.get(address)
        assert (address, shown.status_code) == (address, 200)
        page = shown.content.decode()
        pressed = [name for name in acts if f'"{reverse(name)}"' in page]
        assert (address, pressed, "Confirm</button>" in page, "Split by hand" in page) == (address, [], False, False)
    by_colleague = office.browser("colleague").get(waiting).content.decode()
    assert f'"{reverse("run_matching")}"' in by_colleague and "Confirm</button>" in by_colleague
    assert auditor.get(reverse("import_done", args=[987])).status_code == 404
    for one in WRITES:
        if one.name in (*acts, "confirm_match", "allocate", "undo_allocations"):
            address = confirm if one.name == "confirm_match" else address_of(one, office)
            before = row_counts()
            assert (one.name, send(one, address, office, auditor), row_counts() == before) == (one.name, 403, True)
