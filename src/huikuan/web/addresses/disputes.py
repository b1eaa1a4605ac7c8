"""Addresses of disputes."""

from django.urls import URLPattern

from huikuan.web.routing import route
from huikuan.web.views import disputes

ROUTES: list[URLPattern] = [
    route("disputes/", disputes.dispute_list, name="disputes"),
    route("disputes/board/", disputes.board, name="dispute_board"),
    route("disputes/deadlines/", disputes.deadlines, name="dispute_deadlines"),
    route("disputes/<int:dispute_id>/", disputes.dispute, name="dispute"),
    route("disputes/<int:dispute_id>/decide/", disputes.decide, name="decide_dispute"),
    route("disputes/<int:dispute_id>/assign/", disputes.assign, name="assign_dispute"),
    route("disputes/<int:dispute_id>/file/", disputes.add_file, name="add_dispute_file"),
    route("disputes/<int:dispute_id>/files/<int:document_id>/", disputes.file, name="dispute_file"),
    route("customers/<int:customer_id>/dispute/", disputes.add_dispute, name="add_dispute"),
]
