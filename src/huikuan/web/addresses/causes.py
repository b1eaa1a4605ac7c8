"""Addresses of causes of late debts."""

from django.urls import URLPattern

from huikuan.web.routing import route
from huikuan.web.views import causes

ROUTES: list[URLPattern] = [
    route("causes/", causes.cause_list, name="causes"),
    route("causes/missing/", causes.missing_list, name="missing_causes"),
    route("causes/report/", causes.report, name="cause_report"),
    route("causes/policy/", causes.policy, name="cause_policy"),
    route("causes/<int:cause_id>/mend/", causes.mend, name="mend_cause"),
    route("causes/<int:cause_id>/withdraw/", causes.withdraw, name="withdraw_cause"),
    route("causes/<int:cause_id>/files/<int:document_id>/", causes.file, name="cause_file"),
    route("customers/<int:customer_id>/cause/", causes.add_cause, name="add_cause"),
]
