import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "settings")
django.setup()
from django.conf import settings
from mev.models import Operation, Tag

tags = [Tag.objects.create(name=name) for name in ("größe", "数据", "", "cloudsqladmin", "o'clock \"x\"")]
for n in range(300):
    path = os.path.join(settings.DATA_DIR, "operations", "operation %d ü.txt" % n)
    with open(path, "w", encoding="utf-8") as out:
        out.write("content of %d\n" % n * (n % 5))
    operation = Operation.objects.create(
        name="granted to cloudsqlsuperuser %d \\ \t\n é 🦉" % n if n % 3 else "",
        details=None if n % 7 == 0 else {"n": n, "list": [None, True, 1.5, "\u2028"], "text": "\\. \\N"},
        raw=None if n % 5 else bytes(range(256)),
        legacy="old",
        file=path,
    )
    operation.tags.set(tags[: n % 5])
