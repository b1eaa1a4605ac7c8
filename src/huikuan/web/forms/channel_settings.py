"""Forms of one channel each: an SMS provider or a robot of a chat group. A secret is typed, never shown; left empty it stays."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from huikuan.outbox.operations.keeping import SMS_NAME, ChannelDraft
from huikuan.outbox.queries import KeptChannelRow
from huikuan.outbox.rules import ChannelName

SECRET = forms.PasswordInput(attrs={"autocomplete": "new-password"})


def _secret(label: Any, **more: Any) -> forms.CharField:
    return forms.CharField(label=label, required=False, max_length=2_000, widget=SECRET, **more)


def _lines(label: Any, rows: int = 4, **more: Any) -> forms.CharField:
    area = forms.Textarea(attrs={"rows": rows, "spellcheck": "false", "autocomplete": "off"})
    return forms.CharField(label=label, required=False, max_length=20_000, widget=area, **more)


class ChannelForm(forms.Form):
    """What all have: the number that was seen, so that two administrators do not overwrite one another."""

    channel = ChannelName.SMS
    kind = ""
    secret_names: tuple[str, ...] = ()
    replaces = forms.IntegerField(widget=forms.HiddenInput, initial=0, min_value=0)

    def draft(self, *, name: str = "") -> ChannelDraft:
        """The channel as typed."""
        secrets = {one: self.cleaned_data[one] for one in self.secret_names}
        return ChannelDraft(
            name or self.name(), self.channel, self.kind, self.settings(), secrets, self.cleaned_data["replaces"]
        )

    def name(self) -> str:
        """A provider of SMS is named for its kind; a robot as typed."""
        return f"{SMS_NAME}-{self.kind}"

    def settings(self) -> dict[str, Any]:
        """What may be shown again."""
        return {}

    @classmethod
    def initial_of(cls, row: KeptChannelRow) -> dict[str, Any]:
        """What is shown of a kept channel."""
        return {**row.settings, "replaces": row.number}


class RobotForm(ChannelForm):
    """A robot: its name here, its address with the key, its secret where it signs, and whom it tells."""

    secret_names: tuple[str, ...] = ("url", "secret")
    robot_name = forms.CharField(
        label=_("Name of the robot here"), max_length=40, help_text=_("Small letters, digits, hyphens: sales-east.")
    )
    url = _secret(_("Webhook address"), help_text=_("As the group's settings show it, with its key."))
    secret = _secret(_("Secret for signing"), help_text=_("Where the robot has one."))
    people = forms.CharField(
        label=_("Tells"),
        max_length=500,
        help_text=_("Sign-in names with commas between them; * is everybody. Everybody in the group reads it."),
    )

    def name(self) -> str:
        """As typed."""
        return str(self.cleaned_data["robot_name"])

    def settings(self) -> dict[str, Any]:
        """Whom it tells."""
        named = str(self.cleaned_data["people"]).replace("，", ",").split(",")
        return {"people": [one.strip() for one in named if one.strip()]}

    @classmethod
    def initial_of(cls, row: KeptChannelRow) -> dict[str, Any]:
        """Name and people."""
        return {
            "replaces": row.number,
            "robot_name": row.name,
            "people": ", ".join(row.settings.get("people", [])),
        }


class WecomForm(RobotForm):
    """WeCom has no secret besides the key in the address."""

    channel, kind, secret_names = ChannelName.WECOM, "wecom", ("url",)
    secret = None  # type: ignore[assignment]


class DingtalkForm(RobotForm):
    """A robot of DingTalk."""

    channel, kind = ChannelName.DINGTALK, "dingtalk"


class FeishuForm(RobotForm):
    """A robot of Feishu."""

    channel, kind = ChannelName.FEISHU, "feishu"


class AlibabaForm(ChannelForm):
    """Alibaba Cloud SMS."""

    kind, secret_names = "alibaba", ("key_secret",)
    key_id = forms.CharField(label=_("Access key ID"), max_length=100)
    key_secret = _secret(_("Access key secret"))
    sign_name = forms.CharField(label=_("Approved signature"), max_length=60)
    templates = _lines(
        _("Approved texts, one a line"),
        help_text=_(
            "Our name, the provider's number, the parameters in its order: OVERDUE-zh-hans SMS_1234 customer_name,total"
        ),
    )

    def clean_templates(self) -> dict[str, Any]:
        """The approved texts by our names. Raises ValidationError."""
        found: dict[str, Any] = {}
        for number, line in enumerate(str(self.cleaned_data["templates"]).splitlines(), 1):
            parts = line.replace("，", ",").split()
            if not parts:
                continue
            if len(parts) not in (2, 3):
                raise ValidationError(_("Line %(line)s: our name, number, parameters."), params={"line": number})
            listed = parts[2].split(",") if len(parts) == 3 else []
            found[parts[0]] = {"code": parts[1], "parameters": [one for one in listed if one]}
        return found

    def settings(self) -> dict[str, Any]:
        """All but the secret."""
        return {one: self.cleaned_data[one] for one in ("key_id", "sign_name", "templates")}

    @classmethod
    def initial_of(cls, row: KeptChannelRow) -> dict[str, Any]:
        """The texts as they are typed."""
        texts: Mapping[str, Any] = row.settings.get("templates", {})
        listed = [f"{name} {one['code']} {','.join(one['parameters'])}".strip() for name, one in sorted(texts.items())]
        return {**row.settings, "templates": "\n".join(listed), "replaces": row.number}


class TencentForm(AlibabaForm):
    """Tencent Cloud SMS."""

    kind = "tencent"
    application_id = forms.CharField(label=_("SMS application (SdkAppId)"), max_length=30)
    field_order = ("key_id", "key_secret", "application_id", "sign_name", "templates")

    def settings(self) -> dict[str, Any]:
        """With the application."""
        return {**super().settings(), "application_id": self.cleaned_data["application_id"]}


class HttpForm(ChannelForm):
    """Any provider of SMS over HTTP; address, headers and body may hold keys and are not shown again."""

    kind, secret_names = "http", ("url", "headers", "body")
    url = _secret(_("Address"), help_text=_("https and public; places such as {{phone}} may stand in it."))
    method = forms.ChoiceField(label=_("Method"), choices=[("POST", "POST"), ("PUT", "PUT"), ("GET", "GET")])
    form = forms.ChoiceField(label=_("Body as"), choices=[("JSON", "JSON"), ("FORM", _("form"))])
    headers = _lines(_("Headers, one a line"), 3, help_text=_("Name: value"))
    body = _lines(_("Body"), 5, help_text=_('JSON with places: {"to": "{{phone}}", "text": "{{text}}"}'))
    success_field = forms.CharField(label=_("Field of the answer"), max_length=100)
    success_equals = forms.CharField(label=_("Taken if it says"), max_length=100)
    later = forms.CharField(label=_("Try later if it says"), max_length=300, required=False)
    ours = forms.CharField(label=_("Our settings are wrong if it says"), max_length=300, required=False)
    repeat_header = forms.CharField(
        label=_("Header by which it notices a repeated request"), max_length=60, required=False
    )

    def clean_headers(self) -> dict[str, str]:
        """The headers by name. Raises ValidationError."""
        found = {}
        for number, line in enumerate(str(self.cleaned_data["headers"]).splitlines(), 1):
            name, colon, value = line.partition(":")
            if not line.strip():
                continue
            if not colon:
                raise ValidationError(_("Line %(line)s: Name: value."), params={"line": number})
            found[name.strip()] = value.strip()
        return found

    def clean_body(self) -> Any:
        """The body as JSON. Raises ValidationError."""
        typed = str(self.cleaned_data["body"]).strip()
        try:
            return json.loads(typed) if typed else {}
        except (ValueError, RecursionError) as error:
            raise ValidationError(_("This is no JSON.")) from error

    def settings(self) -> dict[str, Any]:
        """How the answer is read."""
        typed = self.cleaned_data
        success = {"field": typed["success_field"], "equals": typed["success_equals"]}
        lists = {one: [part.strip() for part in typed[one].split(",") if part.strip()] for one in ("later", "ours")}
        kept = {one: typed[one] for one in ("method", "form", "repeat_header")}
        return {**kept, "success": {**success, **lists}}

    @classmethod
    def initial_of(cls, row: KeptChannelRow) -> dict[str, Any]:
        """The answer's words as they are typed."""
        success = row.settings.get("success", {})
        lists = {one: ", ".join(success.get(one, [])) for one in ("later", "ours")}
        told = {"success_field": success.get("field", ""), "success_equals": success.get("equals", "")}
        return {**row.settings, **told, **lists, "replaces": row.number}


FORMS: Mapping[str, type[ChannelForm]] = {
    one.kind: one for one in (WecomForm, DingtalkForm, FeishuForm, AlibabaForm, TencentForm, HttpForm)
}


class TryForm(forms.Form):
    """To whose telephone a test goes; a robot writes to its group."""

    phone = forms.CharField(label=_("Mobile number"), max_length=30, required=False)
