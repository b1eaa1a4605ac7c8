"""The six words: an area shows with its first page, one place is marked, nobody is offered what he may not open."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from django.utils import translation

from huikuan.kernel.actor import Actor, ActorKind, RowScope, Verb
from huikuan.web.navigation import AREAS, REST, sections
from tests.web.office import Office

EVERYTHING = Actor("甲", ActorKind.PERSON, 1, frozenset(Verb), RowScope.ALL)
READER = Actor("乙", ActorKind.PERSON, 2, frozenset({Verb.VIEW}), RowScope.OWN)
WORDS = ("Today", "Customers", "Money in", "Receivables", "Follow-up", "Insight")


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with translation.override("en"):
        yield


def marked(path: str, actor: Actor = EVERYTHING) -> list[str]:
    shown = sections(actor=actor, path=path, areas=AREAS + REST)
    return [str(link.title) for section in shown for link in section.links if link.is_here]


def test_six_words_in_their_order() -> None:
    shown = [str(area.title) for area in AREAS]
    assert tuple(shown) == WORDS
    assert [str(section.title) for section in sections(actor=READER, path="/", areas=AREAS)] == shown


@pytest.mark.parametrize(
    ("path", "place"),
    [
        ("/", "Today"),
        ("/customers/12/", "Customers"),
        ("/receivables/invoices/7/", "Open items"),
        ("/receipts/", "Receipts"),
        ("/imports/statement/look/", "Bank statement"),
        ("/imports/3/", "Imports"),
        ("/reminders/messages/", "Messages"),
        ("/reminders/runs/3/", "Reminders"),
        ("/settings/people/4/", "People"),
    ],
)
def test_one_place_is_marked(path: str, place: str) -> None:
    assert marked(path) == [place]


def test_what_lies_within_a_place_shows_while_one_is_there() -> None:
    def titles(path: str) -> list[str]:
        return [str(one.title) for area in sections(actor=EVERYTHING, path=path, areas=AREAS) for one in area.links]

    for path in ("/reminders/", "/reminders/pauses/"):
        assert {"Messages", "Pauses", "Letter texts"} <= set(titles(path))
    assert not {"Messages", "Pauses", "Letter texts"} & set(titles("/disputes/"))


@pytest.mark.django_db
def test_the_phone_reaches_every_place_of_an_area(office: Office) -> None:
    page = office.browser("owner").get("/reminders/pauses/").content.decode()
    strip = page[page.index('<nav class="strip"') :].partition("</nav>")[0]
    assert re.findall(r'href="([^"]+)"', strip) == [
        "/reminders/",
        "/reminders/messages/",
        "/letters/post/",
        "/reminders/pauses/",
        "/reminders/policies/",
        "/reminders/letters/",
        "/causes/",
        "/conduct/",
        "/disputes/",
        "/promises/",
        "/plans/",
        "/interest/",
        "/sanctions/",
        "/clocks/",
        "/cases/",
        "/portal-requests/",
        "/visits/",
        "/playbook/",
    ]
    assert strip.count("aria-current") == 1
    assert '<summary aria-current="true">' in page  # "More" at the bottom is where the area lies
    page = office.browser("owner").get("/customers/").content.decode()
    assert "<summary aria-current" not in page  # an area of the bottom line itself


@pytest.mark.parametrize("path", ["/nowhere/", "/search/", "/customersx/"])
def test_elsewhere_nothing_is(path: str) -> None:
    assert marked(path) == []


def test_what_needs_a_verb_is_not_offered_without_it() -> None:
    offered = {
        link.address for section in sections(actor=READER, path="/", areas=AREAS + REST) for link in section.links
    }
    assert not {address for address in offered if re.match("/(imports|matching|settings/(people|companies))/", address)}
