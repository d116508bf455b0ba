package dev.rehome.cli.demo;

import dev.rehome.cli.stack.StackDemo;
import dev.rehome.cli.terminal.ExitCode;
import dev.rehome.cli.terminal.Json;
import dev.rehome.cli.terminal.Output;
import dev.rehome.cli.terminal.Task;
import dev.rehome.failure.Failure;
import dev.rehome.failure.FailureException;
import dev.rehome.failure.Safety;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "demo",
    description = {
      "A whole redeployment here, now, on real servers, needing no account.",
      "",
      "Builds a small shop on this machine (a PostgreSQL database, uploads, a web service), fills"
          + " it with data, and redeploys it from one revision to the next. The database is on an"
          + " instance of a cloud that runs on this machine, too, so that it comes back by"
          + " snapshot. All of it is in one folder.",
      "",
      "Example:  rehome demo",
      "Example:  rehome demo --scale tiny --yes"
    },
    mixinStandardHelpOptions = true)
public final class DemoCommand extends Task {
  @Option(
      names = "--scale",
      paramLabel = "N",
      defaultValue = "1",
      description = "How many times 50,000 orders to load, or tiny (default: ${DEFAULT-VALUE}).")
  String scale = "1";

  @Option(
      names = "--folder",
      paramLabel = "DIR",
      description = "The folder to make; PostgreSQL's user must be able to reach it.")
  @Nullable Path folder;

  @Option(
      names = "--database",
      paramLabel = "KIND",
      defaultValue = "cloud-sql",
      description =
          "cloud-sql: on an instance of a cloud on this machine; server: a server of its own"
              + " (default: ${DEFAULT-VALUE}).")
  String database = "cloud-sql";

  @Option(
      names = "--break",
      paramLabel = "WHAT",
      description =
          "snapshot: the restored snapshot lacks rows; see how that is noticed, and the dump used.")
  @Nullable String broken;

  @Option(names = "--yes", description = "Approve without being asked what is destroyed.")
  boolean yes;

  @Option(
      names = "--prepare-only",
      description = "Only build and fill the old stack, and say how to redeploy it yourself.")
  boolean prepareOnly;

  @Option(
      names = "--remove",
      paramLabel = "DIR",
      description = "End what a demo in this folder started, and remove the folder.")
  @Nullable Path remove;

  @Override
  protected ExitCode run(Output output) {
    if (remove != null) {
      new Removal(new DemoSite(remove.toAbsolutePath().normalize())).run();
      output.result("Removed " + remove, Json.object("command", "demo", "outcome", "removed"));
      return ExitCode.DONE;
    }
    double factor = factor();
    boolean cloud = choice("--database", database, "cloud-sql", "server").equals("cloud-sql");
    if (broken != null) {
      choice("--break", cloud ? broken : "", "snapshot");
    }
    var site = new DemoSite(make());
    output.line(
        "The demo is in " + site.folder(),
        Json.object("type", "progress", "text", "the demo is in " + site.folder()));
    var preparation = new Preparation(site, home(), cloud, text -> says(output, text));
    preparation.run(factor);
    if (broken != null) {
      preparation.breakSnapshot();
    }
    if (prepareOnly) {
      output.result(
          "Prepared. Redeploy it: rehome run second --file " + site.stackFile(),
          Json.object(
              "command", "demo", "outcome", "prepared", "folder", site.folder().toString()));
      return ExitCode.DONE;
    }
    return StackDemo.redeploy(output, site.stackFile(), "second", yes, site.folder());
  }

  private static void says(Output output, String text) {
    output.line("       " + text, Json.object("type", "progress", "text", text));
  }

  private static String choice(String option, String chosen, String... choices) {
    if (List.of(choices).contains(chosen)) {
      return chosen;
    }
    throw new FailureException(
        Failure.Kind.BAD_INPUT,
        option
            + " can be "
            + String.join(" or ", choices)
            + (chosen.isEmpty() ? " on cloud-sql" : ""),
        Safety.NOTHING_CHANGED,
        "rehome demo --help");
  }

  private double factor() {
    try {
      double factor = scale.equals("tiny") ? 0.01 : Double.parseDouble(scale);
      if (factor > 0 && factor <= 10_000) {
        return factor;
      }
    } catch (NumberFormatException e) {
      // said below
    }
    throw new FailureException(
        Failure.Kind.BAD_INPUT,
        "--scale " + scale + " is no scale",
        Safety.NOTHING_CHANGED,
        "give a number such as 0.5 or 10, or tiny");
  }

  private Path make() {
    try {
      if (folder == null) {
        Path made = Files.createTempDirectory(Path.of("/var/tmp"), "rehome-demo-");
        Files.setPosixFilePermissions(made, PosixFilePermissions.fromString("rwxr-xr-x"));
        return made;
      }
      Path made = folder.toAbsolutePath().normalize();
      Files.createDirectories(made.getParent());
      return Files.createDirectory(made);
    } catch (java.nio.file.FileAlreadyExistsException e) {
      throw new FailureException(
          Failure.Kind.BAD_INPUT,
          folder + " is there already",
          Safety.NOTHING_CHANGED,
          "name a folder that is not there yet",
          "rehome demo --remove " + folder + "    removes an earlier demo");
    } catch (IOException e) {
      throw new UncheckedIOException("could not make the demo's folder", e);
    }
  }

  private static Path home() {
    String home = System.getProperty("rehome.home");
    if (home == null) {
      throw new FailureException(
          Failure.Kind.BAD_INPUT,
          "it is not known where the sample application is",
          Safety.NOTHING_CHANGED,
          "start Rehome by its launcher, ./rehome");
    }
    return Path.of(home);
  }
}
