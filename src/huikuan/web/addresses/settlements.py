"""Addresses of plans to pay what is late."""

from django.urls import URLPattern

from huikuan.web.routing import route
from huikuan.web.views import settlements

ROUTES: list[URLPattern] = [
    route("plans/", settlements.plan_list, name="plans"),
    route("plans/compare/", settlements.compare_offers, name="compare_offers"),
    route("plans/policy/", settlements.settlement_policy, name="settlement_policy"),
    route("plans/<int:plan_id>/", settlements.plan, name="plan"),
    route("plans/<int:plan_id>/paper/", settlements.plan_paper, name="plan_paper"),
    route("plans/<int:plan_id>/signed/", settlements.plan_signed, name="plan_signed"),
    route("plans/<int:plan_id>/sign/", settlements.sign, name="sign_plan"),
    route("plans/<int:plan_id>/demand/", settlements.demand, name="demand_plan"),
    route("plans/<int:plan_id>/papers/<int:document_id>/", settlements.plan_demand, name="plan_demand"),
    route("plans/<int:plan_id>/<slug:what>/", settlements.plan_act, name="plan_act"),
    route("customers/<int:customer_id>/plan/", settlements.add_plan, name="add_plan"),
]
