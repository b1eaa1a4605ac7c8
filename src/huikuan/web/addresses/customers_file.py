"""Addresses of the pages of customers file."""

from django.urls import URLPattern

from huikuan.web.routing import route
from huikuan.web.views import customer_file as file
from huikuan.web.views import customer_parts as parts
from huikuan.web.views import customer_people as people
from huikuan.web.views import duplicates

_FILE = "customers/<int:customer_id>/file/"

ROUTES: list[URLPattern] = [
    route(_FILE, file.customer_file, name="customer_file"),
    route(f"{_FILE}history/", file.customer_history, name="customer_history"),
    route(f"{_FILE}edit/<slug:section>/", file.edit_section, name="edit_customer_file"),
    route(f"{_FILE}group/", file.edit_group, name="edit_group"),
    route(f"{_FILE}names/add/", parts.new_name, name="new_name"),
    route("customers/names/<int:name_id>/remove/", parts.drop_name, name="drop_name"),
    route(f"{_FILE}payers/add/", parts.new_alias, name="new_alias"),
    route("customers/payers/<int:alias_id>/remove/", parts.drop_alias, name="drop_alias"),
    route(f"{_FILE}size/", parts.new_size, name="new_size"),
    route(f"{_FILE}reports/add/", parts.new_report, name="new_report"),
    route(f"{_FILE}reports/<int:document_id>/", parts.report_file, name="report_file"),
    route(f"{_FILE}people/add/", people.new_contact, name="new_contact"),
    route("customers/people/<int:contact_id>/", people.edit_contact, name="edit_contact"),
    route("customers/people/<int:contact_id>/erase/", people.erase_contact, name="erase_contact"),
    route("customers/people/<int:contact_id>/data/", people.contact_data, name="contact_data"),
    route("customers/duplicates/", duplicates.duplicates, name="duplicates"),
    route("customers/<int:customer_id>/merge/<int:into_id>/", duplicates.merge, name="merge_customers"),
    route("customers/merges/<int:merge_id>/undo/", duplicates.part, name="undo_merge"),
    route("settings/companies/<int:company_id>/size/", parts.own_size, name="own_company_size"),
]
