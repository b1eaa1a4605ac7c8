"""Addresses of late-payment interest."""

from django.urls import URLPattern

from huikuan.web.routing import route
from huikuan.web.views import interest, interest_rates

ROUTES: list[URLPattern] = [
    route("interest/", interest.interest_list, name="interest"),
    route("interest/propose/", interest.propose_chosen, name="propose_chosen_interest"),
    route("interest/rates/", interest_rates.rates, name="interest_rates"),
    route("interest/rates/enter/", interest_rates.enter_rate, name="enter_prime_rate"),
    route("interest/rates/policy/", interest_rates.save_policy, name="save_interest_policy"),
    route("interest/<int:receivable_id>/", interest.item, name="interest_item"),
    route("interest/<int:receivable_id>/propose/", interest.propose, name="propose_interest"),
    route("interest/<int:receivable_id>/stop/", interest.stop, name="stop_interest"),
    route("interest/<int:receivable_id>/pauses/<int:pause_id>/void/", interest.void, name="void_interest_pause"),
    route("interest/claims/<int:charge_id>/<slug:what>/", interest.decide, name="decide_interest"),
]
