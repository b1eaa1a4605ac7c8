"""Addresses of the plan of visits."""

from django.urls import URLPattern

from huikuan.web.routing import route
from huikuan.web.views import visits

ROUTES: list[URLPattern] = [
    route("visits/", visits.visit_week, name="visits"),
    route("visits/add/", visits.add_visit, name="add_visit"),
    route("visits/<int:visit_id>/", visits.visit_done, name="visit_done"),
    route("visits/<int:visit_id>/drop/", visits.drop, name="drop_visit"),
]
