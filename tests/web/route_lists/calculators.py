"""Who may call the pages of calculators: everybody."""

from tests.web.route_shapes import Route, get

ROUTES: tuple[Route, ...] = (
    get("calculators", (200, 200, 200), nobody=200, query="?tool=due&start=2026-03-10&days=30"),
)
