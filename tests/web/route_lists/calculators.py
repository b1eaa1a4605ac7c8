"""Who may call the pages of calculators."""

from tests.web.route_shapes import Route

ROUTES: tuple[Route, ...] = ()
