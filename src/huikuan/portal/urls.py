"""Addresses of the portal; each view declares which links open it."""

from django.urls import URLPattern

from huikuan.portal.door import route
from huikuan.portal.views import account, invoices, statements, telling

urlpatterns: list[URLPattern] = [
    route("link/<slug:token>/", account.open_address, name="portal_link"),
    route("", account.account, name="portal_account"),
    route("pay/", account.how_to_pay, name="portal_pay"),
    route("payments/", account.payments, name="portal_payments"),
    route("promise/", telling.promise, name="portal_promise"),
    route("dispute/", telling.dispute, name="portal_dispute"),
    route("more-time/", telling.extension, name="portal_extension"),
    route("person/", telling.contact, name="portal_contact"),
    route("question/", telling.question, name="portal_question"),
    route("arrived/<slug:what>/", account.done, name="portal_done"),
    route("language/", account.language, name="portal_language"),
    route("leave/", account.leave, name="portal_leave"),
    route("invoices/", invoices.invoices, name="portal_invoices"),
    route("invoices/<int:tax_invoice_id>/<int:document_id>/", invoices.invoice_file, name="portal_invoice_file"),
    route("statements/", statements.statement_list, name="portal_statements"),
    route("statement/", statements.statement, name="portal_statement"),
    route("statements/<int:statement_id>/", statements.one_statement, name="portal_one_statement"),
    route("statements/<int:statement_id>/file/<slug:kind>/", statements.file, name="portal_statement_file"),
    route("statements/<int:statement_id>/code/", statements.code, name="portal_code"),
    route("statements/<int:statement_id>/send-code/", statements.send_me_a_code, name="portal_send_code"),
    route("statements/<int:statement_id>/confirm/", statements.confirm, name="portal_confirm"),
    route("statements/<int:statement_id>/object/", statements.object_to, name="portal_object"),
]
