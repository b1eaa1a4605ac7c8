"""Who may call the pages of oversight: none of owner, colleague and stranger; tests/web/areas/test_oversight.py has the others."""

from tests.web.route_shapes import NOTHING, Route, get, post

ROUTES: tuple[Route, ...] = (
    get("oversight", (403, 403, 403)),
    get("watch_policy", (403, 403, 403)),
    post("watch_policy", (403, 403, 403), NOTHING, lambda _: {"reason": "x"}),
    post("look_now", (403, 403, 403), NOTHING, lambda _: {}),
    post("judge_flag", (403, 403, 403), lambda _: {"flag_id": 1}, lambda _: {"event": "EXPLAIN", "note": "x"}),
)
