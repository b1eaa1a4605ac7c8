"""Addresses of the pages of ratings."""

from django.urls import URLPattern

from huikuan.web.routing import route
from huikuan.web.views import ratings, scorecards

ROUTES: list[URLPattern] = [
    route("ratings/", ratings.rating_list, name="ratings"),
    route("ratings/run/", ratings.rate_now, name="rate_now"),
    route("ratings/proposals/", ratings.rating_proposals, name="rating_proposals"),
    route("ratings/proposals/approve/", ratings.approve_ratings, name="approve_ratings"),
    route("customers/<int:customer_id>/rating/", ratings.rating, name="rating"),
    route("customers/<int:customer_id>/rating/<str:kind>/answers/", ratings.answer_rating, name="answer_rating"),
    route("matrix/", ratings.matrix, name="matrix"),
    route("scorecards/", scorecards.scorecard_list, name="scorecards"),
    route("scorecards/<int:version_id>/", scorecards.scorecard_version, name="scorecard_version"),
    route("scorecards/<int:version_id>/ask/", scorecards.ask_for_rules, name="ask_for_rules"),
    route("scorecards/<str:kind>/edit/", scorecards.edit_rules, name="edit_rules"),
    route("scorecards/<str:kind>/check/", scorecards.check_rules, name="check_rules"),
    route("scorecards/<str:kind>/save/", scorecards.save_rules, name="save_rules"),
]
