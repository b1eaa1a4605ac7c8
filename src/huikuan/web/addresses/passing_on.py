"""Addresses of money that is passed on to another own company or into another currency."""

from django.urls import URLPattern

from huikuan.web.routing import route
from huikuan.web.views import passing_on

ROUTES: list[URLPattern] = [
    route("receipts/<int:receipt_id>/pass-on/", passing_on.pass_on_typed, name="pass_on"),
    route(
        "receipts/<int:receipt_id>/pass-on/<int:passed_id>/undo/", passing_on.take_passed_back, name="take_passed_back"
    ),
    route("matching/<int:receipt_id>/pass-on/<int:place>/", passing_on.pass_on_proposed, name="pass_on_proposed"),
]
