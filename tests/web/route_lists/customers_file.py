"""Who may call the pages of customers file."""

from tests.web.route_shapes import Route

ROUTES: tuple[Route, ...] = ()
