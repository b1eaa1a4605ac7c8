"""Who may call the pages of ratings."""

from tests.web.route_shapes import Route

ROUTES: tuple[Route, ...] = ()
