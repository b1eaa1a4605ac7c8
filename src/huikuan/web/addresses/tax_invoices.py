"""Addresses of the pages of tax invoices."""

from django.urls import URLPattern

from huikuan.web.routing import route
from huikuan.web.views import tax_invoice_acts, tax_invoices

_ONE = "tax-invoices/<int:tax_invoice_id>/"
ROUTES: list[URLPattern] = [
    route("tax-invoices/", tax_invoices.tax_invoice_list, name="tax_invoices"),
    route("tax-invoices/take/", tax_invoices.take_tax_invoices, name="take_tax_invoices"),
    route("tax-invoices/advanced/", tax_invoices.tax_paid_ahead, name="tax_paid_ahead"),
    route(_ONE, tax_invoices.tax_invoice, name="tax_invoice"),
    route(f"{_ONE}check/", tax_invoices.check_tax_invoice, name="check_tax_invoice"),
    route(f"{_ONE}aside/", tax_invoices.put_tax_invoice_aside, name="put_tax_invoice_aside"),
    route(f"{_ONE}files/<int:document_id>/", tax_invoices.tax_invoice_file, name="tax_invoice_file"),
    route(f"{_ONE}send/", tax_invoice_acts.send_tax_invoice, name="send_tax_invoice"),
    route(f"{_ONE}move/", tax_invoice_acts.move_tax_invoice, name="move_tax_invoice"),
    route(f"{_ONE}red/", tax_invoice_acts.apply_red, name="apply_red"),
    route(f"{_ONE}red/<int:application_id>/", tax_invoice_acts.move_red, name="move_red"),
    route("customers/<int:customer_id>/invoice-wishes/", tax_invoice_acts.invoice_wishes, name="invoice_wishes"),
]
