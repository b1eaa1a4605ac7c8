"""Addresses of the pages of credit."""

from django.urls import URLPattern

from huikuan.web.routing import route
from huikuan.web.views import credit, credit_policy, exclusions

ROUTES: list[URLPattern] = [
    route("holds/", credit.hold_list, name="holds"),
    route("holds/<int:hold_id>/settle/", credit.settle_hold, name="settle_hold"),
    route("holds/<int:hold_id>/check/", credit.check_hold_again, name="check_hold_again"),
    route("holds/<int:hold_id>/waiver/", credit.ask_for_waiver, name="ask_for_waiver"),
    route("customers/<int:customer_id>/credit/", credit.customer_credit, name="customer_credit"),
    route("customers/<int:customer_id>/credit/ask/", credit.ask_credit, name="ask_credit"),
    route("customers/<int:customer_id>/credit/stop/", credit.stop_customer_credit, name="stop_credit"),
    route(
        "customers/<int:customer_id>/credit/stop/<int:stop_id>/lift/",
        credit.lift_customer_stop,
        name="lift_credit_stop",
    ),
    route("customers/<int:customer_id>/credit/exclude/", exclusions.set_rule_aside, name="set_rule_aside"),
    route(
        "customers/<int:customer_id>/credit/exclude/<int:exclusion_id>/end/",
        exclusions.end_rule_aside,
        name="end_exclusion",
    ),
    route("settings/credit/", credit_policy.credit_policy, name="credit_policy"),
    route("settings/credit/change/", credit_policy.change_credit_policy, name="change_credit_policy"),
]
