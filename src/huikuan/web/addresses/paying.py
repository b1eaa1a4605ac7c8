"""Addresses of the pages of paying."""

from django.urls import URLPattern

ROUTES: list[URLPattern] = []
