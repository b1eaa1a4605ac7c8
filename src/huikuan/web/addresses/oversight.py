"""Addresses of the pages of oversight."""

from django.urls import URLPattern

from huikuan.web.routing import route
from huikuan.web.views import oversight

ROUTES: list[URLPattern] = [
    route("oversight/", oversight.flag_list, name="oversight"),
    route("oversight/look/", oversight.look_now, name="look_now"),
    route("oversight/thresholds/", oversight.watch_policy, name="watch_policy"),
    route("oversight/<int:flag_id>/judge/", oversight.judge, name="judge_flag"),
]
