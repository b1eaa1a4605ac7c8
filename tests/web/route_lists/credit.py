"""Who may call the pages of credit."""

from tests.web.route_shapes import Route

ROUTES: tuple[Route, ...] = ()
