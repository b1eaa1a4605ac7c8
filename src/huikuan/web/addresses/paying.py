"""Addresses of the pages of paying."""

from django.urls import URLPattern

from huikuan.web.routing import route
from huikuan.web.views import mandates, paying

ROUTES: list[URLPattern] = [
    route("customers/<int:customer_id>/paying/", paying.paying, name="paying"),
    route("customers/<int:customer_id>/paying/save/", paying.save_how, name="save_paying"),
    route("customers/<int:customer_id>/paying/arrange/", paying.arrange_paying, name="arrange_paying"),
    route("customers/<int:customer_id>/paying/block/", paying.block, name="block_step"),
    route("customers/<int:customer_id>/paying/mend/", paying.mend, name="mend_step"),
    route("customers/<int:customer_id>/paying/<int:number>/restore/", paying.restore, name="restore_paying"),
    route("receipts/<int:receipt_id>/mandate/", mandates.enter_mandate, name="enter_mandate"),
    route("mandates/<int:mandate_id>/end/", mandates.close_mandate, name="end_mandate"),
    route("mandates/<int:mandate_id>/papers/<int:document_id>/", mandates.mandate_paper, name="mandate_paper"),
]
