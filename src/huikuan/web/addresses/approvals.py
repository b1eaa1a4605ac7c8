"""Addresses of the pages of approvals."""

from django.urls import URLPattern

from huikuan.web.routing import route
from huikuan.web.views import approval_tiers, approvals

ROUTES: list[URLPattern] = [
    route("approvals/", approvals.approval_list, name="approvals"),
    route("approvals/approve/", approvals.approve_requests, name="approve_requests"),
    route("approvals/<int:request_id>/decide/", approvals.decide_request, name="decide_request"),
    route("approvals/<int:request_id>/withdraw/", approvals.withdraw_request, name="withdraw_request"),
    route("settings/approvals/", approval_tiers.tiers_list, name="approval_tiers"),
    route("settings/approvals/<str:kind>/", approval_tiers.edit_tiers, name="edit_approval_tiers"),
]
