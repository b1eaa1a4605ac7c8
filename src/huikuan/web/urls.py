"""Addresses of the web app, by area; those of newer rooms stand in a file each, found by being there."""

from importlib import import_module
from pkgutil import iter_modules

from django.urls import URLPattern

import huikuan.web.addresses as of_rooms
from huikuan.web.routing import route
from huikuan.web.views import (
    ageing,
    allocations,
    calendar,
    contact,
    customer_lists,
    customers,
    gates,
    imports,
    invoices,
    letters,
    matching,
    messages,
    my_settings,
    own_companies,
    pauses,
    people,
    policies,
    receipt_acts,
    receipts,
    receivables,
    reminders,
    search,
    session,
    statements,
    today,
)

SESSION = [
    route("sign-in/", session.sign_in_page, name="sign_in"),
    route("sign-out/", session.sign_out_page, name="sign_out"),
    route("language/", session.choose_language, name="language"),
    route("theme/", session.choose_theme, name="theme"),
    route("company/", session.choose_company, name="choose_company"),
    route("link/<slug:token>/", gates.one_time_link, name="one_time_link"),
]
CUSTOMERS = [
    route("customers/", customers.customer_list, name="customers"),
    route("customers/add/", customers.add_customer, name="add_customer"),
    route("customers/assign/", customers.assign, name="assign_customers"),
    route("customers/classify/", customers.classify, name="classify_customers"),
    route("customers/<int:customer_id>/", customers.customer, name="customer"),
    route("customers/<int:customer_id>/contact/", contact.contact, name="record_contact"),
    route("contacts/<int:activity_id>/files/<int:document_id>/", contact.contact_file, name="contact_file"),
    route("customers/<int:customer_id>/invoice/", invoices.add_invoice, name="add_invoice"),
]
RECEIVABLES = [
    route("receivables/", receivables.receivable_list, name="receivables"),
    route("receivables/invoices/<int:invoice_id>/", invoices.invoice, name="invoice"),
    route("receivables/invoices/<int:invoice_id>/short-payment/", invoices.short_payment, name="short_payment"),
    route("receivables/invoices/<int:invoice_id>/write-off/", invoices.writing_off, name="write_off"),
    route("receivables/invoices/<int:invoice_id>/credit/", invoices.credit, name="credit"),
    route("receivables/invoices/<int:invoice_id>/take-back/", invoices.take_back, name="take_back_posting"),
]
RECEIPTS = [
    route("receipts/", receipts.receipt_list, name="receipts"),
    route("receipts/add/", receipts.add_receipt, name="add_receipt"),
    route("receipts/<int:receipt_id>/", receipts.receipt, name="receipt"),
    route("receipts/<int:receipt_id>/allocate/", receipt_acts.allocate, name="allocate"),
    route("receipts/<int:receipt_id>/undo/", receipt_acts.undo_allocations, name="undo_allocations"),
    route("receipts/<int:receipt_id>/identify/", receipt_acts.identify, name="identify_receipt"),
    route("receipts/<int:receipt_id>/refund/", receipt_acts.refund, name="refund"),
    route("receipts/<int:receipt_id>/refund/undo/", receipt_acts.undo_refund, name="undo_refund"),
    route("receipts/<int:receipt_id>/bounce/", receipt_acts.bounce, name="bounce"),
    route("receipts/<int:receipt_id>/no-receipt/", receipt_acts.no_receipt, name="no_receipt"),
    route("receipts/<int:receipt_id>/restore/", receipt_acts.restore, name="restore_receipt"),
]
INSIGHT = [
    route("insight/ageing/", ageing.ageing_report, name="ageing"),
    route("insight/ageing/items/", ageing.ageing_items, name="ageing_items"),
    route("insight/allocations/", allocations.allocation_list, name="allocations"),
]
FOLLOW_UP = [
    route("reminders/", reminders.reminder_runs, name="reminders"),
    route("reminders/plan/", reminders.plan_reminders, name="plan_reminders"),
    route("reminders/runs/<int:run_id>/", reminders.reminder_run, name="reminder_run"),
    route("reminders/runs/<int:run_id>/send/", reminders.send_reminders, name="send_reminders"),
    route("reminders/runs/<int:run_id>/approve/", reminders.approve_reminders, name="approve_reminders"),
    route("reminders/runs/<int:run_id>/cancel/", reminders.cancel_reminders, name="cancel_reminders"),
    route("reminders/runs/<int:run_id>/<int:row_id>/exclude/", reminders.exclude_reminder, name="exclude_reminder"),
    route("reminders/runs/<int:run_id>/<int:row_id>/letter.pdf", letters.row_sheet, name="row_sheet"),
    route("reminders/policies/", policies.policy_list, name="policies"),
    route("reminders/policies/<str:customer_class>/", policies.policy, name="policy"),
    route("reminders/policies/<str:customer_class>/look/", policies.look_at_policy, name="look_at_policy"),
    route("reminders/policies/<str:customer_class>/save/", policies.change_policy, name="change_policy"),
    route("reminders/letters/", letters.letter_list, name="letters"),
    route("reminders/letters/<int:letter_id>/approve/", letters.approve_text, name="approve_text"),
    route("reminders/letters/<slug:kind>/<slug:tone>/<slug:language>/", letters.letter, name="letter"),
    route(
        "reminders/letters/<slug:kind>/<slug:tone>/<slug:language>/look/", letters.look_at_letter, name="look_at_letter"
    ),
    route(
        "reminders/letters/<slug:kind>/<slug:tone>/<slug:language>/sheet/", letters.letter_sheet, name="letter_sheet"
    ),
    route("reminders/letters/<slug:kind>/<slug:tone>/<slug:language>/save/", letters.save_text, name="save_text"),
    route("reminders/pauses/", pauses.pause_list, name="pauses"),
    route("reminders/pauses/customer/<int:customer_id>/", pauses.pause, name="pause_customer"),
    route("reminders/pauses/<int:pause_id>/end/", pauses.stop_pause, name="end_pause"),
    route("reminders/messages/", messages.messages, name="messages"),
    route("reminders/messages/again/", messages.send_all_again, name="send_all_again"),
    route("reminders/messages/<int:message_id>/", messages.resolve, name="resolve_message"),
    route("reminders/messages/<int:message_id>/again/", messages.send_message_again, name="send_message_again"),
    route("reminders/messages/<int:message_id>/cancel/", messages.cancel, name="cancel_message"),
]
IMPORTS = [
    route("imports/", imports.imports_done, name="imports"),
    route("imports/<int:batch_id>/", imports.import_done, name="import_done"),
    route("imports/list/", imports.import_table, name="import_table"),
    route("imports/list/look/", imports.import_preview, name="import_preview"),
    route("imports/list/take/", imports.carry_out_import, name="carry_out_import"),
    route("imports/customers/look/", customer_lists.look_at_customer_list, name="look_at_customer_list"),
    route("imports/customers/take/", customer_lists.take_customer_list, name="take_customer_list"),
    route("imports/statement/", statements.import_statement, name="import_statement"),
    route("imports/statement/look/", statements.statement_preview, name="statement_preview"),
    route("imports/statement/take/", statements.carry_out_statement, name="carry_out_statement"),
    route("imports/statement/account/", statements.add_account, name="add_account"),
]
MATCHING = [
    route("matching/", matching.matching_list, name="matching"),
    route("matching/run/", matching.run_again, name="run_matching"),
    route("matching/<int:receipt_id>/<int:place>/", matching.confirm_match, name="confirm_match"),
]
SETTINGS = [
    route("settings/me/", my_settings.my_settings, name="my_settings"),
    route("settings/me/password/", my_settings.new_password, name="new_password"),
    route("settings/me/sessions/", my_settings.end_other_sessions, name="end_other_sessions"),
    route("settings/me/tokens/", my_settings.new_token, name="new_token"),
    route("settings/me/tokens/<int:token_id>/stop/", my_settings.stop_token, name="stop_token"),
    route("settings/people/", people.people, name="people"),
    route("settings/people/add/", people.new_person, name="new_person"),
    route("settings/people/departments/", people.new_department, name="new_department"),
    route("settings/people/<int:user_id>/", people.one_person, name="person"),
    route("settings/people/<int:user_id>/link/", people.make_link, name="make_link"),
    route("settings/people/<int:user_id>/switch/", people.switch_person, name="switch_person"),
    route("settings/calendar/", calendar.calendar, name="calendar"),
    route("settings/calendar/set/", calendar.set_day, name="set_calendar_day"),
    route("settings/calendar/remove/", calendar.remove_day, name="remove_calendar_day"),
    route("settings/companies/", own_companies.own_companies, name="own_companies"),
    route("settings/companies/add/", own_companies.new_company, name="new_company"),
    route("settings/companies/<int:company_id>/", own_companies.own_company, name="own_company"),
    route("settings/companies/<int:company_id>/close/", own_companies.close_books, name="close_books"),
]

OF_ROOMS: list[URLPattern] = [
    one
    for found in iter_modules(of_rooms.__path__)
    for one in import_module(f"{of_rooms.__name__}.{found.name}").ROUTES
]

urlpatterns: list[URLPattern] = [
    route("", today.today, name="today"),
    route("search/", search.search, name="search"),
    *SESSION,
    *CUSTOMERS,
    *RECEIVABLES,
    *RECEIPTS,
    *MATCHING,
    *IMPORTS,
    *FOLLOW_UP,
    *INSIGHT,
    *SETTINGS,
    *OF_ROOMS,
]
