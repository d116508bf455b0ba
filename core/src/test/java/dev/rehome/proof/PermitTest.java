package dev.rehome.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rehome.proof.LastLook.Question;
import dev.rehome.proof.LastLook.Seen;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PermitTest {
  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
  private static final DestroyPlan PLAN = Permits.plan(7);
  private Instant now = NOON;
  private final InstantSource clock = () -> now;

  private DestroyPermit permit(DestroyPlan plan, Map<Question, List<String>> against) {
    return Prover.permit(
        Permits.proven(), plan, about -> new Seen(about.digest(), NOON, against), clock);
  }

  @Test
  void aPermitIsGoodForOneUse() {
    DestroyPermit permit = permit(PLAN, Permits.nothingAgainst());
    permit.use(PLAN);
    assertThatThrownBy(() -> permit.use(PLAN)).hasMessageContaining("was used before");
  }

  @Test
  void aPermitIsGoodForItsPlanOnly() {
    DestroyPermit permit = permit(PLAN, Permits.nothingAgainst());
    assertThatThrownBy(() -> permit.use(Permits.plan(8)))
        .hasMessageContaining("is not what the last look was about");
    permit.use(PLAN); // the other plan has not used it up
  }

  @Test
  void aPermitIsGoodForAMinute() {
    DestroyPermit permit = permit(PLAN, Permits.nothingAgainst());
    now = NOON.plus(Duration.ofSeconds(61));
    assertThatThrownBy(() -> permit.use(PLAN)).hasMessageContaining("older than a minute");
  }

  private int looks;

  /** A look in which so much time passes, by which look it is. */
  private DestroyPermit permitAfter(Duration... each) {
    return Prover.permit(
        Permits.proven(),
        PLAN,
        about -> {
          now = now.plus(each[Math.min(looks++, each.length - 1)]);
          return new Seen(about.digest(), now, Permits.nothingAgainst());
        },
        clock);
  }

  @Test
  void whoeverMayHaveSleptWhileLookingLooksAgain() {
    permitAfter(Duration.ofHours(8), Duration.ofSeconds(5)).use(PLAN);
    assertThat(looks).isEqualTo(2);
  }

  @Test
  void whoeverNeedsLongLooksTwice() {
    permitAfter(Duration.ofMinutes(5)).use(PLAN);
    assertThat(looks).isEqualTo(2);
    looks = 0;
    permitAfter(Duration.ofSeconds(59)).use(PLAN);
    assertThat(looks).isEqualTo(1);
  }

  @Test
  void whoeverSleepsInEachLookDestroysNothing() {
    assertThatThrownBy(
            () ->
                permitAfter(
                    Duration.ofMinutes(2),
                    Duration.ofMinutes(5),
                    Duration.ofMinutes(10),
                    Duration.ofMinutes(20)))
        .hasMessageContaining("seems to stand still");
  }

  @ParameterizedTest
  @EnumSource(Question.class)
  void everyQuestionHasToBeAnswered(Question question) {
    var against = new HashMap<>(Permits.nothingAgainst());
    against.remove(question);
    assertThatThrownBy(() -> permit(PLAN, against)).hasMessageContaining("nobody looked whether");
    against.put(question, List.of("the moon is full"));
    assertThatThrownBy(() -> permit(PLAN, against)).hasMessageContaining("the moon is full");
  }

  @Test
  void whatIsWrongWithThePlanSpeaksAgainstIt() {
    var broken =
        new DestroyPlan(
            "L1",
            7,
            List.of(),
            List.of(),
            List.of(),
            List.of("a.b may hold state"),
            List.of(),
            "a1");
    assertThatThrownBy(() -> permit(broken, Permits.nothingAgainst()))
        .hasMessageContaining("nothing is destroyed, since a.b may hold state");
  }

  @Test
  void whatWasSeenOfAnotherPlanOrLongAgoPermitsNothing() {
    assertThatThrownBy(
            () ->
                Prover.permit(
                    Permits.proven(),
                    PLAN,
                    about -> new Seen(Permits.plan(8).digest(), NOON, Permits.nothingAgainst()),
                    clock))
        .hasMessageContaining("about another plan");
    for (Duration late : List.of(Duration.ofSeconds(61), Duration.ofSeconds(-61))) {
      now = NOON.plus(late);
      assertThatThrownBy(() -> permit(PLAN, Permits.nothingAgainst()))
          .hasMessageContaining("older than a minute");
    }
  }

  @Test
  void plannedAgainItIsAnotherPlanWithTheSameEvidence() {
    var again =
        new DestroyPlan("L1", 7, List.of(), List.of(), List.of(), List.of(), List.of(), "b2");
    assertThat(again.digest()).isNotEqualTo(PLAN.digest());
    assertThat(again.evidence()).isEqualTo(PLAN.evidence());
    assertThat(Permits.plan(8).evidence()).isNotEqualTo(PLAN.evidence());
  }
}
