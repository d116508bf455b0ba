import os

SECRET_KEY = "for tests"
INSTALLED_APPS = ["django.contrib.contenttypes", "django.contrib.auth", "mev"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
DATA_DIR = os.environ["DATA_DIR"]
TITLE = os.environ["TITLE"]
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "webmev",
        "USER": "mev",
        "PASSWORD": os.environ["DB_PASSWD"],
        "HOST": "127.0.0.1",
        "PORT": os.environ["DB_PORT"],
    }
}
