package dev.rehome.images;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rehome.document.Json;
import dev.rehome.failure.Failure;
import dev.rehome.failure.FailureException;
import dev.rehome.failure.Safety;
import dev.rehome.host.Host;
import dev.rehome.process.Command;
import dev.rehome.process.Finished;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Docker or podman on a machine, whichever is there. */
public final class ImageEngine {
  private static final Duration LIMIT = Duration.ofHours(6);

  /**
   * Logs in where that is wished, without leaving anything behind, and runs the rest. Arguments:
   * the program, how many logins, registry and user of each, and what the program is to do.
   */
  private static final String LOGGED_IN =
      """
      program=$1 logins=$2; shift 2
      if [ "$logins" != 0 ]; then
        folder=$(mktemp -d) || exit
        trap 'rm -rf "$folder"' EXIT
        export DOCKER_CONFIG="$folder" REGISTRY_AUTH_FILE="$folder/auth.json"
        while [ "$logins" != 0 ]; do
          eval "password=\\$REHOME_LOGIN_$logins"
          printf %s "$password" | "$program" login --username "$2" --password-stdin "$1" > "$folder/said" 2>&1 ||
            { cat "$folder/said" >&2; exit 1; }
          shift 2; logins=$((logins - 1))
        done
        unset password
      fi
      "$program" "$@"
      """;

  private final Optional<Host> host;
  private final String program;
  private final List<Login> logins;

  private ImageEngine(Optional<Host> host, String program, List<Login> logins) {
    this.host = host;
    this.program = program;
    this.logins = logins;
  }

  /**
   * That of a host, or of this machine.
   *
   * @throws FailureException if there is none
   */
  public static ImageEngine on(Optional<Host> host, List<Login> logins) {
    Finished found = run(host, Command.of("sh", "-c", "command -v docker || command -v podman"));
    String place = host.map(each -> "host " + each.name()).orElse("this machine");
    if (!found.succeeded()) {
      throw unfit(
          "there is neither docker nor podman on " + place, "install one, or leave out images");
    }
    var engine = new ImageEngine(host, found.output().strip(), logins);
    Finished answers = engine.run(Command.of(engine.program, "version"));
    if (!answers.succeeded()) {
      throw unfit(
          engine.program + " does not work on " + place + ": " + answers.errors().strip(),
          "see that its service runs, and that the host's user may use it (sudo)");
    }
    return engine;
  }

  private static FailureException unfit(String what, String next) {
    return new FailureException(Failure.Kind.NOT_READY, what, Safety.NOTHING_CHANGED, next);
  }

  private static Finished run(Optional<Host> host, Command command) {
    return host.map(each -> each.run(command, Optional.empty(), LIMIT))
        .orElseGet(() -> command.run(LIMIT));
  }

  private Finished run(Command command) {
    return run(host, command);
  }

  /** All that have a name, by whatever way. */
  public List<Image> images() {
    List<String> ids =
        printed(Command.of(program, "image", "ls", "--quiet", "--no-trunc"))
            .lines()
            .distinct()
            .toList();
    return ids.isEmpty()
        ? List.of()
        : inspected(ids).stream()
            .filter(image -> !image.tags().isEmpty() || !image.digests().isEmpty())
            .toList();
  }

  /** The one that this machine means by a tag, a digest or an id; if it has it. */
  public Optional<Image> find(String name) {
    Finished finished = run(Command.of(program, "image", "inspect", name));
    return finished.succeeded() ? read(finished.output()).stream().findFirst() : Optional.empty();
  }

  private List<Image> inspected(List<String> ids) {
    return read(printed(Command.of(program, "image", "inspect").and(ids.toArray(String[]::new))));
  }

  private static List<Image> read(String json) {
    var images = new ArrayList<Image>();
    for (JsonNode each : Json.read(json, JsonNode.class)) {
      images.add(
          new Image(
              each.path("Id").asText().replace("sha256:", ""),
              texts(each.path("RepoTags")),
              texts(each.path("RepoDigests"))));
    }
    return images;
  }

  private static List<String> texts(JsonNode list) {
    var texts = new ArrayList<String>();
    list.forEach(each -> texts.add(each.asText()));
    return texts.stream().filter(each -> !each.contains("<none>")).sorted().toList();
  }

  private String printed(Command command) {
    Finished finished = run(command);
    if (!finished.succeeded()) {
      throw new FailureException(
          Failure.Kind.FAILED,
          String.join(" ", command.arguments().subList(0, 3))
              + " failed: "
              + finished.errors().strip(),
          Safety.NOTHING_CHANGED,
          "see what is wrong there");
    }
    return finished.output();
  }

  /** Fetches it from its registry; where it is already, that only asks whether it is there. */
  public Pull pull(String digest) {
    var arguments = new ArrayList<>(List.of("sh", "-c", LOGGED_IN, "rehome", program));
    arguments.add("" + logins.size());
    logins.forEach(login -> arguments.addAll(List.of(login.registry(), login.user())));
    arguments.addAll(List.of("pull", digest));
    Command command = Command.of(arguments.toArray(String[]::new));
    for (int i = 0; i < logins.size(); i++) {
      command = command.with("REHOME_LOGIN_" + (logins.size() - i), logins.get(i).password());
    }
    Finished finished = run(command);
    return finished.succeeded() ? new Pull.Done() : Pull.failed(finished.errors());
  }

  public void tag(String image, String tag) {
    printed(Command.of(program, "tag", image, tag));
  }

  /** What prints an image as a tar archive, with all its tags. */
  public List<String> saving(Image image) {
    var command = new ArrayList<>(List.of(program, "save"));
    command.addAll(image.tags().isEmpty() ? List.of(image.id()) : image.tags());
    return command;
  }

  /** What takes such an archive in. */
  public List<String> loading() {
    return List.of(program, "load");
  }
}
