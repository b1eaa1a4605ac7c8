"""Addresses of the pages of legal clocks."""

from django.urls import URLPattern

from huikuan.web.routing import route
from huikuan.web.views import clocks, legal_deadlines

ROUTES: list[URLPattern] = [
    route("clocks/", clocks.clock_list, name="clocks"),
    route("clocks/policy/", clocks.policy, name="clock_policy"),
    route("clocks/deadlines/", legal_deadlines.legal_deadlines, name="legal_deadlines"),
    route("clocks/deadlines/<int:deadline_id>/finish/", legal_deadlines.finish, name="finish_deadline"),
    route("clocks/deadlines/<int:deadline_id>/renew/", legal_deadlines.renew, name="renew_deadline"),
    route("clocks/deadlines/<int:deadline_id>/file/", legal_deadlines.deadline_file, name="deadline_file"),
    route("clocks/events/<int:event_id>/file/", clocks.event_file, name="clock_event_file"),
    route("clocks/<int:invoice_id>/", clocks.debt_clock, name="debt_clock"),
    route("clocks/<int:invoice_id>/record/", clocks.record, name="record_clock_event"),
    route("clocks/<int:invoice_id>/accept/", clocks.accept, name="accept_lapse"),
    route("clocks/<int:invoice_id>/withdraw/<int:event_id>/", clocks.withdraw, name="withdraw_clock_event"),
    route("clocks/<int:invoice_id>/deadline/", clocks.add_deadline, name="add_deadline"),
]
