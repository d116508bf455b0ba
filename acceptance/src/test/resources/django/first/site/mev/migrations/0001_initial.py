from django.db import migrations, models


class Migration(migrations.Migration):
    operations = [
        migrations.CreateModel("Tag", [
            ("id", models.BigAutoField(primary_key=True)),
            ("name", models.CharField(max_length=100)),
        ]),
        migrations.CreateModel("Operation", [
            ("id", models.BigAutoField(primary_key=True)),
            ("name", models.TextField()),
            ("details", models.JSONField(null=True)),
            ("raw", models.BinaryField(null=True)),
            ("legacy", models.CharField(max_length=20, default="")),
            ("tags", models.ManyToManyField(to="mev.Tag")),
            ("file", models.CharField(max_length=500)),
        ]),
    ]
