package dev.rehome.repository.backup;

/** Told of what a backup meets, from several threads. */
public interface BackupListener {
  BackupListener SILENT = problem -> {};

  void problem(SourceProblem problem);
}
