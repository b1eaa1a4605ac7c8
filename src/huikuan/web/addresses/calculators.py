"""Addresses of the pages of calculators."""

from django.urls import URLPattern

ROUTES: list[URLPattern] = []
