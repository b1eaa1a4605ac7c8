"""Addresses of merchant accounts, and of the layouts of statements that people explained."""

from django.urls import URLPattern

from huikuan.web.routing import route
from huikuan.web.views import statement_layouts, wallets

ROUTES: list[URLPattern] = [
    route("wallets/", wallets.wallet_list, name="wallets"),
    route("wallets/<int:bank_account_id>/", wallets.wallet, name="wallet"),
    route("wallets/<int:bank_account_id>/settle/", wallets.settle, name="settle_wallet"),
    route("wallets/<int:bank_account_id>/undo/<int:settlement_id>/", wallets.undo, name="undo_settlement"),
    route("wallets/<int:bank_account_id>/refund/", wallets.refund, name="book_wallet_refund"),
    route("imports/statement/columns/", statement_layouts.explain, name="explain_statement"),
    route("imports/statement/columns/save/", statement_layouts.save, name="save_statement_layout"),
    route("imports/layouts/", statement_layouts.layout_list, name="statement_layouts"),
    route("imports/layouts/<int:number>/", statement_layouts.edit, name="edit_statement_layout"),
    route("imports/layouts/<int:number>/end/", statement_layouts.end, name="end_statement_layout"),
]
