"""Addresses of sanctions."""

from django.urls import URLPattern

from huikuan.web.routing import route
from huikuan.web.views import sanction_letters, sanctions

ROUTES: list[URLPattern] = [
    route("sanctions/", sanctions.sanction_list, name="sanctions"),
    route("sanctions/ladders/", sanctions.ladders, name="sanction_ladders"),
    route("sanctions/ladders/change/", sanctions.change_ladders, name="change_sanction_ladders"),
    route("sanctions/letters/", sanction_letters.sanction_letters, name="sanction_letters"),
    route("sanctions/letters/<str:letter>/<str:language>/", sanction_letters.sanction_letter, name="sanction_letter"),
    route(
        "sanctions/letters/<str:letter>/<str:language>/save/",
        sanction_letters.save_sanction_letter,
        name="save_sanction_letter",
    ),
    route(
        "sanctions/letter-versions/<int:letter_id>/approve/",
        sanction_letters.approve_sanction_letter,
        name="approve_sanction_letter",
    ),
    route("sanctions/tasks/<int:task_id>/done/", sanctions.report_done, name="report_sanction_task"),
    route("sanctions/<int:sanction_id>/lift/", sanctions.lift, name="lift_sanction"),
    route("sanctions/<int:sanction_id>/facts/", sanctions.state_sanction, name="state_sanction"),
    route("sanctions/<int:sanction_id>/notice/", sanctions.notify, name="notify_sanction"),
    route("sanctions/<int:sanction_id>/arrival/", sanctions.prove, name="prove_notice"),
    route("sanctions/<int:sanction_id>/arrival/back/", sanctions.unprove, name="take_back_arrival"),
    route("sanctions/<int:sanction_id>/apply/", sanctions.put_into_force, name="apply_sanction"),
    route("sanctions/<int:sanction_id>/papers/<int:document_id>/", sanctions.paper, name="sanction_paper"),
    route("customers/<int:customer_id>/sanctions/", sanctions.customer_sanctions, name="customer_sanctions"),
    route("customers/<int:customer_id>/sanctions/propose/", sanctions.propose, name="propose_sanction"),
    route("customers/<int:customer_id>/court-list/", sanctions.record_court, name="record_court_entry"),
]
