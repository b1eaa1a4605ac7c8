"""What ties a mirror on disk to this database."""

from django.db import models


class MirrorToken(models.Model):
    """The secret name of the mirror of one own company; a mirror with another name belongs to another database."""

    company_id = models.BigIntegerField(unique=True)
    token = models.CharField(max_length=32)
