from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("mev", "0001_initial")]
    operations = [
        migrations.CreateModel("Kind", [
            ("id", models.BigAutoField(primary_key=True)),
            ("name", models.CharField(max_length=100)),
        ]),
        migrations.AddField("Operation", "kind", models.ForeignKey("mev.Kind", null=True, on_delete=models.SET_NULL)),
        migrations.AddField("Operation", "size", models.BigIntegerField(null=True)),
        migrations.RenameField("Tag", "name", "label"),
        migrations.AlterField("Tag", "label", models.CharField(max_length=200)),
        migrations.RemoveField("Operation", "legacy"),
    ]
