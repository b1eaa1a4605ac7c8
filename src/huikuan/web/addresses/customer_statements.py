"""Addresses of the pages of statements of account."""

from django.urls import URLPattern

from huikuan.web.routing import route
from huikuan.web.views import (
    customer_statements,
    statement_acts,
    statement_recipients,
    statement_runs,
    statement_settings,
)

ROUTES: list[URLPattern] = [
    route("statements/", customer_statements.statement_list, name="statements"),
    route("statements/coverage/", customer_statements.coverage, name="statement_coverage"),
    route("statements/print.pdf", customer_statements.print_batch, name="print_statements"),
    route("statements/send/", statement_acts.send_all, name="send_statements"),
    route("statements/runs/", statement_runs.run_list, name="statement_runs"),
    route("statements/runs/preview/", statement_runs.preview, name="preview_statements"),
    route("statements/runs/begin/", statement_runs.begin, name="begin_statements"),
    route("statements/runs/<int:run_id>/", statement_runs.run, name="statement_run"),
    route("statements/runs/<int:run_id>/on/", statement_runs.go_on, name="carry_on_statements"),
    route("statements/runs/<int:run_id>/cancel/", statement_runs.cancel, name="cancel_statements"),
    route("statements/rules/", statement_settings.statement_rules, name="statement_rules"),
    route("statements/rules/save/", statement_settings.save_rules, name="save_statement_rules"),
    route(
        "statements/texts/approve/<int:text_id>/",
        statement_settings.approve_statement_text,
        name="approve_statement_text",
    ),
    route("statements/texts/<str:kind>/<str:language>/", statement_settings.statement_text, name="statement_text"),
    route(
        "statements/texts/<str:kind>/<str:language>/save/",
        statement_settings.save_statement_text,
        name="save_statement_text",
    ),
    route("statements/seals/<int:company_id>/", statement_settings.save_seal, name="save_seal"),
    route("statements/<int:statement_id>/", customer_statements.statement, name="statement"),
    route("statements/<int:statement_id>/statement.pdf", customer_statements.statement_pdf, name="statement_pdf"),
    route(
        "statements/<int:statement_id>/statement.xlsx",
        customer_statements.statement_workbook,
        name="statement_workbook",
    ),
    route(
        "statements/<int:statement_id>/answers/<int:document_id>/", customer_statements.answer_file, name="answer_file"
    ),
    route("statements/<int:statement_id>/send/", statement_acts.send, name="send_statement"),
    route("statements/<int:statement_id>/post/", statement_acts.post, name="post_statement"),
    route("statements/<int:statement_id>/arrived/", statement_acts.arrived, name="statement_arrived"),
    route("statements/<int:statement_id>/answer/", statement_acts.answer, name="answer_statement"),
    route("statements/<int:statement_id>/prove/", statement_acts.prove, name="prove_statement"),
    route("statements/<int:statement_id>/replace/", statement_acts.replace, name="replace_statement"),
    route("statements/<int:statement_id>/withdraw/", statement_acts.withdraw, name="withdraw_statement"),
    route(
        "customers/<int:customer_id>/statement-recipient/", statement_recipients.recipient, name="statement_recipient"
    ),
    route("customers/<int:customer_id>/statement/", statement_runs.one, name="make_statement"),
]
