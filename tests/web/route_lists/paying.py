"""Who may call the pages of paying."""

from tests.web.route_shapes import Route

ROUTES: tuple[Route, ...] = ()
