"""Who may call the pages of approvals."""

from tests.web.route_shapes import Route

ROUTES: tuple[Route, ...] = ()
