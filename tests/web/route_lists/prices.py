"""Who may call the pages of prices."""

from tests.web.route_shapes import Route

ROUTES: tuple[Route, ...] = ()
