package dev.rehome.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import dev.rehome.document.Json;
import dev.rehome.failure.FailureException;
import dev.rehome.stack.Stack;
import dev.rehome.stack.StackFile;
import dev.rehome.stack.StackFileSchema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** Stack files: all problems at once, with line and column, and a schema that says the same. */
class StackFileTest {
  private static final String RIGHT =
      """
      stack: shop
      databases: { app: { url: "postgres://shop@localhost/shop", password: "${env:PGPASSWORD}" } }
      files: [ { root: /srv/shop, include: [uploads] } ]
      repository: { location: ./backups, password: "${env:REHOME_PASSWORD}" }
      """;

  @TempDir Path folder = Path.of("");

  private Path file(String text) throws IOException {
    return Files.writeString(folder.resolve("rehome.yaml"), text);
  }

  private List<String> problems(String text) throws IOException {
    Path file = file(text);
    FailureException e = catchThrowableOfType(FailureException.class, () -> StackFile.read(file));
    return e.failure()
        .whatHappened()
        .lines()
        .skip(1)
        .map(line -> line.replace(file + ":", ""))
        .toList();
  }

  @Test
  void theSmallestOneIsRead() throws IOException {
    Stack stack = StackFile.read(file(RIGHT));
    assertThat(stack.name()).isEqualTo("shop");
    assertThat(stack.databases()).hasSize(1);
    assertThat(stack.files().getFirst().include()).containsExactly("uploads");
    assertThat(stack.infrastructure()).isEmpty();
  }

  @Test
  void everyProblemIsNamedAtOnceWithItsPlace() throws IOException {
    assertThat(
            problems(
                """
                stak: shop
                databases:
                  app: { url: "postgres://shop@localhost/shop", password: [a] }
                  other: { host: here, kept: maybe }
                files: { root: / }
                health: [ { get: http://x, expect: 9999 } ]
                migrate: [ { run: [] } ]
                repository: { location: ./backups }
                repository: { }
                """))
        .containsExactly(
            "1:1: unknown key \"stak\"; did you mean \"stack\"?",
            "1:1: the file lacks \"stack\"",
            "3:59: databases.app.password should be a text",
            "4:30: databases.other.kept should be true or false",
            "5:8: files should be a list",
            "6:36: each of health.expect should be a number from 100 to 599",
            "7:19: each of migrate.run has no arguments",
            "8:13: repository lacks \"password\"",
            "9:1: the key \"repository\" is there twice",
            "9:13: repository lacks \"location\"",
            "9:13: repository lacks \"password\"");
  }

  @Test
  void hostsHaveToBeNamedAndReached() throws IOException {
    assertThat(
            problems(
                """
                stack: shop
                hosts:
                  a: { address: x, via: b }
                  b: { address: y, via: a, ready: { unit: u, file: f } }
                quiesce: [ { host: c, run: x } ]
                preview: [ { host: a, run: x } ]
                health: [ { expect: 200 } ]
                keep-secrets: [ KEY ]
                repository: { location: b, password: "${env:P}" }
                """))
        .containsExactly(
            "3:25: this way leads round in a circle",
            "4:25: this way leads round in a circle",
            "4:43: ready should have unit, file or run, one of them",
            "5:20: there is no host \"c\"; hosts: a, b",
            "6:20: a preview runs here, where the copies of the databases are",
            "7:21: health should have get, tcp or run, one of them",
            "8:15: they are looked up in the env-file of tasks, and no task has one");
  }

  @Test
  void whatDoesNotFitTogetherIsAProblemToo() throws IOException {
    assertThat(
            problems(
                """
                stack: a shop
                infrastructure: { terraform: { directory: d }, commands: { create: c, destroy: d, outputs: o } }
                databases:
                  app: { url: "postgres://a@b/c", host: x, password: plain, admin-user: a }
                  two: { name: "${evn:X}", host: h, user: u }
                files: [ { include: [/etc, ../up] } ]
                drain: [ { until: "true", within: soon } ]
                repository: { location: b, password: secret }
                """))
        .containsExactly(
            "1:8: a stack's name has letters, digits, dots, dashes, at most 63",
            "2:17: infrastructure should have terraform or commands, one of them",
            "4:41: \"host\" stands in the url already",
            "4:54: password should be a reference, such as ${env:NAME}, not the secret itself",
            "4:73: admin-user and admin-password belong together",
            "5:16: ${evn:X} is no reference; there are ${env:…}, ${file:…}, ${tfvar.…},"
                + " ${output.…}, ${state.…}, ${host.…} ($${ for a plain ${)",
            "6:21: these files need a root, the folder that they are in",
            "6:21: \"/etc\" should be a path below the root",
            "6:21: \"../up\" should be a path below the root",
            "7:35: write a time as 90s, 30m or 2h",
            "8:38: password should be a reference, such as ${env:NAME}, not the secret itself");
  }

  @Test
  void whatIsNoYamlIsSaidWithItsPlace() throws IOException {
    assertThat(problems("stack: [a\n").getFirst()).startsWith("2:1: this is not YAML");
    assertThat(problems("").getFirst()).isEqualTo("1:1: the file is empty");
    assertThat(problems("just a text").getFirst())
        .isEqualTo("1:1: the file should be a mapping of keys");
  }

  @Test
  void theSchemaAgreesWithTheReader() throws IOException {
    JsonSchema schema =
        JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
            .getSchema(StackFileSchema.json());
    List<String> shapes =
        List.of(
            RIGHT,
            RIGHT.replace("stack: shop", "stak: shop"),
            RIGHT.replace("stack: shop", "stack: [shop]"),
            RIGHT.replace("include: [uploads]", "include: uploads"),
            RIGHT.replace("include: [uploads]", "exclude: [x]"),
            RIGHT.replace("location: ./backups, ", ""),
            RIGHT + "health: [ { get: http://x, expect: 200 } ]\n",
            RIGHT + "health: [ { get: http://x, expect: 20 } ]\n",
            RIGHT + "health: [ { get: http://x, expect: ok } ]\n",
            RIGHT + "prove: { final: false }\n",
            RIGHT + "prove: { final: perhaps }\n",
            RIGHT + "open: [ { run: [a, 1, true] } ]\n",
            RIGHT + "open: [ { run: a shell line } ]\n",
            RIGHT + "open: [ { run: { a: b } } ]\n",
            RIGHT + "open: [ { run: [] } ]\n",
            RIGHT + "open: { run: [a] }\n",
            "[]\n",
            "stack: shop\n");
    for (String shape : shapes) {
      Object loaded = new Load(LoadSettings.builder().build()).loadFromString(shape);
      boolean bySchema = schema.validate(Json.tree(loaded)).isEmpty();
      boolean byReader =
          catchThrowableOfType(FailureException.class, () -> StackFile.read(file(shape))) == null;
      assertThat(byReader).as(shape).isEqualTo(bySchema);
    }
  }

  @Test
  void theGuideListsEveryKey() throws IOException {
    Path guide = Path.of(System.getProperty("rehome.root", ".."), "docs/guide/stack-file.md");
    String start = "<!-- every key; rewritten with -Drehome.transcripts=rewrite -->\n";
    String text = Files.readString(guide);
    String expected = text.substring(0, text.indexOf(start)) + start + StackFileSchema.table();
    if ("rewrite".equals(System.getProperty("rehome.transcripts"))) {
      Files.writeString(guide, expected);
    }
    assertThat(Files.readString(guide)).isEqualTo(expected);
  }

  @Test
  void theRunbooksStackFileIsRight() throws IOException {
    Path guide = Path.of(System.getProperty("rehome.root", ".."), "docs/guide/from-the-runbook.md");
    String text = Files.readString(guide);
    String yaml = text.substring(text.indexOf("```yaml\n") + 8, text.lastIndexOf("```"));
    Stack stack = StackFile.read(file(yaml));
    assertThat(stack.images()).hasSize(1);
    assertThat(stack.files().getFirst().host()).contains("api");
  }

  @Test
  void whatInitWritesIsRight() throws IOException {
    Path file = folder.resolve("made.yaml");
    Shop.must(dev.rehome.process.Command.of(Rehome.LAUNCHER, "init", "--file", file.toString()));
    assertThat(StackFile.read(file).name()).isEqualTo("shop");
    String all = Files.readString(file).replaceAll("(?m)^# (?=[a-z -]+:| )", "");
    assertThat(StackFile.read(file(all)).infrastructure()).isPresent();
  }
}
