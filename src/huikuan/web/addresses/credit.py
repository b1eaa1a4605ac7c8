"""Addresses of the pages of credit."""

from django.urls import URLPattern

ROUTES: list[URLPattern] = []
