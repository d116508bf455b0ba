package dev.rehome.infrastructure.terraform;

import dev.rehome.document.Json;
import dev.rehome.failure.Failure;
import dev.rehome.failure.FailureException;
import dev.rehome.failure.Safety;
import dev.rehome.infrastructure.State;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Set;

/** A state in a file of this machine, in the folder that the stack file names. */
record LocalState(Path folder, String workspace) {
  private static final String NAME = "terraform.tfstate";
  private static final String WORKSPACES = "terraform.tfstate.d";

  Path file() {
    return workspace.equals("default")
        ? folder.resolve(NAME)
        : folder.resolve(WORKSPACES).resolve(workspace).resolve(NAME);
  }

  /** Terraform's own way to put another backend in a configuration's place: an override file. */
  byte[] override() {
    String hcl =
        "terraform {\n  backend \"local\" {\n    path = "
            + Json.line(folder.resolve(NAME).toString())
            + "\n    workspace_dir = "
            + Json.line(folder.resolve(WORKSPACES).toString())
            + "\n  }\n}\n";
    return hcl.getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Puts a copy in its place. A newer one of its history stays; an older one is moved aside, and so
   * is one of a history that ended.
   */
  void bring(byte[] copy, Set<String> ended) {
    if (Files.exists(file())) {
      State here = StateFile.parse(read());
      State kept = StateFile.parse(new String(copy, StandardCharsets.UTF_8));
      switch (here.whenBrought(kept, ended)) {
        case STAYS -> {
          return;
        }
        case IS_ANOTHERS ->
            throw new FailureException(
                Failure.Kind.NOT_READY,
                "the state in "
                    + file()
                    + " is of another stack than the run's: its lineage is "
                    + here.lineage()
                    + ", and not "
                    + kept.lineage(),
                Safety.NOTHING_CHANGED,
                "see whose it is; move it aside if it is nobody's: mv " + file() + " " + aside());
        case IS_REPLACED -> {}
      }
    }
    replace(copy);
  }

  private String read() {
    try {
      return Files.readString(file());
    } catch (IOException e) {
      throw new UncheckedIOException("could not read the state " + file(), e);
    }
  }

  private Path aside() {
    return file().resolveSibling(NAME + ".before-rehome");
  }

  private void replace(byte[] copy) {
    Path whole = file().resolveSibling(NAME + ".brought");
    try {
      Files.createDirectories(file().getParent());
      OwnFiles.write(whole, copy);
      if (Files.exists(file())) {
        Files.copy(file(), aside(), StandardCopyOption.REPLACE_EXISTING);
      }
      Files.move(whole, file(), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException("could not write the state " + file(), e);
    }
  }
}
