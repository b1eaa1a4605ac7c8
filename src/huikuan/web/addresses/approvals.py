"""Addresses of the pages of approvals."""

from django.urls import URLPattern

ROUTES: list[URLPattern] = []
