"""Addresses of the pages of oversight."""

from django.urls import URLPattern

ROUTES: list[URLPattern] = []
