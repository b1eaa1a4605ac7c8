"""Addresses: the web app and the API."""

from django.urls import include, path

urlpatterns = [
    path("api/", include("huikuan.api.urls")),
    path("", include("huikuan.web.urls")),
]

handler404 = "huikuan.web.views.refusals.not_found"
handler500 = "huikuan.web.views.refusals.failed"
