package dev.rehome.infrastructure.commands;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rehome.failure.Failure;
import dev.rehome.failure.FailureException;
import dev.rehome.infrastructure.Infrastructure;
import dev.rehome.infrastructure.State;
import dev.rehome.proof.DestroyPermit;
import dev.rehome.proof.DestroyPlan;
import dev.rehome.proof.Permits;
import dev.rehome.stack.CommandText;
import dev.rehome.stack.Reference;
import dev.rehome.stack.References;
import dev.rehome.stack.Stack.CommandsSettings;
import dev.rehome.stack.Template;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandsInfrastructureTest {
  private static final References NONE =
      reference -> {
        throw new References.UnresolvedException(reference, "none");
      };
  private static final References SECRET = reference -> "swordfish";

  @TempDir Path checkout = Path.of("");

  private Infrastructure printing(String outputs) {
    return with(new CommandText.Line("true"), new CommandText.Line(outputs), NONE, "a1b2");
  }

  private Infrastructure with(
      CommandText destroy, CommandText outputs, References local, String revision) {
    var settings = new CommandsSettings(new CommandText.Line("true"), destroy, outputs);
    return new CommandsInfrastructure(settings, local, checkout, "shop", revision);
  }

  private static CommandText arguments(String... each) {
    return new CommandText.Arguments(List.of(each).stream().map(Template::plain).toList());
  }

  private static CommandText withSecret(String... each) {
    var templates = new java.util.ArrayList<>(List.of(each).stream().map(Template::plain).toList());
    templates.add(
        new Template(
            List.of(new Template.Piece.Lookup(new Reference(Reference.Source.ENV, "PASSWORD")))));
    return new CommandText.Arguments(templates);
  }

  @Test
  void aStackIsThereIfItsOutputsSaySo() {
    Infrastructure shop =
        printing("echo \"{\\\"name\\\": \\\"$REHOME_STACK at $REHOME_REVISION\\\"}\"");
    assertThat(shop.look().empty()).isFalse();
    assertThat(shop.look().outputs()).containsEntry("name", "shop at a1b2");
  }

  @ParameterizedTest
  @ValueSource(strings = {"echo '{}'", "true", "echo"})
  void itIsNotThereIfTheySucceedAndSayNothing(String outputs) {
    Infrastructure nothing = printing(outputs);
    assertThat(nothing.look().empty()).isTrue();
    assertThat(nothing.copyOfState()).isEmpty();
    assertThat(nothing.whenEmpty())
        .isEqualTo(
            "see why infrastructure.commands.outputs, \""
                + outputs
                + "\", prints nothing about the stack");
  }

  @Test
  void whereTheyFailNothingIsKnown() {
    Infrastructure broken = printing("echo once >&2; echo 'PORT: parameter not set' >&2; exit 2");
    for (Runnable look :
        List.<Runnable>of(
            broken::look, broken::planDestroy, broken::planCreate, broken::copyOfState)) {
      assertThatThrownBy(look::run)
          .isInstanceOf(FailureException.class)
          .hasMessageStartingWith("it cannot be seen whether the stack is there")
          .hasMessageEndingWith("ended with exit code 2: PORT: parameter not set");
    }
    assertThatThrownBy(printing("exit 3")::look).hasMessageEndingWith("ended with exit code 3");
  }

  @Test
  void whatTheyAreGivenIsNotTold() {
    Infrastructure broken =
        with(
            arguments("true"),
            withSecret("sh", "-c", "echo \"no such password: $1\" >&2; exit 1", "sh"),
            SECRET,
            "a1b2");
    assertThatThrownBy(broken::look)
        .hasMessageEndingWith("exit code 1: no such password: ${env:PASSWORD}");
  }

  @Test
  void whatIsNoObjectIsAMistake() {
    assertThatThrownBy(printing("echo done")::look)
        .isInstanceOf(FailureException.class)
        .extracting(
            e -> ((FailureException) e).failure().kind(),
            InstanceOfAssertFactories.type(Failure.Kind.class))
        .isEqualTo(Failure.Kind.BAD_INPUT);
  }

  @Test
  void anOutputThatIsNullIsNone() {
    assertThat(printing("echo '{\"port\": null, \"name\": \"a\"}'").look().outputs())
        .containsOnlyKeys("name");
  }

  @Test
  void aCopyTellsWhatThereWas() {
    Infrastructure shop = printing("echo '{\"name\": \"a\", \"ports\": [1, 2]}'");
    State recalled = printing("echo '{}'").recall(shop.copyOfState().orElseThrow());
    assertThat(recalled.resources()).isEqualTo(shop.look().resources());
    assertThat(recalled.lineage()).as("the copy does not tell where it stood").isEmpty();
    assertThat(recalled.outputs()).containsEntry("ports", "[1,2]");
  }

  @Test
  void onlyWhatWasLookedAtIsDestroyed() {
    CommandText outputs = new CommandText.Line("echo '{\"a\": 1}'");
    Infrastructure shop = with(arguments("rm", "shop"), outputs, NONE, "a1b2");
    DestroyPlan plan = shop.planDestroy();
    DestroyPermit permit = Permits.permit(plan);
    assertThat(shop.destroying(plan, permit).arguments()).containsExactly("rm", "shop");
    assertThatThrownBy(() -> shop.destroying(plan, permit)).hasMessageContaining("used before");
    for (Infrastructure other :
        List.of(
            with(arguments("rm", "blog"), outputs, NONE, "a1b2"),
            with(arguments("rm", "shop"), outputs, NONE, "c3d4"))) {
      assertThatThrownBy(() -> other.destroying(plan, Permits.permit(plan)))
          .hasMessageContaining("the command or its revision is not what was looked at");
    }
  }

  @Test
  void filesThatTheCommandsAreGivenAreInputs() throws IOException {
    Path folder = Files.createDirectory(checkout.resolve("checkout"));
    Path place = Files.writeString(checkout.resolve("place"), "PORT=1\n");
    CommandText outputs = arguments("cat", place.toString());
    Infrastructure shop = in(folder, arguments("true"), outputs, "a1b2");
    String before = shop.inputs();
    assertThat(shop.inputs()).isEqualTo(before);
    assertThat(in(folder, arguments("true"), outputs, "c3d4").inputs()).isNotEqualTo(before);
    Files.writeString(place, "PORT=2\n");
    assertThat(shop.inputs()).isNotEqualTo(before);
    assertThat(shop.place()).isEqualTo("create: true; destroy: true; outputs: cat " + place);
  }

  @ParameterizedTest
  @ValueSource(strings = {"arguments", "shell line"})
  void filesThatLeadElsewhereAreAnotherStack(String how) throws IOException {
    Path folder = Files.createDirectory(checkout.resolve("checkout"));
    Path place = Files.writeString(checkout.resolve("place"), "PORT=1\n");
    CommandText outputs =
        how.equals("arguments")
            ? arguments("sh", "-c", "echo '{\"a\": 1}'", "../place")
            : new CommandText.Line("PLACE='../place' ../tool && sh ../script && echo '{\"a\": 1}'");
    CommandText own = new CommandText.Line("./stack destroy");
    Files.writeString(folder.resolve("stack"), "one");
    Path script = Files.writeString(checkout.resolve("script"), "true\n");
    Path tool = Files.writeString(checkout.resolve("tool"), "#!/bin/sh\n");
    assertThat(tool.toFile().setExecutable(true)).isTrue();
    Infrastructure shop = in(folder, own, outputs, "a1b2");
    State before = shop.look();
    assertThat(before.lineage()).isEqualTo(shop.lineage().orElseThrow());
    assertThat(shop.planDestroy().lineage()).isEqualTo(before.lineage());
    Files.writeString(folder.resolve("stack"), "two");
    Files.writeString(tool, "#!/bin/sh\n# mended\n");
    Files.writeString(script, "true # mended\n");
    assertThat(in(folder, own, outputs, "c3d4").look().lineage())
        .as("of another revision")
        .isEqualTo(before.lineage());
    Files.writeString(place, "PORT=2\n");
    assertThat(shop.look().isOfOthers(before)).isTrue();
    assertThat(shop.planDestroy().lineage()).isNotEqualTo(before.lineage());
  }

  private static Infrastructure in(
      Path folder, CommandText destroy, CommandText outputs, String revision) {
    var settings = new CommandsSettings(new CommandText.Line("true"), destroy, outputs);
    return new CommandsInfrastructure(settings, NONE, folder, "shop", revision);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "echo '{\"\"a\"\": 1}'            | true",
        "printf {} $HOME                  | true",
        "cat outputs.json                 | true",
        "cat outputs.json 2>/dev/null; x  | false",
        "[ -d a ] && echo '{}'            | false",
        "./stack outputs                  | false",
        "echo $(./stack outputs)          | false",
        "catalog                          | false"
      })
  void outputsThatPlainlyNeverChangeAreAWarning(String outputs, boolean warned) {
    assertThat(ConstantOutputs.warnings(new CommandText.Line(outputs)))
        .as(outputs)
        .hasSize(warned ? 1 : 0);
  }
}
