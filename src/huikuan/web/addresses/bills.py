"""Addresses of the pages of bills, vouchers, cash, deposits, set-off and IOUs."""

from django.urls import URLPattern

from huikuan.web.routing import route
from huikuan.web.views import bill_acts, bill_settings, bills, money_forms

ROUTES: list[URLPattern] = [
    route("bills/", bills.bill_list, name="bills"),
    route("bills/add/", bills.add_bill, name="add_bill"),
    route("bills/acceptors/", bill_settings.acceptors, name="acceptors"),
    route("bills/acceptors/take/", bill_settings.take_watch_list, name="take_watch_list"),
    route("bills/<int:part_id>/", bills.bill, name="bill"),
    route("bills/<int:part_id>/undo/", bills.undo_bill, name="undo_bill"),
    route("bills/<int:part_id>/line/<int:event_id>/", bill_acts.link_bill, name="link_bill"),
    route("bills/<int:part_id>/<slug:what>/", bill_acts.bill_act, name="bill_act"),
    route("cash/", money_forms.cash_list, name="cash"),
    route("cash/<int:receipt_id>/", money_forms.bank_cash_page, name="bank_cash"),
    route("cash/<int:receipt_id>/undo/<int:step_id>/", money_forms.undo_cash, name="undo_cash"),
    route("deposits/", money_forms.deposit_list, name="deposits"),
    route("deposits/receipt/<int:receipt_id>/", money_forms.keep_deposit, name="keep_deposit"),
    route("deposits/<int:deposit_id>/", money_forms.use_deposit_page, name="use_deposit"),
    route("agreements/", money_forms.agreement_list, name="agreements"),
    route("agreements/set-off/", money_forms.add_set_off, name="add_set_off"),
    route("agreements/set-off/<int:set_off_id>/paper/", money_forms.set_off_paper, name="set_off_paper"),
    route("agreements/iou/<int:iou_id>/paper/", money_forms.iou_paper, name="iou_paper"),
    route("agreements/iou/", money_forms.add_iou, name="add_iou"),
    route("settings/bills/", bill_settings.bill_policy, name="bill_policy"),
    route("settings/bills/change/", bill_settings.change_bill_policy, name="change_bill_policy"),
    route("settings/bills/acceptor/", bill_settings.say_of_acceptor, name="say_of_acceptor"),
]
