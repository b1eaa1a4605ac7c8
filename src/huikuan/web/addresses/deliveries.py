"""Addresses of the pages of orders, deliveries, and what is not invoiced."""

from django.urls import URLPattern

from huikuan.web.routing import route
from huikuan.web.views import deliveries, delivery_acts, not_invoiced, orders

ROUTES: list[URLPattern] = [
    route("deliveries/", deliveries.delivery_list, name="deliveries"),
    route("deliveries/not-invoiced/", not_invoiced.not_invoiced, name="not_invoiced"),
    route("deliveries/not-invoiced/link/", not_invoiced.link, name="link_deliveries"),
    route("deliveries/consignment/", not_invoiced.consigned, name="consigned"),
    route("deliveries/tolerance/", deliveries.tolerance, name="delivery_tolerance"),
    route("deliveries/<int:note_id>/", deliveries.delivery, name="delivery"),
    route("deliveries/<int:note_id>/sign/", delivery_acts.sign, name="sign_delivery"),
    route("deliveries/<int:note_id>/accept/", delivery_acts.accept, name="accept_delivery"),
    route("deliveries/<int:note_id>/silence/", delivery_acts.accept_by_silence, name="accept_by_silence"),
    route("deliveries/<int:note_id>/sales/", delivery_acts.sales, name="report_sales"),
    route("deliveries/<int:note_id>/take-back/", delivery_acts.take_back, name="take_delivery_back"),
    route("deliveries/<int:note_id>/files/<int:document_id>/", deliveries.delivery_file, name="delivery_file"),
    route("orders/", orders.order_list, name="orders"),
    route("orders/<int:order_id>/", orders.order, name="order"),
    route("orders/<int:order_id>/deliver/", delivery_acts.deliver_order, name="deliver_order"),
    route("orders/<int:order_id>/<str:step>/", orders.step_order, name="step_order"),
    route("customers/<int:customer_id>/orders/add/", orders.add_order, name="add_order"),
    route("customers/<int:customer_id>/deliveries/add/", delivery_acts.add_delivery, name="add_delivery"),
    route("deliveries/progress/<int:contract_id>/", delivery_acts.progress, name="confirm_progress"),
]
