package dev.rehome.redeployment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehome.document.Json;
import dev.rehome.redeployment.plan.StepResult.Checked;
import java.util.List;
import org.junit.jupiter.api.Test;

class CheckedTest {
  @Test
  void journalsOfBeforeKnewNothingOfWhatOnlyTheNewStackCanAnswer() {
    String line = "{\"warnings\":[],\"destroyDigest\":\"d\",\"destroys\":[\"database (saved)\"]}";
    Checked read = Json.read(line, Checked.class);
    assertThat(read.later()).isEmpty();
    var now = new Checked(read.warnings(), "d", read.destroys(), List.of("whether it has a user"));
    assertThat(Json.read(Json.line(now), Checked.class)).isEqualTo(now);
  }
}
