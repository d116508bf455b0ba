package dev.rehome.host;

import dev.rehome.failure.Failure;
import dev.rehome.failure.FailureException;
import dev.rehome.failure.Safety;
import dev.rehome.files.Folders;
import dev.rehome.process.Command;
import dev.rehome.process.Finished;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * The agent with a Java of its own, packed to be sent to hosts. An installed Rehome brings it; else
 * it is made once for each version of Rehome and of Java, and kept.
 *
 * @param file a tar archive, compressed, of one folder of this name
 * @param name tells what it was made of
 */
public record AgentBundle(Path file, String name) {
  private static final String MODULES = "java.base,java.logging,java.net.http,jdk.unsupported";
  private static final Duration LIMIT = Duration.ofMinutes(5);

  /** One class of each library that the agent needs. */
  private static final List<String> PARTS =
      List.of(
          "dev.rehome.agent.Agent",
          "dev.rehome.repository.Repository",
          "dev.rehome.process.Command",
          "com.github.luben.zstd.Zstd",
          "com.fasterxml.jackson.databind.ObjectMapper",
          "com.fasterxml.jackson.core.JsonFactory",
          "com.fasterxml.jackson.annotation.JsonProperty",
          "com.fasterxml.jackson.datatype.jdk8.Jdk8Module");

  /** Makes it, unless it is there. */
  public static synchronized AgentBundle make() {
    List<Path> jars = PARTS.stream().map(AgentBundle::jar).toList();
    String name = "agent-" + digest(jars);
    Optional<Path> packed = packed(name).filter(Files::exists);
    if (packed.isPresent()) {
      return new AgentBundle(packed.get(), name);
    }
    try {
      Path cache = Files.createDirectories(cache());
      Path file = cache.resolve(name + ".tar.gz");
      if (!Files.exists(file)) {
        Path work = Files.createTempDirectory(cache, "new-");
        try {
          removeOthers(cache);
          build(work, name, jars);
          Files.move(work.resolve(name + ".tar.gz"), file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
          Folders.remove(work);
        }
      }
      return new AgentBundle(file, name);
    } catch (IOException e) {
      throw new UncheckedIOException("the agent for hosts could not be packed", e);
    }
  }

  /** Why the host cannot take it, if so: "it has no tar …". */
  public static Optional<String> unfit(Host host) {
    Command kind = Command.of("uname", "-sm");
    String here = kind.run(LIMIT).output().strip();
    String there = host.run(kind, Optional.empty()).output().strip();
    if (!there.equals(here)) {
      return Optional.of(
          "it is a "
              + there
              + ", and a program for it can only be made on the same kind of machine; this is a "
              + here);
    }
    Command looking = Command.of("sh", "-c", "command -v tar && command -v gzip");
    return host.run(looking, Optional.empty()).succeeded()
        ? Optional.empty()
        : Optional.of("it has no tar with gzip");
  }

  /** What an installed Rehome brings, whose Java cannot make it. */
  private static Optional<Path> packed(String name) {
    return Optional.ofNullable(System.getProperty("rehome.home"))
        .map(home -> Path.of(home, "agent", name + ".tar.gz"));
  }

  /** Those of other versions. */
  private static void removeOthers(Path cache) throws IOException {
    try (DirectoryStream<Path> others = Files.newDirectoryStream(cache, "agent-*.tar.gz")) {
      for (Path each : others) {
        Files.deleteIfExists(each);
      }
    }
  }

  private static Path cache() {
    return Optional.ofNullable(System.getenv("XDG_CACHE_HOME"))
        .filter(place -> !place.isBlank())
        .map(Path::of)
        .orElseGet(() -> Path.of(System.getProperty("user.home"), ".cache"))
        .resolve("rehome");
  }

  private static Path jar(String part) {
    try {
      return Path.of(
          Class.forName(part).getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException | ClassNotFoundException e) {
      throw new IllegalStateException("a library at a strange place", e);
    }
  }

  private static String digest(List<Path> jars) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(
          (MODULES + System.getProperty("java.vm.version") + System.getProperty("os.arch"))
              .getBytes(java.nio.charset.StandardCharsets.UTF_8));
      for (Path jar : jars) {
        digest.update(Files.readAllBytes(jar));
      }
      return HexFormat.of().formatHex(digest.digest(), 0, 8);
    } catch (IOException e) {
      throw new UncheckedIOException("could not read this program's libraries", e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static void build(Path work, String name, List<Path> jars) throws IOException {
    Path jlink = Path.of(System.getProperty("java.home"), "bin", "jlink");
    if (!Files.exists(jlink)) {
      throw refused("this Java has no jlink, with which the one for hosts is made");
    }
    Path folder = work.resolve(name);
    done(
        Command.of(jlink.toString(), "--add-modules", MODULES, "--strip-debug", "--compress")
            .and("zip-6", "--no-header-files", "--no-man-pages", "--output", folder.toString())
            .run(LIMIT));
    Path app = Files.createDirectory(folder.resolve("app"));
    for (Path jar : jars) {
      Files.copy(jar, app.resolve(jar.getFileName()));
    }
    done(Command.of("tar", "-czf", name + ".tar.gz", name).in(work).run(LIMIT));
  }

  private static void done(Finished finished) {
    if (!finished.succeeded()) {
      throw refused(
          "the agent for hosts could not be packed: "
              + (finished.output() + finished.errors()).strip());
    }
  }

  private static FailureException refused(String what) {
    return new FailureException(
        Failure.Kind.NOT_READY,
        what,
        Safety.NOTHING_CHANGED,
        "run Rehome with a whole JDK 25; files on hosts need one");
  }
}
