"""Addresses of what messages on every channel ask of people: replies, tasks, letters on paper, consent, settings."""

from django.urls import URLPattern

from huikuan.web.routing import route
from huikuan.web.views import channel_settings, channels

ROUTES: list[URLPattern] = [
    route("messages/<int:message_id>/reply/", channels.message_reply, name="message_reply"),
    route("messages/<int:message_id>/task/", channels.message_task, name="message_task"),
    route("letters/post/", channels.letter_post, name="letter_post"),
    route("letters/post/print/", channels.print_pile, name="print_pile"),
    route("letters/post/list/", channels.hand_over_list, name="hand_over_list"),
    route("letters/post/<int:batch_id>/letters.pdf", channels.letter_pile, name="letter_pile"),
    route("letters/post/<int:letter_id>/courier/", channels.hand_over, name="hand_over_letter"),
    route("letters/post/<int:letter_id>/end/", channels.end_letter, name="end_letter"),
    route("letters/post/<int:letter_id>/undo/", channels.take_back_letter, name="take_back_letter"),
    route("contacts/<int:contact_id>/channels/", channels.contact_permissions, name="contact_permissions"),
    route("settings/channels/", channel_settings.channel_settings, name="channel_settings"),
    route("settings/channels/add/<slug:kind>/", channel_settings.add_channel, name="add_channel"),
    route("settings/channels/<slug:name>/", channel_settings.edit_channel, name="edit_channel"),
    route("settings/channels/<slug:name>/switch/", channel_settings.switch, name="switch_channel"),
    route("settings/channels/<slug:name>/try/", channel_settings.try_one, name="try_channel"),
]
