"""The address of a customer in trouble."""

from django.urls import URLPattern

from huikuan.web.routing import route
from huikuan.web.views import trouble

ROUTES: list[URLPattern] = [route("customers/<int:customer_id>/trouble/", trouble.trouble, name="trouble")]
