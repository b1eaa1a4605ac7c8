"""Addresses of the order in which money pays what is open."""

from django.urls import URLPattern

from huikuan.web.routing import route
from huikuan.web.views import debt_orders

ROUTES: list[URLPattern] = [
    route("settings/debt-order/", debt_orders.debt_orders, name="debt_orders"),
    route("settings/debt-order/<int:company_id>/", debt_orders.change_debt_order, name="change_debt_order"),
]
