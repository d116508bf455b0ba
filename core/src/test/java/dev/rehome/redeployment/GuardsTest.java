package dev.rehome.redeployment;

import static dev.rehome.world.Strike.FAIL;
import static dev.rehome.world.Strike.JOB_FAILS;
import static dev.rehome.world.Strike.JOB_LOSES;
import static dev.rehome.world.Strike.KILL_AFTER;
import static dev.rehome.world.Strike.KILL_BEFORE;
import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.returns;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rehome.database.FreshTarget;
import dev.rehome.proof.DestroyPermit;
import dev.rehome.proof.LooksOnce;
import dev.rehome.proof.Prover;
import dev.rehome.redeployment.Redeploying.Wish;
import dev.rehome.redeployment.look.Belonging;
import dev.rehome.redeployment.look.LookAgain;
import dev.rehome.redeployment.look.LookAtNew;
import dev.rehome.redeployment.look.NewStack;
import dev.rehome.redeployment.look.NewWrites;
import dev.rehome.redeployment.step.Ladder;
import dev.rehome.redeployment.step.SaveInDoubt;
import dev.rehome.redeployment.workshop.OtherInputs;
import dev.rehome.run.Operations;
import dev.rehome.run.Run;
import dev.rehome.world.Mischief;
import dev.rehome.world.Strike;
import dev.rehome.world.World;
import dev.rehome.world.World.Nature;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.LongFunction;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.agent.ByteBuddyAgent;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.dynamic.DynamicType;
import net.bytebuddy.dynamic.loading.ClassReloadingStrategy;
import net.bytebuddy.implementation.MethodDelegation;
import net.bytebuddy.matcher.ElementMatcher;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Takes each guard out of the program in turn: some history must then end badly, a random one, or
 * one of those that are made for it. A guard that no history misses is deleted, or gets one.
 */
final class GuardsTest {
  /** How many histories are tried; each guard is missed within a fraction of them. */
  private static final int HISTORIES = 2_000;

  /** The last effect of the job that loads. */
  private static final int LOADED = 19;

  /** Stopping the service, and migrating, go on for long after a kill. */
  private static final Nature SLOW = new Nature(false, false, true, false);

  /**
   * A guard, by its method: one that tells reasons tells none, any other one does nothing.
   *
   * @param from a seed shortly before one that misses it, so that it is found soon
   * @param histories by their numbers
   */
  record Guard(Class<?> type, String method, long from, LongFunction<Simulation> histories) {
    Guard(Class<?> type, String method, long from) {
      this(type, method, from, RandomHistory::of);
    }

    /** One that is missed only by a certain fault, and the act after it. */
    static Guard missedWhere(
        Class<?> type, String method, Strike strike, Wish next, String machine, Nature nature) {
      return new Guard(
          type,
          method,
          1,
          call -> {
            var simulation = new Simulation(new World(1, nature));
            simulation.world.strike((int) call, strike);
            simulation.act("A", Wish.run());
            if (!machine.equals("A")) {
              simulation.world.calm();
              simulation.world.pass(600_000); // what runs on there comes to its end
              Mischief.WRITES_AS_SUPERUSER.to(simulation.world);
            }
            if (!simulation.broken()) {
              simulation.act(machine, next.takingOver());
            }
            if (!simulation.broken()) {
              simulation.comesToAnEnd(machine);
            }
            return simulation;
          });
    }

    /** One that is missed where a machine sleeps while it loads once more. */
    static Guard missedAsleepLoading(Class<?> type, String method) {
      return new Guard(
          type,
          method,
          1,
          call -> {
            var simulation = new Simulation(new World(1, Nature.PLAIN));
            World world = simulation.world;
            world.strike(LOADED, JOB_LOSES);
            simulation.act("A", Wish.run());
            world.event(
                world.calls() + (int) call,
                there -> {
                  there.pass(120_000);
                  Mischief.WRITES_AS_SUPERUSER.to(there);
                });
            simulation.act("A", Wish.resume());
            return simulation;
          });
    }

    /** One that is missed where somebody does this. */
    static Guard missedAt(Class<?> type, String method, Mischief mischief) {
      return new Guard(
          type,
          method,
          1,
          call -> {
            var simulation = new Simulation(new World(1, Nature.PLAIN));
            simulation.world.event((int) call, mischief::to);
            simulation.act("A", Wish.run());
            if (!simulation.broken()) {
              simulation.act("A", Wish.rollback());
            }
            return simulation;
          });
    }

    @Override
    public String toString() {
      return type.getSimpleName() + "." + method;
    }
  }

  private static Stream<Guard> guards() {
    return Stream.of(
        Guard.missedAt(LookAgain.class, "stack", Mischief.MAKES_A_DATABASE),
        new Guard(LookAgain.class, "consent", 30),
        new Guard(LookAgain.class, "repository", 30),
        new Guard(LookAgain.class, "writes", 6),
        Guard.missedAt(LookAtNew.class, "stack", Mischief.MAKES_A_DATABASE),
        new Guard(LookAtNew.class, "consent", 1_663),
        new Guard(LookAtNew.class, "repository", 432),
        new Guard(LookAtNew.class, "writes", 2_297),
        new Guard(NewStack.class, "overwritten", 3_600),
        new Guard(NewStack.class, "noteUsed", 3_600),
        new Guard(Ladder.class, "refuseIfUsed", 735),
        Guard.missedAsleepLoading(FreshTarget.class, "askUnwritten"),
        new Guard(Belonging.class, "verify", 7),
        new Guard(Belonging.class, "refuseOther", 79),
        new Guard(OtherInputs.class, "refuse", 149),
        new Guard(Elsewhere.class, "refuse", 1_674),
        new Guard(Redeployment.class, "refuseToOverwrite", 3_600),
        new Guard(Redeployment.class, "askAgainIfMoreStands", 1_667),
        new Guard(Run.class, "ensureHeld", 20),
        new Guard(Run.class, "ensureKnown", 113_175),
        new Guard(Run.class, "refuseIfTakenOver", 145),
        new Guard(Operations.class, "ensureMayBegin", 27),
        Guard.missedAt(DestroyPermit.class, "ensureFresh", Mischief.SLEEPS_WHILE_IT_IS_OPENED),
        Guard.missedAt(Prover.class, "lookAwake", Mischief.SLEEPS_WHILE_IT_IS_OPENED),
        Guard.missedWhere(
            NewStack.class, "noteUnseen", KILL_BEFORE, Wish.resume(), "B", Nature.PLAIN),
        Guard.missedWhere(
            NewWrites.class, "unknown", KILL_BEFORE, Wish.resume(), "B", Nature.PLAIN),
        Guard.missedWhere(Run.class, "settle", KILL_AFTER, Wish.rollback(), "A", SLOW),
        Guard.missedWhere(Aftermath.class, "endWhatRuns", FAIL, Wish.resume(), "A", SLOW),
        Guard.missedWhere(
            SaveInDoubt.class, "whatWasNeverClosed", JOB_FAILS, Wish.resume(), "A", Nature.EAGER),
        Guard.missedWhere(
            NewWrites.class, "uploads", JOB_FAILS, Wish.rollback(), "A", Nature.EAGER));
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

  private static DynamicType.Builder<?> without(Guard guard) {
    DynamicType.Builder<?> type = new ByteBuddy().redefine(guard.type());
    ElementMatcher.Junction<MethodDescription> method = named(guard.method());
    if (guard.method().equals("lookAwake")) {
      return type.method(method).intercept(MethodDelegation.to(LooksOnce.class));
    }
    boolean tells =
        Stream.of(guard.type().getDeclaredMethods())
            .filter(each -> each.getName().equals(guard.method()))
            .anyMatch(each -> each.getReturnType() == List.class);
    return tells
        ? type.visit(Advice.to(TellsNone.class).on(method.and(returns(List.class))))
        : type.visit(Advice.to(DoesNothing.class).on(method));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("guards")
  void isMissed(Guard guard) throws Exception {
    assertThat(guard.histories().apply(guard.from()).broken()).as("broken with " + guard).isFalse();
    ClassReloadingStrategy strategy = ClassReloadingStrategy.fromInstalledAgent();
    without(guard).make().load(guard.type().getClassLoader(), strategy);
    OptionalLong missing;
    try {
      missing =
          LongStream.range(guard.from(), guard.from() + HISTORIES)
              .parallel()
              .filter(number -> guard.histories().apply(number).broken())
              .findFirst();
      System.out.println(guard + " is missed by history " + missing);
      assertThat(missing).as("a history that misses " + guard).isPresent();
    } finally {
      strategy.reset(guard.type());
    }
    assertThat(guard.histories().apply(missing.getAsLong()).broken())
        .as("broken with " + guard)
        .isFalse();
  }
}
