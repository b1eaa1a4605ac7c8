"""Addresses of other creditors."""

from django.urls import URLPattern

from huikuan.web.routing import route
from huikuan.web.views import creditors

ROUTES: list[URLPattern] = [
    route("customers/<int:customer_id>/creditors/", creditors.creditors, name="creditors"),
    route("creditors/<int:creditor_id>/over/", creditors.over, name="end_creditor"),
    route("creditors/<int:creditor_id>/paper/", creditors.attach, name="attach_creditor_paper"),
    route("creditors/<int:creditor_id>/papers/<int:document_id>/", creditors.paper, name="creditor_paper"),
    route("creditors/<int:creditor_id>/steps/", creditors.plan, name="plan_joint_step"),
    route("creditors/steps/<int:step_id>/end/", creditors.end, name="end_joint_step"),
]
