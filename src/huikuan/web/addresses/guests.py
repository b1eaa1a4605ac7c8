"""Addresses of portal links and of what customers asked by them."""

from django.urls import URLPattern

from huikuan.web.routing import route
from huikuan.web.views import portal_links

ROUTES: list[URLPattern] = [
    route("customers/<int:customer_id>/portal/", portal_links.links, name="portal_links"),
    route("customers/<int:customer_id>/portal/make/", portal_links.make, name="make_portal_link"),
    route("portal-links/<int:link_id>/address/", portal_links.show_address, name="show_portal_address"),
    route("portal-links/<int:link_id>/mail/", portal_links.mail, name="mail_portal_link"),
    route("portal-links/<int:link_id>/code/", portal_links.code, name="portal_link_code"),
    route("portal-links/<int:link_id>/revoke/", portal_links.revoke, name="revoke_portal_link"),
    route("portal-requests/", portal_links.request_list, name="portal_requests"),
    route("portal-requests/<int:request_id>/decide/", portal_links.decide, name="decide_portal_request"),
]
