"""Addresses of the pages of contracts."""

from django.urls import URLPattern

from huikuan.web.routing import route
from huikuan.web.views import contract_acts, contracts

ROUTES: list[URLPattern] = [
    route("contracts/", contracts.contract_list, name="contracts"),
    route("contracts/<int:contract_id>/", contracts.contract, name="contract"),
    route("contracts/<int:contract_id>/print/", contracts.print_contract, name="print_contract"),
    route("contracts/<int:contract_id>/papers/<int:document_id>/", contracts.contract_file, name="contract_file"),
    route("contracts/<int:contract_id>/edit/", contract_acts.edit_contract, name="edit_contract"),
    route("contracts/<int:contract_id>/sign/", contract_acts.sign, name="sign_contract"),
    route("contracts/<int:contract_id>/event/", contract_acts.record_event, name="record_contract_event"),
    route("contracts/<int:contract_id>/take-back/", contract_acts.take_back, name="take_contract_event_back"),
    route("contracts/<int:contract_id>/amendment/<slug:step>/", contract_acts.step_amendment, name="step_amendment"),
    route("contracts/<int:contract_id>/<slug:step>/", contract_acts.step_contract, name="step_contract"),
    route("customers/<int:customer_id>/contracts/add/", contract_acts.add_contract, name="add_contract"),
]
