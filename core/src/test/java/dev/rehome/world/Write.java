package dev.rehome.world;

/**
 * Something that a user, or a superuser, wrote.
 *
 * @param key of the row, or the file's path
 * @param value what was written
 * @param place id of the server or the files that took it
 * @param old whether that was the old stack
 */
record Write(String environment, boolean file, String key, String value, long place, boolean old) {
  String pair() {
    return key + "=" + value;
  }
}
