"""Addresses of the pages of customers file."""

from django.urls import URLPattern

ROUTES: list[URLPattern] = []
