"""Files by the SHA-256 of their bytes, and what each is kept for."""

from django.db import models
from django.db.models import Q

from huikuan.documents.rules import Purpose


class Document(models.Model):
    """A file in the data folder; the row exists only after the bytes are on the disk (X7)."""

    sha256 = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=120)
    content_type = models.CharField(max_length=100)
    size_bytes = models.BigIntegerField()
    created_at = models.DateTimeField()
    act = models.ForeignKey("audit.Act", models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(size_bytes__gte=0), name="documents_size_not_negative")]


class DocumentUse(models.Model):
    """What a document is kept for and whose it is: the only ground on which it is opened."""

    document = models.ForeignKey(Document, models.PROTECT, related_name="uses")
    purpose = models.CharField(max_length=12, choices=[(purpose.value, purpose.value) for purpose in Purpose])
    owner_id = models.BigIntegerField()
    name = models.CharField(max_length=120)
    act = models.ForeignKey("audit.Act", models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["document", "purpose", "owner_id"], name="documents_use_once")]
        indexes = [models.Index(fields=["purpose", "owner_id"], name="documents_of_owner")]
