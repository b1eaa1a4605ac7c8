"""Addresses of provisions and write-offs."""

from django.urls import URLPattern

from huikuan.web.routing import route
from huikuan.web.views import provisions, written_off

ROUTES: list[URLPattern] = [
    route("provisions/", provisions.provision_list, name="provisions"),
    route("provisions/propose/", provisions.propose, name="propose_provision"),
    route("provisions/assess/", provisions.assess, name="assess_customer"),
    route("provisions/matrix/", provisions.matrix, name="loss_matrix"),
    route("provisions/<int:run_id>/", provisions.provision, name="provision"),
    route("provisions/<int:run_id>/vouchers/", provisions.vouchers, name="provision_vouchers"),
    route("provisions/<int:run_id>/vouchers.<slug:name>", provisions.voucher_file, name="voucher_file"),
    route("write-offs/", written_off.write_off_list, name="write_offs"),
    route("write-offs/claims/", written_off.claim_list, name="written_off"),
    route("write-offs/<int:write_off_id>/", written_off.write_off_request, name="write_off_request"),
    route("write-offs/<int:write_off_id>/reverse/", written_off.reverse_write_off, name="reverse_write_off"),
    route("customers/<int:customer_id>/write-off/", written_off.write_off_items, name="write_off_items"),
    route("write-offs/<int:write_off_id>/paper/", written_off.attach, name="attach_write_off_paper"),
    route("write-offs/<int:write_off_id>/papers/<int:document_id>/", written_off.paper, name="write_off_paper"),
    route("write-offs/claims/<int:receivable_id>/money/", written_off.recover, name="recover"),
]
