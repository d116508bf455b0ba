package dev.rehome.readiness;

import dev.rehome.backup.Sources;
import dev.rehome.host.Host;
import dev.rehome.process.Account;
import dev.rehome.process.Command;
import dev.rehome.stack.Stack.FilesSettings;
import java.util.Optional;

/** Whether the user is there who is to own restored files. */
public record OwnerLook(Sources sources) {
  public Findings look() {
    return Findings.all(
        sources.stack().files().stream()
            .filter(files -> !files.kept())
            .filter(files -> known(files))
            .map(files -> Findings.attempt(() -> look(files))));
  }

  private boolean known(FilesSettings files) {
    return files
        .owner()
        .map(owner -> ReferenceLook.resolves(owner, sources.references()))
        .orElse(false);
  }

  private Findings look(FilesSettings files) {
    String user = files.owner().orElseThrow().resolve(sources.references());
    if (files.host().isEmpty()) {
      return Findings.problemUnless(
          Account.find(user).isPresent(), "there is no user " + user + " on this machine");
    }
    Host host = sources.hosts().at(files.host().get());
    boolean there = host.run(Command.of("id", "--", user), Optional.empty()).succeeded();
    return Findings.later(
        "whether its host "
            + host.name()
            + " has user "
            + user
            + ", who gets the files"
            + (there ? "" : " (the one that runs has not)"));
  }
}
