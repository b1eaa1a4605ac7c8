"""Addresses of the pages of prices and of exchange rates."""

from django.urls import URLPattern

from huikuan.web.routing import route
from huikuan.web.views import price_writing, prices, rates

ROUTES: list[URLPattern] = [
    route("prices/", prices.confirmation_list, name="price_confirmations"),
    route("prices/differences/", prices.difference_list, name="price_differences"),
    route("prices/tolerance/", prices.tolerance, name="price_tolerance"),
    route("prices/<int:confirmation_id>/", prices.confirmation, name="price_confirmation"),
    route("prices/<int:confirmation_id>/edit/", price_writing.edit_confirmation, name="edit_prices"),
    route("prices/<int:confirmation_id>/send/", prices.send, name="send_prices"),
    route("prices/<int:confirmation_id>/recall/", prices.recall, name="recall_prices"),
    route("prices/<int:confirmation_id>/sign/", prices.sign, name="sign_prices"),
    route("prices/<int:confirmation_id>/prices.pdf", prices.sheet, name="prices_sheet"),
    route("prices/<int:confirmation_id>/signed/", prices.signed_copy, name="prices_signed_copy"),
    route("customers/<int:customer_id>/prices/", price_writing.add_confirmation, name="add_prices"),
    route("settings/rates/", rates.rates, name="rates"),
    route("settings/rates/enter/", rates.enter_rate, name="enter_rate"),
    route("settings/rates/file/", rates.import_rates, name="import_rates"),
]
