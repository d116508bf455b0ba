package dev.rehome.cli.demo;

import dev.rehome.failure.Failure;
import dev.rehome.failure.FailureException;
import dev.rehome.failure.Safety;
import dev.rehome.postgresserver.Installation;
import dev.rehome.process.Command;
import dev.rehome.process.Secret;
import dev.rehome.repository.Keys;
import dev.rehome.repository.Repository;
import dev.rehome.repository.backend.local.LocalBackend;
import dev.rehome.repository.crypto.PasswordHash;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Makes the stack that the demo then redeploys: the old revision, running and full of data. */
final class Preparation {
  private final DemoSite site;
  private final Path sample;
  private final Path libraries;
  private final Installation postgres;
  private final Optional<String> terraform;
  private final Optional<DemoCloud> cloud;
  private final Consumer<String> says;
  private final Map<String, String> place = new LinkedHashMap<>();

  /** {@code home} is where Rehome is: the sample application comes with it. */
  Preparation(DemoSite site, Path home, boolean onCloud, Consumer<String> says) {
    var needs = new Needs(says);
    needs.git();
    this.site = site;
    this.sample = home.resolve("samples/shop");
    this.libraries = home.resolve("samples/target/libraries");
    this.postgres = needs.postgres();
    this.terraform = needs.terraform();
    this.says = says;
    if (!Files.isDirectory(libraries)) {
      throw new FailureException(
          Failure.Kind.NOT_READY,
          "the sample application's libraries are missing: " + libraries,
          Safety.NOTHING_CHANGED,
          "mvn -q -DskipTests -pl samples package    brings them");
    }
    place.put("SHOP_HOME", site.home().toString());
    this.cloud = onCloud ? Optional.of(new DemoCloud(site, home, needs)) : Optional.empty();
    cloud.ifPresentOrElse(
        each -> place.put("SHOP_CLOUD", each.address()),
        () -> place.put("SHOP_DATABASE_PORT", "" + DemoSite.freePort()));
    place.put("SHOP_WEB_PORT", "" + DemoSite.freePort());
    place.put("SHOP_LIBRARIES", libraries.toString());
    place.put("SHOP_JAVA", System.getProperty("java.home"));
    place.put("SHOP_POSTGRES", postgres.programs().toString());
  }

  /**
   * Everything until a redeployment can begin.
   *
   * @param scale how many times 50,000 orders
   */
  void run(double scale) {
    revisions();
    cloud.ifPresent(
        each -> {
          says.accept("starting a cloud on this machine, " + each.address());
          each.start();
        });
    says.accept(
        terraform
            .map(binary -> "building the old stack with " + binary)
            .orElse("building the old stack with its own commands, since there is no terraform"));
    build();
    says.accept("loading data");
    load(scale);
    repository();
    DemoSite.write(site.stackFile(), stackFile(), "rw-r--r--");
  }

  private void git(Path folder, String... arguments) {
    site.must(
        "calling git " + arguments[0],
        Command.of("git", "-C", folder.toString())
            .and("-c", "user.name=Rehome demo", "-c", "user.email=demo@example.org")
            .and("-c", "init.defaultBranch=main", "-c", "advice.detachedHead=false")
            .and(arguments));
  }

  /** A git repository with two revisions, tagged first and second. */
  private void revisions() {
    try {
      Files.createDirectories(site.repository());
    } catch (IOException e) {
      throw new UncheckedIOException("could not make " + site.repository(), e);
    }
    git(site.repository(), "init", "-q");
    for (String revision : new String[] {"first", "second"}) {
      DemoSite.copy(sample.resolve(revision), site.repository());
      git(site.repository(), "add", "-A");
      git(site.repository(), "commit", "-q", "-m", "The " + revision + " revision");
      git(site.repository(), "tag", revision);
    }
    git(site.repository(), "worktree", "add", "-q", "--detach", site.live().toString(), "first");
  }

  /** As an operator does by hand. */
  private void build() {
    DemoSite.write(site.folder().resolve("place"), lines(place, ""), "rw-r--r--");
    DemoSite.write(site.folder().resolve("shop.tfvars"), variables(), "rw-r--r--");
    if (terraform.isEmpty()) {
      site.must(
          "building the stack",
          Command.of("deploy/stack", "create", site.folder().resolve("place").toString())
              .in(site.live())
              .with("REHOME_REVISION", "first"));
      return;
    }
    terraform("init", "-input=false");
    terraform("workspace", "new", "production");
    terraform(
        "apply",
        "-input=false",
        "-auto-approve",
        "-var-file=" + site.folder().resolve("shop.tfvars"),
        "-var=revision=first");
  }

  private void terraform(String... arguments) {
    site.must(
        "calling terraform " + arguments[0],
        Command.of(terraform.orElseThrow())
            .and(arguments)
            .in(site.live().resolve("deploy"))
            .with("CHECKPOINT_DISABLE", "1"));
  }

  private static String lines(Map<String, String> values, String quote) {
    return values.entrySet().stream()
        .map(each -> each.getKey() + "=" + quote + each.getValue() + quote + "\n")
        .collect(Collectors.joining());
  }

  private String variables() {
    return place.entrySet().stream()
        .map(
            each ->
                each.getKey().substring("SHOP_".length()).toLowerCase(java.util.Locale.ROOT)
                    + " = \""
                    + each.getValue()
                    + "\"\n")
        .collect(Collectors.joining());
  }

  private void load(double scale) {
    site.must(
        "loading the database",
        Command.of(postgres.program("psql").toString(), "-q", "-v", "ON_ERROR_STOP=1")
            .and("-v", "scale=" + scale, "-f", sample.resolve("load/load.sql").toString())
            .with("PGHOST", address().get(0))
            .with("PGPORT", address().get(1))
            .with("PGUSER", "shop")
            .with("PGDATABASE", "shop")
            .with("PGPASSWORD", new Secret(line("shop-password"))));
    site.must(
        "loading files",
        Command.of(sample.resolve("load/files").toString())
            .and(
                site.home().resolve("uploads").toString(),
                "" + Math.max(20, (int) (1000 * scale))));
  }

  private String line(String name) {
    try {
      return Files.readString(site.home().resolve("database").resolve(name)).strip();
    } catch (IOException e) {
      throw new UncheckedIOException("could not read what the demo wrote down", e);
    }
  }

  /** Host and port of the database. */
  private List<String> address() {
    return List.of(line("address").split(":"));
  }

  /** The next snapshot that is restored will lack rows. */
  void breakSnapshot() {
    cloud.orElseThrow().damageNextRestore();
  }

  private void repository() {
    try {
      Files.createDirectories(site.backups());
      String password = Keys.recoveryKey();
      DemoSite.write(site.password(), password + "\n", "rw-------");
      Repository.init(
              new LocalBackend(site.backups()), Keys.bytes(password), PasswordHash::calibrated)
          .repository()
          .close();
    } catch (IOException e) {
      throw new UncheckedIOException("could not make " + site.backups(), e);
    }
  }

  private String stackFile() {
    String infrastructure =
        terraform
            .map(
                binary ->
                    """
                    infrastructure:
                      terraform:
                        binary: %s
                        directory: deploy          # inside of each revision
                        state: live/deploy         # where terraform was run by hand until now
                        workspace: production
                        revision-variable: revision
                        var-files: [shop.tfvars]
                        resources:                 # what becomes of everything that may hold state
                          terraform_data.database: saved
                          terraform_data.uploads: saved
                          terraform_data.application: disposable
                    """
                        .formatted(binary))
            .orElse(
                """
                infrastructure:
                  commands:
                    create: [deploy/stack, create, %1$s]
                    destroy: [deploy/stack, destroy, %1$s]
                    outputs: [deploy/stack, outputs, %1$s]
                """
                    .formatted(site.folder().resolve("place")));
    return """
    stack: shop
    revisions:
      git: shop
      current: { run: [sed, -n, "s/^SHOP_REVISION=//p", stack/application/environment] }
    """
        + infrastructure
        + """
        databases:
          app:
        """
        + cloud
            .map(DemoCloud::stackFile)
            .orElse(
                """
                    host: 127.0.0.1
                    port: "${output.database_port}"
                """)
        + """
            name: shop
            user: shop
            password: "${file:stack/database/shop-password}"
            admin-user: postgres
            admin-password: "${file:stack/database/admin-password}"
        files:
          - { root: "${output.home}", include: [uploads] }
        quiesce: [ { run: ["${output.home}/application/service", stop] } ]
        open:    [ { run: ["${output.home}/application/service", start] } ]
        migrate:
          - run: ["${output.home}/application/service", migrate]
            env-file: "${output.home}/application/environment"
        preview:                       # the same in a bare checkout, on a copy of the database
          - run: [deploy/preview]
            env-file: stack/application/environment
        health:  [ { get: "http://127.0.0.1:${output.web_port}/health" } ]
        repository: { location: backups, password: "${file:password}" }
        """;
  }
}
