package dev.rehome.cli.demo;

import dev.rehome.database.postgres.ScratchServers;
import dev.rehome.failure.Failure;
import dev.rehome.failure.FailureException;
import dev.rehome.failure.Safety;
import dev.rehome.files.Folders;
import dev.rehome.localcloud.LocalCloud;
import dev.rehome.process.Command;
import dev.rehome.repository.Keys;
import dev.rehome.repository.Repository;
import dev.rehome.repository.backend.local.LocalBackend;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Ends what a demo started, and removes its folder. */
record Removal(DemoSite site) {
  void run() {
    if (!Files.exists(site.repository().resolve("deploy/provision"))) {
      throw new FailureException(
          Failure.Kind.BAD_INPUT,
          site.folder() + " is no folder of a demo",
          Safety.NOTHING_CHANGED,
          "give the folder that rehome demo named");
    }
    Path place = site.folder().resolve("place");
    if (Files.exists(site.home())) {
      // Each part by itself: a demo that was killed may have only some.
      for (String part : new String[] {"application", "uploads", "database"}) {
        Command.of(
                "sh",
                "-c",
                "set -a; . \"$0\"; SHOP_REVISION=; cd \"$1\" && ./provision " + part + " destroy",
                place.toString(),
                site.repository().resolve("deploy").toString())
            .run(DemoSite.LIMIT);
      }
    }
    stopCloud();
    discardScratch();
    Folders.remove(site.folder());
  }

  /** It stops its servers when it ends; a killed one is started once more for that. */
  private void stopCloud() {
    if (Files.isDirectory(site.cloud())) {
      LocalCloud.end(site.cloud());
    }
  }

  /** The proof's servers of a run that was not gone on with. */
  private void discardScratch() {
    if (!Files.exists(site.password())) {
      return;
    }
    try (Repository repository =
            Repository.open(
                new LocalBackend(site.backups()),
                Keys.bytes(Files.readString(site.password()).strip()));
        DirectoryStream<Path> left =
            Files.newDirectoryStream(
                Path.of("/var/tmp"), "rehome-" + repository.config().id().brief() + "-*")) {
      left.forEach(new ScratchServers()::discard);
    } catch (IOException e) {
      throw new UncheckedIOException("could not look for what is left of the demo", e);
    }
  }
}
