"""The six words on the left and what lies under them; an area appears with its first page."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from huikuan.kernel.actor import Actor, Verb

Text = str | Promise


@dataclass(frozen=True, slots=True)
class Place:
    """A page that can be reached from everywhere, for whoever holds `need`; one `within` another shows while one is there."""

    name: str
    title: Text
    need: Verb = Verb.VIEW
    within: str = ""


@dataclass(frozen=True, slots=True)
class Area:
    """One word of the navigation; its first place is where the word leads."""

    title: Text
    icon: str
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Link:
    """A place of the current page's navigation."""

    title: Text
    address: str
    is_here: bool


@dataclass(frozen=True, slots=True)
class Section:
    """An area of the current page's navigation; the places under it show while one is in it."""

    title: Text
    icon: str
    address: str
    is_here: bool
    links: tuple[Link, ...]


AREAS = (
    Area(_("Today"), "home", (Place("today", _("Today")), Place("approvals", _("Approvals")))),
    Area(
        _("Customers"),
        "users",
        (
            Place("customers", _("Customers")),
            Place("openings", _("Account openings")),
            Place("holds", _("Credit holds")),
            Place("limits", _("Credit limits")),
            Place("ratings", _("Ratings")),
            Place("matrix", _("Value and credit")),
            Place("scorecards", _("Scorecards")),
        ),
    ),
    Area(
        _("Money in"),
        "coin",
        (
            Place("matching", _("Matching"), Verb.VIEW_MATCHING),
            Place("receipts", _("Receipts")),
            Place("bills", _("Bills")),
            Place("cash", _("Cash with colleagues")),
            Place("deposits", _("Deposits")),
            Place("agreements", _("Set-off and IOUs")),
            Place("claims", _("Money to claim")),
            Place("wallets", _("Merchant accounts"), Verb.VIEW_MATCHING),
            Place("import_statement", _("Bank statement"), Verb.IMPORT),
        ),
    ),
    Area(
        _("Receivables"),
        "file-invoice",
        (
            Place("receivables", _("Open items")),
            Place("tax_invoices", _("Invoices")),
            Place("orders", _("Orders")),
            Place("deliveries", _("Deliveries")),
            Place("statements", _("Statements")),
            Place("contracts", _("Contracts")),
            Place("price_confirmations", _("Price confirmations")),
            Place("securities", _("Security")),
            Place("write_offs", _("Write-offs")),
            Place("provisions", _("Provisions"), Verb.PROVISION),
            Place("imports", _("Imports"), Verb.VIEW_IMPORTS),
        ),
    ),
    Area(
        _("Follow-up"),
        "bell",
        (
            Place("reminders", _("Reminders")),
            Place("messages", _("Messages"), within="reminders"),
            Place("letter_post", _("Letters to post"), within="reminders"),
            Place("pauses", _("Pauses"), within="reminders"),
            Place("policies", _("Policies"), within="reminders"),
            Place("letters", _("Letter texts"), within="reminders"),
            Place("causes", _("Causes")),
            Place("conduct", _("Malicious debtors")),
            Place("disputes", _("Disputes")),
            Place("promises", _("Promises to pay")),
            Place("plans", _("Plans to pay")),
            Place("interest", _("Late-payment interest")),
            Place("sanctions", _("Sanctions")),
            Place("clocks", _("Limitation periods")),
            Place("cases", _("Cases")),
            Place("portal_requests", _("Asked by customers")),
            Place("visits", _("Visits")),
            Place("playbook", _("Strategies and scripts")),
        ),
    ),
    Area(
        _("Insight"),
        "chart-bar",
        (
            Place("ageing", _("Ageing")),
            Place("allocations", _("Allocations")),
            Place("oversight", _("Watching ourselves"), Verb.VIEW_OVERSIGHT),
            Place("calculators", _("Calculators")),
        ),
    ),
)
REST = (
    Area(
        _("Settings"),
        "settings",
        (
            Place("my_settings", _("My settings")),
            Place("people", _("People"), Verb.ADMINISTER),
            Place("own_companies", _("Own companies"), Verb.ADMINISTER),
            Place("calendar", _("Business calendar"), Verb.ADMINISTER),
            Place("channel_settings", _("Channels"), Verb.ADMINISTER),
            Place("rates", _("Exchange rates"), Verb.EDIT_POLICY),
            Place("approval_tiers", _("Who approves"), Verb.EDIT_POLICY),
            Place("debt_orders", _("Order of debts"), Verb.EDIT_POLICY),
        ),
    ),
)


def sections(*, actor: Actor, path: str, areas: tuple[Area, ...]) -> tuple[Section, ...]:
    """The areas that have a page for `actor`, with the one that holds `path` marked."""
    here = _here(path)
    found = []
    for area in areas:
        near = {place.within or place.name for place in area.places if _address(place.name) == here}
        links = tuple(
            Link(place.title, address, address == here)
            for place in area.places
            if actor.may(place.need)
            and (address := _address(place.name))
            and (not place.within or place.within in near)
        )
        if links:
            found.append(Section(area.title, area.icon, links[0].address, any(link.is_here for link in links), links))
    return tuple(found)


def _here(path: str) -> str:
    """The address of the place that `path` lies in: the longest that it begins with."""
    known = (_address(place.name) for area in (*AREAS, *REST) for place in area.places)
    return max(
        (one for one in known if one == path or (one not in ("", "/") and path.startswith(one))), key=len, default=""
    )


@cache
def _address(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
