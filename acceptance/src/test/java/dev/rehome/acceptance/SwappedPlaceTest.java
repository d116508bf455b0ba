package dev.rehome.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehome.process.Finished;
import dev.rehome.process.Running;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A file that leads to another environment after the approval has nothing built over that one. */
@Tag("long")
class SwappedPlaceTest {
  private static final Pattern NEXT = Pattern.compile("rehome rollback r1 --approve \\S+");

  private static List<String> inStaging(LiveStack stack) throws Exception {
    return Files.readAllLines(stack.folder().resolve("provisioned")).stream()
        .filter(line -> line.contains(" staging "))
        .toList();
  }

  private static void assertServesAsBefore(LiveStack stack) throws Exception {
    assertThat(stack.serves(LiveStack.PRODUCTION)).isTrue();
    assertThat(
            stack.admin(
                LiveStack.PRODUCTION, "SELECT count(*) FROM orders WHERE item LIKE 'order %'"))
        .isEqualTo("500");
  }

  @Test
  void nothingIsBuiltOverAnotherEnvironment() throws Exception {
    try (LiveStack stack = LiveStack.build(false)) {
      List<String> before = inStaging(stack);
      stack.fault("database-create.before", "fail");
      Finished held = stack.type("rehome run second --approve live");
      assertThat(held.exitCode()).as(held.errors()).isEqualTo(24);
      Path place = stack.folder().resolve("production.place");
      String right = Files.readString(place);
      Files.writeString(place, Files.readString(stack.folder().resolve("staging.place")));
      for (String line : List.of("rehome resume", "rehome rollback --approve live")) {
        Finished refused = stack.type(line);
        assertThat(refused.exitCode()).as(refused.output() + refused.errors()).isNotZero();
        assertThat(inStaging(stack)).isEqualTo(before);
        assertThat(stack.serves(LiveStack.STAGING)).isTrue();
      }
      Files.writeString(place, right);
      Finished back = stack.type("rehome rollback --approve live");
      assertThat(back.exitCode()).as(back.output() + back.errors()).isZero();
      assertServesAsBefore(stack);
    }
  }

  /** What a killed run built half it clears without asking; this is not that. */
  @Test
  void anotherEnvironmentIsNotClearedAsHalfBuilt() throws Exception {
    try (LiveStack stack = LiveStack.build(false)) {
      List<String> before = inStaging(stack);
      Path fault = stack.folder().resolve("faults/production-database-create.before");
      stack.fault("database-create.before", "slow");
      try (Running running = stack.typed("rehome run second --approve live")) {
        while (running.isAlive() && Files.exists(fault)) {
          Thread.sleep(5);
        }
        running.signal("KILL");
        running.finish(new byte[0], Shop.LIMIT);
      }
      stack.killsAJob();
      assertThat(stack.atWork()).isFalse();
      Files.writeString(
          stack.folder().resolve("production.place"),
          Files.readString(stack.folder().resolve("staging.place")));
      Finished refused = stack.type("rehome resume");
      assertThat(inStaging(stack)).as(refused.output() + refused.errors()).isEqualTo(before);
      assertThat(refused.exitCode()).isNotZero();
      assertThat(stack.serves(LiveStack.STAGING)).isTrue();
    }
  }

  /** A comment leads nowhere else; that the operator has to say, by naming exactly this change. */
  @Test
  void whoeverNamesWhatChangedGoesOn() throws Exception {
    try (LiveStack stack = LiveStack.build(false)) {
      stack.fault("database-create.after", "fail");
      assertThat(stack.type("rehome run second --approve live").exitCode()).isEqualTo(24);
      Path place = stack.folder().resolve("production.place");
      Files.writeString(place, "# larger machines\n", StandardOpenOption.APPEND);
      Finished back = stack.type("rehome rollback --approve live");
      assertThat(back.errors()).contains("rehome rollback r1 --approve live@");
      for (int i = 0; i < 5 && back.exitCode() != 0; i++) {
        Matcher next = NEXT.matcher(back.errors());
        assertThat(next.find()).as(back.output() + back.errors()).isTrue();
        back = stack.type(next.group());
      }
      assertThat(back.exitCode()).as(back.output() + back.errors()).isZero();
      assertServesAsBefore(stack);
    }
  }
}
