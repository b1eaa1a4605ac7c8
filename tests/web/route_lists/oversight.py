"""Who may call the pages of oversight."""

from tests.web.route_shapes import Route

ROUTES: tuple[Route, ...] = ()
