"""Addresses of the pages of calculators."""

from django.urls import URLPattern

from huikuan.web.routing import route
from huikuan.web.views import calculators

ROUTES: list[URLPattern] = [route("calculators/", calculators.calculators, name="calculators")]
