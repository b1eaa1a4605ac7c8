"""Addresses of the pages of ratings."""

from django.urls import URLPattern

ROUTES: list[URLPattern] = []
