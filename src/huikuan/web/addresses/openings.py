"""Addresses of the pages of openings."""

from django.urls import URLPattern

from huikuan.web.routing import route
from huikuan.web.views import openings

ROUTES: list[URLPattern] = [
    route("openings/", openings.opening_list, name="openings"),
    route("openings/requirements/", openings.opening_requirements, name="opening_requirements"),
    route("openings/customer/<int:customer_id>/", openings.apply_for_opening, name="apply_for_opening"),
    route("openings/<int:opening_id>/", openings.opening, name="opening"),
    route("openings/<int:opening_id>/document/", openings.supply, name="supply_opening_document"),
    route("openings/<int:opening_id>/waive/", openings.waive, name="waive_opening_document"),
    route("openings/<int:opening_id>/submit/", openings.submit, name="submit_opening"),
    route("openings/<int:opening_id>/withdraw/", openings.withdraw, name="withdraw_opening"),
    route("openings/<int:opening_id>/check/", openings.field_check, name="field_check"),
    route("openings/<int:opening_id>/files/<int:document_id>/", openings.opening_file, name="opening_file"),
]
