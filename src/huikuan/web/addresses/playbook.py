"""Addresses of the library of strategies and of the sheet before a call or visit."""

from django.urls import URLPattern

from huikuan.web.routing import route
from huikuan.web.views import playbook

ROUTES: list[URLPattern] = [
    route("playbook/", playbook.library, name="playbook"),
    route("playbook/measure/", playbook.measure, name="playbook_measure"),
    route("playbook/new/", playbook.new_strategy, name="new_strategy"),
    route("playbook/<slug:code>/", playbook.strategy, name="strategy"),
    route("playbook/<slug:code>/edit/", playbook.edit_strategy, name="edit_strategy"),
    route("customers/<int:customer_id>/preparation/", playbook.preparation, name="preparation"),
    route("customers/<int:customer_id>/preparation/plan/", playbook.plan, name="negotiation_plan"),
]
