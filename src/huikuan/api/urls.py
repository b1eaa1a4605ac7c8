"""Addresses of the REST API; what no route has is answered in the API's own shape, not by a page."""

from django.urls import include, path, re_path

from huikuan.api.door import door, no_such_address
from huikuan.api.v1 import addresses

urlpatterns = [
    path("v1/", include((addresses(), "ninja"), namespace="api-1")),
    re_path("", door(no_such_address)),
]
