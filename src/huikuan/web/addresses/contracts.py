"""Addresses of the pages of contracts."""

from django.urls import URLPattern

ROUTES: list[URLPattern] = []
