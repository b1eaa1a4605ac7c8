"""Addresses of the pages of openings."""

from django.urls import URLPattern

ROUTES: list[URLPattern] = []
