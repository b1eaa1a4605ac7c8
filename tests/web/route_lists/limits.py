"""Who may call the pages of limits."""

from tests.web.route_shapes import Route

ROUTES: tuple[Route, ...] = ()
