"""Addresses of the pages of prices."""

from django.urls import URLPattern

ROUTES: list[URLPattern] = []
