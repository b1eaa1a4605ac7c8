"""Addresses of money to claim."""

from django.urls import URLPattern

from huikuan.web.routing import route
from huikuan.web.views import claims

ROUTES: list[URLPattern] = [
    route("claims/", claims.claim_list, name="claims"),
    route("claims/<int:announcement_id>/claim/", claims.claim, name="claim_money"),
    route("claims/<int:claim_id>/withdraw/", claims.withdraw, name="withdraw_claim"),
    route("claims/<int:claim_id>/accept/", claims.accept, name="accept_claim"),
    route("claims/<int:claim_id>/refuse/", claims.refuse, name="refuse_claim"),
    route("claims/<int:claim_id>/reopen/", claims.reopen, name="reopen_claim"),
    route("claims/<int:claim_id>/papers/<int:document_id>/", claims.paper, name="claim_paper"),
    route("receipts/<int:receipt_id>/announce/", claims.announce, name="announce_receipt"),
]
