package dev.rehome.backup;

/** Told how a backup comes along, in sentences for the operator. */
@FunctionalInterface
public interface BackupListener {
  void says(String text);
}
