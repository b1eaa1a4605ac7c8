"""Who may call the pages of contracts."""

from tests.web.route_shapes import Route

ROUTES: tuple[Route, ...] = ()
