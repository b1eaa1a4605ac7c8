"""Addresses of the pages of limits."""

from django.urls import URLPattern

ROUTES: list[URLPattern] = []
