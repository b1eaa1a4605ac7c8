"""Addresses: the web app and the API."""

from django.urls import include, path

urlpatterns = [
    path("api/", include("huikuan.api.urls")),
    path("", include("huikuan.web.urls")),
]
