package dev.rehome.redeployment.step;

import dev.rehome.backup.BackupId;
import dev.rehome.backup.Sources;
import dev.rehome.managed.Description;
import dev.rehome.managed.ManagedSnapshot;
import dev.rehome.run.Operations;
import dev.rehome.run.RemoteOperation;
import dev.rehome.run.Run;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

/** Has the provider make a snapshot of every server that it runs for the stack. */
record Snapshots(Sources sources, BackupId backup, Operations operations) {
  /**
   * By the databases' keys. Where the provider makes none there is none: the dump is what is proven
   * and relied on.
   */
  Map<String, ManagedSnapshot> take() {
    var all = new TreeMap<String, ManagedSnapshot>();
    sources
        .managed()
        .forEach(
            (key, server) -> {
              Description now = server.describe();
              if (!now.backupsSurvive() && sources.backupsMayBeRetained(key)) {
                server.retainBackups();
              }
              String name = "snapshot " + now.instance().name();
              RemoteOperation making = server.snapshot("Rehome backup " + backup);
              Operations.Remote ended = operations.remote(name, making);
              if (ended.failed().isPresent()) {
                operations.says("the provider made no snapshot: " + ended.failed().get());
                ended = operations.remote(name, making);
              }
              if (ended.failed().isEmpty()) {
                all.put(key, server.snapshotOf(ended.id()));
              } else {
                operations.says("warning: there will be no snapshot: " + ended.failed().get());
              }
            });
    return all;
  }

  /** For a backup without any, which nobody finishes whose run is another's by then. */
  static Supplier<Map<String, ManagedSnapshot>> none(Run run) {
    return () -> {
      run.ensureHeld();
      return Map.of();
    };
  }

  static Map<String, ManagedSnapshot> await(CompletableFuture<Map<String, ManagedSnapshot>> made) {
    try {
      return made.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }
}
