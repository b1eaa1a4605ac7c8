"""Addresses of the pages of securities."""

from django.urls import URLPattern

ROUTES: list[URLPattern] = []
