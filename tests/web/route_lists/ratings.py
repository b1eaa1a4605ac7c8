"""Who may call the pages of ratings."""

from typing import Any

from huikuan.kernel.actor import SYSTEM
from huikuan.ratings.operations.running import run_ratings
from huikuan.ratings.queries.versions import newest
from huikuan.ratings.rules.rerating import RunKind
from huikuan.ratings.rules.versions import VersionKind
from tests.books import NOW
from tests.web.office import Office
from tests.web.route_shapes import NOTHING, Route, customer, get, post

EVERYBODY, NOBODY_HERE = (200, 200, 200), (403, 403, 403)


def _card(_: Office) -> dict[str, Any]:
    return {"kind": "CREDIT"}


def _version(office: Office) -> dict[str, Any]:
    run_ratings(actor=SYSTEM, now=NOW, today=NOW.date(), key="rate", kind=RunKind.MANUAL)
    return {"version_id": newest(kind=VersionKind.CREDIT).id}


def _answers(office: Office) -> dict[str, Any]:
    return {**customer(office), "kind": "QUEUE"}


ROUTES: tuple[Route, ...] = (
    get("ratings", EVERYBODY),
    get("ratings", EVERYBODY, query="?grade=NONE&value=A&q=x"),
    get("ratings", EVERYBODY, query="?format=csv"),
    get("rating_proposals", EVERYBODY),
    get("rating_proposals", EVERYBODY, query="?state=APPLIED"),
    get("rating", (200, 200, 404), customer),
    get("matrix", EVERYBODY),
    get("scorecards", EVERYBODY),
    get("scorecard_version", EVERYBODY, _version),
    get("edit_rules", EVERYBODY, _card),
    get("edit_rules", EVERYBODY, lambda _: {"kind": "POLICY"}, query="?class=KEY"),
    get("edit_rules", EVERYBODY, lambda _: {"kind": "MATRIX"}),
    post("rate_now", NOBODY_HERE, NOTHING, NOTHING),
    post("approve_ratings", NOBODY_HERE, NOTHING, NOTHING),
    post("answer_rating", (303, 303, 404), _answers, lambda _: {"queue-profit": "SOME", "queue-profit_evidence": "x"}),
    post("check_rules", NOBODY_HERE, _card, NOTHING),
    post("save_rules", NOBODY_HERE, _card, NOTHING),
    post("ask_for_rules", NOBODY_HERE, _version, NOTHING),
)
