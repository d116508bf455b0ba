package dev.rehome.readiness;

import dev.rehome.backup.Sources;
import dev.rehome.files.FileSet;
import dev.rehome.host.Host;
import dev.rehome.process.Command;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Whether the files that a backup takes are there to be read. */
public record FileLook(Sources sources) {
  public Findings look() {
    return Findings.all(
        sources.source().files().stream().map(set -> Findings.attempt(() -> look(set))));
  }

  private Findings look(FileSet set) {
    Optional<Host> host = set.host().map(name -> sources.hosts().at(name));
    return Findings.all(
        set.include().stream().map(path -> look(Path.of(set.root()).resolve(path), host)));
  }

  private static Findings look(Path file, Optional<Host> host) {
    boolean there =
        host.map(each -> each.run(readable(file), Optional.empty()).succeeded())
            .orElseGet(() -> Files.exists(file) && Files.isReadable(file));
    return Findings.problemUnless(
        there,
        "there is no "
            + file
            + host.map(each -> " on host " + each.name()).orElse("")
            + " that could be read");
  }

  private static Command readable(Path file) {
    return Command.of("test", "-r", file.toString());
  }
}
