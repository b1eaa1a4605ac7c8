"""Addresses of promises to pay and of requests for more time."""

from django.urls import URLPattern

from huikuan.web.routing import route
from huikuan.web.views import promises

ROUTES: list[URLPattern] = [
    route("promises/", promises.promise_list, name="promises"),
    route("promises/calendar/", promises.month, name="promise_calendar"),
    route("promises/policy/", promises.policy, name="promise_policy"),
    route("promises/<int:promise_id>/cancel/", promises.cancel, name="cancel_promise"),
    route("promises/more-time/", promises.extension_list, name="extensions"),
    route("promises/more-time/<int:extension_id>/decide/", promises.decide_extension, name="decide_extension"),
    route("customers/<int:customer_id>/promise/", promises.add_promise, name="add_promise"),
]
