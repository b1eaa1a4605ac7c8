"""Addresses of judgements of debtors."""

from django.urls import URLPattern

from huikuan.web.routing import route
from huikuan.web.views import conduct

ROUTES: list[URLPattern] = [
    route("conduct/", conduct.conduct_list, name="conduct"),
    route("conduct/policy/", conduct.policy, name="conduct_policy"),
    route("conduct/signs/<int:sign_id>/take-back/", conduct.take_back, name="take_back_sign"),
    route("conduct/judgements/<int:judgement_id>/appeal/", conduct.appeal, name="file_appeal"),
    route("conduct/appeals/<int:appeal_id>/decide/", conduct.decide, name="decide_appeal"),
    route("customers/<int:customer_id>/conduct/", conduct.conduct_of, name="conduct_of"),
    route("customers/<int:customer_id>/conduct/judge/", conduct.judge, name="judge_conduct"),
    route("customers/<int:customer_id>/conduct/sign/", conduct.add_sign, name="add_sign"),
    route("customers/<int:customer_id>/conduct/files/<int:document_id>/", conduct.file, name="conduct_file"),
]
