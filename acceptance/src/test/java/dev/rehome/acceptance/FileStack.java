package dev.rehome.acceptance;

import dev.rehome.process.Command;
import dev.rehome.process.Secret;
import dev.rehome.testkit.Repositories;
import dev.rehome.testkit.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A stack of files only, whose commands each test writes anew: the quickest that can be redeployed.
 * The files {@code quiesced} and {@code opened} tell which were run.
 */
final class FileStack implements AutoCloseable {
  private final Path folder;

  private FileStack(Path folder) {
    this.folder = folder;
  }

  static FileStack make() throws IOException {
    var stack = new FileStack(Files.createTempDirectory(Path.of("/var/tmp"), "rehome-test-"));
    Shell.run(
        stack.folder,
        """
        mkdir -p live/uploads revisions
        echo one > live/uploads/one
        cd revisions
        git init -q -b main
        for revision in first second; do
          echo $revision > revision
          git add -A
          git -c user.name=x -c user.email=x@example.org commit -qm $revision
          git tag $revision
        done
        """);
    Repositories.make(stack.folder.resolve("backups")).close();
    for (String command : new String[] {"outputs", "quiesce", "open"}) {
      stack.does(command, "");
    }
    stack.does("outputs", "echo '{\"place\": \"here\"}'");
    Files.writeString(
        stack.folder.resolve("rehome.yaml"),
        """
        stack: files
        revisions: { git: revisions, current: { run: "echo first" } }
        infrastructure:
          commands:
            create: "sh %1$s/create"
            destroy: "sh %1$s/destroy"
            outputs: "sh %1$s/outputs"
        files: [ { root: live, include: [uploads] } ]
        quiesce: [ { run: "sh %1$s/quiesce" } ]
        open: [ { run: "sh %1$s/open" } ]
        repository: { location: backups, password: "${env:REHOME_PASSWORD}" }
        """
            .formatted(stack.folder));
    return stack;
  }

  Path folder() {
    return folder;
  }

  /** Has one of its commands do this from now on. */
  void does(String command, String script) throws IOException {
    Files.writeString(
        folder.resolve(command), "cd " + folder + "\necho >> " + command + ".ran\n" + script);
  }

  boolean ran(String command) {
    return Files.exists(folder.resolve(command + ".ran"));
  }

  Command rehome(String... arguments) {
    return Command.of(Rehome.LAUNCHER)
        .and(arguments)
        .and("--file", folder.resolve("rehome.yaml").toString())
        .with("REHOME_PASSWORD", new Secret(Repositories.PASSWORD));
  }

  @Override
  public void close() {
    Shell.run(folder, "pkill -KILL -f \"$PWD\" || true; rm -rf \"$PWD\"");
  }
}
