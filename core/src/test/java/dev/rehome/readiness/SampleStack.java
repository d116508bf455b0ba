package dev.rehome.readiness;

import dev.rehome.backup.Outside;
import dev.rehome.backup.Sources;
import dev.rehome.host.Host;
import dev.rehome.infrastructure.State;
import dev.rehome.stack.HostReferences;
import dev.rehome.stack.LocalReferences;
import dev.rehome.stack.Reference;
import dev.rehome.stack.References;
import dev.rehome.stack.Stack;
import dev.rehome.stack.StackFile;
import dev.rehome.task.TaskCommands;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A stack as its file describes it, with outputs, whose hosts are all this machine. */
record SampleStack(Path folder, Stack stack, State state) {
  private static final String SMALLEST =
      """
      stack: sample
      repository: { location: backups, password: "${env:PASSWORD}" }
      """;

  static SampleStack of(Path folder, String text, Map<String, String> outputs) throws IOException {
    Path file = folder.resolve("rehome.yaml");
    Files.writeString(file, SMALLEST + text);
    return new SampleStack(folder, StackFile.read(file), new State("", 1, outputs, List.of()));
  }

  References references() {
    References local = new LocalReferences(Map.of("PASSWORD", "word"), folder);
    return new HostReferences(
        stack,
        reference -> {
          if (reference.source() != Reference.Source.OUTPUT) {
            return local.value(reference);
          }
          if (!state.outputs().containsKey(reference.name())) {
            throw new References.UnresolvedException(reference, "the stack has no such output");
          }
          return state.outputs().get(reference.name());
        });
  }

  TaskCommands tasks() throws IOException {
    return tasks(Files.createDirectories(folder.resolve("checkout")));
  }

  TaskCommands tasks(Path checkout) {
    Outside outside =
        new Outside(
            endpoint -> {
              throw new IllegalStateException("no databases here");
            },
            place -> {
              throw new IllegalStateException("no provider here");
            },
            place -> host(place.name()));
    return new TaskCommands(
        stack, new Sources(stack, references(), outside), state, checkout, "revision");
  }

  private static Host host(String name) {
    return new ThisMachine(name);
  }
}
