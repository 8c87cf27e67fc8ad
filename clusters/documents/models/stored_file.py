"""The bytes of a file: kept once, under their SHA-256, in the storage "documents" of the settings."""

from django.db import models
from django.db.models.functions import Now


class StoredFile(models.Model):
    """One content. Rows are never changed nor deleted; the storage holds the bytes under `path`."""

    sha256 = models.CharField("校验值", max_length=64, primary_key=True)
    size = models.PositiveBigIntegerField("字节数")
    stored_at = models.DateTimeField("存入时间", db_default=Now())

    class Meta:
        verbose_name = verbose_name_plural = "存储的文件"
        ordering = ("stored_at", "sha256")

    def __str__(self) -> str:
        return self.sha256

    @property
    def path(self) -> str:
        """Where the storage keeps the bytes: 256 folders by the first two digits."""
        return f"{self.sha256[:2]}/{self.sha256}"
