package dev.rehome.infrastructure.commands;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehome.infrastructure.Infrastructure;
import dev.rehome.stack.CommandText;
import dev.rehome.stack.References;
import dev.rehome.stack.Stack.CommandsSettings;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandsInfrastructureTest {
  @TempDir Path checkout = Path.of("");

  private Infrastructure printing(String outputs) {
    References none =
        reference -> {
          throw new References.UnresolvedException(reference, "none");
        };
    var nothing = new CommandText.Line("true");
    var settings = new CommandsSettings(nothing, nothing, new CommandText.Line(outputs));
    return new CommandsInfrastructure(settings, none, checkout, "shop", "a1b2");
  }

  @Test
  void aStackIsThereIfItsOutputsSaySo() {
    Infrastructure shop =
        printing("echo \"{\\\"name\\\": \\\"$REHOME_STACK at $REHOME_REVISION\\\"}\"");
    assertThat(shop.look().empty()).isFalse();
    assertThat(shop.look().outputs()).containsEntry("name", "shop at a1b2");
  }

  @Test
  void whoMissesItIsToldWhatTheCommandSaid() {
    Infrastructure nothing = printing("echo '{}'");
    assertThat(nothing.look().empty()).isTrue();
    assertThat(nothing.whenEmpty())
        .isEqualTo(
            "see why infrastructure.commands.outputs, \"echo '{}'\", prints nothing about the"
                + " stack");
    Infrastructure broken = printing("echo once >&2; echo 'PORT: parameter not set' >&2; exit 2");
    assertThat(broken.look().empty()).isTrue();
    assertThat(broken.whenEmpty())
        .startsWith("mend infrastructure.commands.outputs, \"echo once")
        .endsWith("which ended with exit code 2: PORT: parameter not set");
  }
}
