"""Who may call the pages of securities."""

from tests.web.route_shapes import Route

ROUTES: tuple[Route, ...] = ()
