from django.db import models


class Tag(models.Model):
    name = models.CharField(max_length=100)


class Operation(models.Model):
    name = models.TextField()
    details = models.JSONField(null=True)
    raw = models.BinaryField(null=True)
    legacy = models.CharField(max_length=20, default="")
    tags = models.ManyToManyField(Tag)
    file = models.CharField(max_length=500)
