"""Addresses of the pages of securities."""

from django.urls import URLPattern

from huikuan.web.routing import route
from huikuan.web.views import haircuts, securities

ROUTES: list[URLPattern] = [
    route("securities/", securities.security_list, name="securities"),
    route("settings/securities/", haircuts.haircuts, name="haircuts"),
    route("settings/securities/change/", haircuts.change_haircuts, name="change_haircuts"),
    route("securities/customer/<int:customer_id>/", securities.new_security, name="new_security"),
    route("securities/<int:security_id>/", securities.security, name="security"),
    route("securities/<int:security_id>/document/", securities.attach, name="attach_security_document"),
    route("securities/<int:security_id>/files/<int:document_id>/", securities.security_file, name="security_file"),
    route("securities/<int:security_id>/confirm/", securities.confirm, name="confirm_security"),
    route("securities/<int:security_id>/<slug:what>/", securities.security_act, name="security_act"),
]
