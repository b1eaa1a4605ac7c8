"""Forms of account opening: the application, a document, a waiver, the field check with its photos, the requirements."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from huikuan.documents.rules import LARGEST_DOCUMENT
from huikuan.openings.rules import MOST_FILES, MOST_MONTHS, CustomerKind, DocumentCode, Requirements
from huikuan.web.forms.fields import DayField, named_choices
from huikuan.wording.openings import CUSTOMER_KINDS, OPENING_DOCUMENTS, VERDICTS


class OpeningForm(forms.Form):
    """Why a customer is to be opened, and as what."""

    kind = forms.ChoiceField(label=_("Kind of customer"), choices=named_choices(names=CUSTOMER_KINDS))
    reason = forms.CharField(
        label=_("Why he is to be opened"), max_length=300, widget=forms.Textarea(attrs={"rows": 3})
    )


class DocumentForm(forms.Form):
    """One file of an application."""

    code = forms.ChoiceField(label=_("Which document"), choices=named_choices(names=OPENING_DOCUMENTS))
    file = forms.FileField(label=_("File"))

    def clean_file(self) -> Any:
        """A file of at most 20 MB. Raises ValidationError."""
        return refuse_large(file=self.cleaned_data["file"])


class WaiverForm(forms.Form):
    """Why a document is not needed."""

    code = forms.ChoiceField(label=_("Which document"), choices=named_choices(names=OPENING_DOCUMENTS))
    because = forms.CharField(label=_("Why it is not needed"), max_length=300)


class Photos(forms.ClearableFileInput):
    """Several pictures; on the phone the camera opens."""

    allow_multiple_selected = True


class PhotosField(forms.FileField):
    """Several files, each at most 20 MB."""

    def __init__(self, **options: Any) -> None:
        super().__init__(widget=Photos(attrs={"accept": "image/*"}), required=False, **options)

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        """The files. Raises ValidationError."""
        files = data if isinstance(data, list | tuple) else [data] if data else []
        if len(files) > MOST_FILES:
            raise ValidationError(_("At most %(most)s photos."), params={"most": MOST_FILES})
        return [refuse_large(file=super(PhotosField, self).clean(one, initial)) for one in files]


class FieldCheckForm(forms.Form):
    """What somebody saw on site."""

    checked_on = DayField(label=_("Visited on"))
    place = forms.CharField(label=_("Where"), max_length=300)
    verdict = forms.ChoiceField(label=_("Impression"), choices=named_choices(names=VERDICTS))
    findings = forms.CharField(label=_("What you found"), max_length=2000, widget=forms.Textarea(attrs={"rows": 5}))
    photos = PhotosField(label=_("Photos"), help_text=_("Gate, workshop, warehouse: what shows that they are there."))


class RequirementsForm(forms.Form):
    """The next version of what an application needs."""

    required_from = DayField(
        label=_("Required from"),
        required=False,
        help_text=_("Customers created before that day need no opening; empty: nobody does."),
    )
    valid_months = forms.IntegerField(label=_("Months an approval holds"), min_value=1, max_value=MOST_MONTHS)
    source = forms.CharField(label=_("Who decided this, and when"), max_length=400)

    def __init__(self, *values: Any, before: Requirements, **options: Any) -> None:
        super().__init__(*values, **options)
        for kind in CustomerKind:
            self.fields[f"documents_{kind.value}"] = forms.MultipleChoiceField(
                label=str(CUSTOMER_KINDS[kind.value]),
                choices=named_choices(names=OPENING_DOCUMENTS),
                widget=forms.CheckboxSelectMultiple,
                required=False,
                initial=[code.value for code in before.documents.get(kind, ())],
            )

    @property
    def document_fields(self) -> list[forms.BoundField]:
        """The lists of documents, one for each kind of customer."""
        return [self[f"documents_{kind.value}"] for kind in CustomerKind]

    def requirements(self, *, seen: int) -> Requirements:
        """The version that was typed, over the version `seen` that the editor saw."""
        typed = self.cleaned_data
        documents = {
            kind: tuple(DocumentCode(code) for code in typed[f"documents_{kind.value}"]) for kind in CustomerKind
        }
        return Requirements(seen, typed["required_from"], typed["valid_months"], documents, typed["source"])


def refuse_large(*, file: Any) -> Any:
    """The file, if it has at most 20 MB. Raises ValidationError."""
    if file.size > LARGEST_DOCUMENT:
        raise ValidationError(_("The file is larger than 20 MB. Choose a smaller one."))
    return file
