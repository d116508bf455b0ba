from django.db import models


class Tag(models.Model):
    label = models.CharField(max_length=200)


class Kind(models.Model):
    name = models.CharField(max_length=100)


class Operation(models.Model):
    name = models.TextField()
    details = models.JSONField(null=True)
    raw = models.BinaryField(null=True)
    tags = models.ManyToManyField(Tag)
    file = models.CharField(max_length=500)
    size = models.BigIntegerField(null=True)
    kind = models.ForeignKey(Kind, null=True, on_delete=models.SET_NULL)
