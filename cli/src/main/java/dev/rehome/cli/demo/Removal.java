package dev.rehome.cli.demo;

import dev.rehome.failure.Failure;
import dev.rehome.failure.FailureException;
import dev.rehome.failure.Safety;
import dev.rehome.files.Folders;
import dev.rehome.process.Command;
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
    Folders.remove(site.folder());
  }
}
