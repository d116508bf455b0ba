package dev.rehome.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehome.process.Finished;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Set;

/** Types lines to a live stack and knows what has to come of them. */
record LiveOperator(LiveStack stack) {
  /** What a line says that has to fail. */
  String fails(String line) {
    Finished finished = stack.type(line);
    assertThat(finished.exitCode()).as(finished.output()).isNotZero();
    assertThat(finished.errors()).contains("SAFE   ", "NEXT   ").doesNotContain("Exception");
    return finished.errors();
  }

  /** What a line prints that has to succeed. */
  String succeeds(String line) {
    Finished finished = stack.type(line);
    assertThat(finished.exitCode()).as(finished.output() + finished.errors()).isZero();
    return finished.output();
  }

  /** Names of rows or files that were certainly written to an environment, in their order. */
  List<String> written(String environment, String kind) throws IOException {
    return Files.readAllLines(stack.folder().resolve("written")).stream()
        .filter(line -> line.startsWith(environment + " " + kind + " "))
        .map(line -> line.substring(line.lastIndexOf(' ') + 1))
        .toList();
  }

  /**
   * Production serves, with all that users wrote, and they get through.
   *
   * @param shipping the table that the second revision makes, or nothing
   */
  void assertServesWithAll(String shipping) throws IOException {
    assertThat(stack.serves(LiveStack.PRODUCTION)).isTrue();
    assertThat(stack.reachable(LiveStack.PRODUCTION)).isTrue();
    stack.service(LiveStack.PRODUCTION, "stop");
    assertThat(stack.admin(LiveStack.PRODUCTION, "SELECT to_regclass('shipping')"))
        .isEqualTo(shipping);
    assertThat(
            Set.copyOf(
                stack.admin(LiveStack.PRODUCTION, "SELECT item FROM orders").lines().toList()))
        .containsAll(written(LiveStack.PRODUCTION, "row"));
    assertThat(stack.folder().resolve("homes/production/uploads").toFile().list())
        .contains(written(LiveStack.PRODUCTION, "file").toArray(String[]::new));
    assertThat(stack.folder().resolve("migrated-again")).doesNotExist();
  }
}
