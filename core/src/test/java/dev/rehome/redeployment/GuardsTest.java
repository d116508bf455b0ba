package dev.rehome.redeployment;

import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.returns;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rehome.redeployment.look.Belonging;
import dev.rehome.redeployment.look.LookAgain;
import dev.rehome.redeployment.look.LookAtNew;
import dev.rehome.redeployment.look.NewStack;
import dev.rehome.redeployment.step.Create;
import dev.rehome.redeployment.step.Ladder;
import dev.rehome.run.Operations;
import dev.rehome.run.Run;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.agent.ByteBuddyAgent;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.dynamic.loading.ClassReloadingStrategy;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Takes each guard out of the program in turn: some random history must then end badly. A guard
 * that no history misses is deleted, or gets a history that does.
 */
final class GuardsTest {
  /** How many histories are tried; each guard is missed within a fraction of them. */
  private static final int HISTORIES = 2_000;

  /**
   * A guard, by its method: one that tells reasons tells none, any other one does nothing.
   *
   * @param from a seed shortly before one that misses it, so that it is found soon
   */
  record Guard(Class<?> type, String method, long from) {
    @Override
    public String toString() {
      return type.getSimpleName() + "." + method;
    }
  }

  private static Stream<Guard> guards() {
    return Stream.of(
        new Guard(LookAgain.class, "stack", 13_073),
        new Guard(LookAgain.class, "consent", 30),
        new Guard(LookAgain.class, "repository", 30),
        new Guard(LookAgain.class, "writes", 6),
        new Guard(LookAtNew.class, "consent", 263),
        new Guard(LookAtNew.class, "repository", 291),
        new Guard(LookAtNew.class, "writes", 1559),
        new Guard(NewStack.class, "overwritten", 34),
        new Guard(NewStack.class, "noteUsed", 34),
        new Guard(Ladder.class, "refuseIfUsed", 735),
        new Guard(Belonging.class, "verify", 7),
        new Guard(Belonging.class, "refuseOther", 79),
        new Guard(Create.class, "refuseOtherInputs", 149),
        new Guard(Redeployment.class, "refuseIfAtWorkElsewhere", 443),
        new Guard(Redeployment.class, "refuseToOverwrite", 34),
        new Guard(Redeployment.class, "askAgainIfMoreStands", 263),
        new Guard(Run.class, "ensureHeld", 20),
        new Guard(Run.class, "ensureKnown", 112_938),
        new Guard(Run.class, "refuseIfTakenOver", 145),
        new Guard(Operations.class, "ensureMayBegin", 27));
  }

  /** In place of a method that tells reasons. */
  static final class TellsNone {
    private TellsNone() {}

    @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class)
    static boolean skip() {
      return true;
    }

    @Advice.OnMethodExit
    @SuppressWarnings("UnusedVariable") // it is what the method returns
    static void exit(@Advice.Return(readOnly = false) List<String> reasons) {
      reasons = List.of();
    }
  }

  /** In place of a method that fails where something is not right. */
  static final class DoesNothing {
    private DoesNothing() {}

    @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class)
    static boolean skip() {
      return true;
    }
  }

  @BeforeAll
  static void mayChangeClasses() {
    ByteBuddyAgent.install();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("guards")
  void isMissed(Guard guard) throws Exception {
    assertThat(RandomHistory.of(guard.from()).broken()).as("broken with " + guard).isFalse();
    ClassReloadingStrategy strategy = ClassReloadingStrategy.fromInstalledAgent();
    boolean tells =
        Stream.of(guard.type().getDeclaredMethods())
            .filter(method -> method.getName().equals(guard.method()))
            .anyMatch(method -> method.getReturnType() == List.class);
    new ByteBuddy()
        .redefine(guard.type())
        .visit(
            Advice.to(tells ? TellsNone.class : DoesNothing.class)
                .on(tells ? named(guard.method()).and(returns(List.class)) : named(guard.method())))
        .make()
        .load(guard.type().getClassLoader(), strategy);
    OptionalLong missing;
    try {
      missing =
          LongStream.range(guard.from(), guard.from() + HISTORIES)
              .parallel()
              .filter(seed -> RandomHistory.of(seed).broken())
              .findFirst();
      System.out.println(guard + " is missed by the history of seed " + missing);
      assertThat(missing).as("a history that misses " + guard).isPresent();
    } finally {
      strategy.reset(guard.type());
    }
    assertThat(RandomHistory.of(missing.getAsLong()).broken()).as("broken with " + guard).isFalse();
  }
}
