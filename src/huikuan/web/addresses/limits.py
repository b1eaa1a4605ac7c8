"""Addresses of the pages of limits."""

from django.urls import URLPattern

from huikuan.web.routing import route
from huikuan.web.views import limits

ROUTES: list[URLPattern] = [
    route("limits/", limits.limit_list, name="limits"),
    route("limits/<int:customer_id>/", limits.customer_limits, name="customer_limits"),
    route("limits/<int:customer_id>/ask/", limits.ask_for_limit, name="ask_for_limit"),
    route("limits/<int:customer_id>/revoke/", limits.revoke, name="revoke_limit"),
]
