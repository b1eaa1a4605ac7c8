"""Who may call the pages of openings."""

from tests.web.route_shapes import Route

ROUTES: tuple[Route, ...] = ()
