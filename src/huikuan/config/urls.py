"""Addresses: the web app, the customers' portal and the API."""

from django.urls import include, path

urlpatterns = [
    path("api/", include("huikuan.api.urls")),
    path("portal/", include("huikuan.portal.urls")),
    path("", include("huikuan.web.urls")),
]

handler404 = "huikuan.web.views.refusals.not_found"
handler500 = "huikuan.web.views.refusals.failed"
