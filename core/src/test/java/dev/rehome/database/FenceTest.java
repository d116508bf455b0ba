package dev.rehome.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** A fence that is raised where one stands already. */
class FenceTest {
  @Test
  void whatLiftsBothGivesBackWhatTheFirstOneTook() {
    var first = new Fence(List.of("PUBLIC", "shop"), List.of("admin"), true);
    var second = new Fence(List.of("PUBLIC", "reader"), List.of(), false); // some came back since
    assertThat(second.and(first))
        .isEqualTo(new Fence(List.of("PUBLIC", "reader", "shop"), List.of("admin"), true));
    assertThat(Fence.NONE.and(first)).isEqualTo(first);
  }
}
