package dev.rehome.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rehome.failure.Failure;
import dev.rehome.failure.FailureException;
import dev.rehome.lock.LockEntry.Held;
import dev.rehome.lock.LockObjectsInMemory.Fault;
import dev.rehome.repository.Machine;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Several machines at one lock, in a time that goes as the test says. */
class StackLockTest {
  private static final Machine LAPTOP = new Machine("a", "boot-1", "pid:[4026531836]", "build");
  private static final Machine CI = new Machine("b", "boot-2", "pid:[4026531836]", "build");

  private final LockObjectsInMemory objects = new LockObjectsInMemory();
  private final List<String> said = new ArrayList<>();
  private final Time time = new Time();

  /** What happens while somebody sleeps is told in advance. */
  private static final class Time implements LockClock {
    private Duration passed = Duration.ZERO;
    private Duration ahead = Duration.ZERO;
    private final Deque<Runnable> meanwhile = new ArrayDeque<>();

    @Override
    public Instant now() {
      return Instant.EPOCH.plus(passed).plus(ahead);
    }

    @Override
    public long nanos() {
      return passed.toNanos();
    }

    @Override
    public void sleep(Duration length) {
      passed = passed.plus(length);
      if (!meanwhile.isEmpty()) {
        meanwhile.remove().run();
      }
    }
  }

  private LockTaking on(Machine machine, long pid) {
    return new LockTaking(
        objects,
        time,
        new ProcessIdentity(machine, pid, 77),
        "ops",
        (wanted, ticks) -> ProcessTable.Sight.RUNS,
        said::add);
  }

  private LockTaking alone(Machine machine) {
    return new LockTaking(
        objects,
        time,
        new ProcessIdentity(machine, 2, 78),
        "ops",
        (wanted, ticks) -> ProcessTable.Sight.GONE,
        said::add);
  }

  private void busy(LockTaking who) {
    assertThatThrownBy(() -> who.take("run r9", false))
        .isInstanceOf(FailureException.class)
        .hasMessageContaining(
            "another run of shop is on: ops@build (process 1), at work on run r1");
  }

  private static void lost(StackLock lock) {
    assertThatThrownBy(lock::ensureHeld).hasMessageContaining("no longer this run's");
  }

  @Test
  void oneAfterTheOther() {
    StackLock first = on(LAPTOP, 1).take("run r1", false);
    first.ensureHeld();
    assertThat(StackLock.holder(objects).map(Held::work)).contains("run r1");
    busy(on(LAPTOP, 2));
    assertThat(said).isEmpty();
    first.close();
    assertThat(StackLock.holder(objects)).isEmpty();
    on(CI, 1).take("run r2", false).ensureHeld();
    assertThat(said).isEmpty();
  }

  @Test
  void twoMachinesOfOneNameAreTwo() {
    StackLock lock = on(LAPTOP, 1).take("run r1", false);
    // No such process is on the other, which says nothing of this one.
    LockTaking other = alone(CI);
    time.meanwhile.add(lock::renew);
    busy(other);
    lock.ensureHeld();
  }

  @Test
  void anOwnerWhoCertainlyEndedIsFollowedAtOnce() {
    StackLock lock = on(LAPTOP, 1).take("run r1", false);
    alone(LAPTOP).take("run r2", false).ensureHeld();
    assertThat(time.passed).isZero();
    assertThat(said).isEmpty();
    lost(lock);
  }

  @Test
  void aSilentOwnerIsWatchedFirst() {
    StackLock lock = on(LAPTOP, 1).take("run r1", false);
    StackLock next = on(CI, 1).take("run r2", false);
    assertThat(time.passed)
        .isBetween(StackLock.SILENCE, StackLock.SILENCE.plusSeconds(10))
        .isLessThanOrEqualTo(Duration.ofMinutes(3).plusSeconds(10));
    assertThat(said).singleElement().asString().contains("--take-over", "ops@build (process 1)");
    next.ensureHeld();
    lost(lock);
    lock.renew();
    lock.close();
    next.ensureHeld();
  }

  @Test
  void whoeverIsSeenToLiveIsNotFollowed() {
    StackLock lock = on(LAPTOP, 1).take("run r1", false);
    for (int i = 0; i < 30; i++) {
      time.meanwhile.add(() -> {});
    }
    time.meanwhile.add(lock::renew);
    busy(on(CI, 1));
    assertThat(time.passed).isLessThan(StackLock.SILENCE);
  }

  @Test
  void clocksThatAreAnHourOffChangeNothing() {
    for (Duration off : List.of(Duration.ofHours(1), Duration.ofHours(-1))) {
      StackLock lock = on(LAPTOP, 1).take("run r1", false);
      time.ahead = off;
      lock.ensureHeld();
      time.meanwhile.add(lock::renew);
      busy(on(CI, 1));
      time.ahead = Duration.ZERO;
      lock.ensureHeld();
      lock.close();
    }
  }

  @Test
  void onWishItIsTakenAtOnce() {
    StackLock lock = on(LAPTOP, 1).take("run r1", false);
    StackLock next = on(CI, 1).take("run r2", true);
    lost(lock);
    next.ensureHeld();
    assertThat(time.passed).isZero();
  }

  @Test
  void whoWasTakenOverFromDoesNotHoldBesideTheNextButOne() {
    StackLock first = on(LAPTOP, 1).take("run r1", false);
    on(CI, 1).take("run r1", true).close();
    StackLock third = on(CI, 2).take("run r2", false);
    lost(first);
    third.ensureHeld();
  }

  @Test
  void norIfSomebodyRemovedTheObjectsSoThatNumbersBeginAgain() {
    StackLock first = on(LAPTOP, 1).take("run r1", false);
    objects.clear();
    StackLock third = on(CI, 2).take("run r2", false);
    first.renew();
    lost(first);
    first.close();
    third.ensureHeld();
  }

  /** A disk that is not mounted shows an empty folder: nobody took the lock. */
  @Test
  void objectsThatAreAwayAreNoLoss() {
    StackLock lock = on(LAPTOP, 1).take("run r1", false);
    LockEntry taken = objects.read(1).orElseThrow();
    objects.clear();
    assertThatThrownBy(lock::ensureHeld)
        .isInstanceOfSatisfying(
            FailureException.class,
            e -> assertThat(e.failure().kind()).isEqualTo(Failure.Kind.FAILED))
        .hasMessage("the repository does not have the lock of shop any more");
    assertThatThrownBy(lock::renew).hasMessageContaining("does not have the lock");
    objects.put(1, taken);
    lock.ensureHeld();
    lock.close();
    assertThat(StackLock.holder(objects)).isEmpty();
  }

  @Test
  void aRenewalThatWasUnderWayWhenItWasTakenOverCountsForNothing() {
    StackLock first = on(LAPTOP, 1).take("run r1", false);
    LockEntry late = objects.read(1).orElseThrow();
    on(CI, 1).take("run r1", true).close();
    StackLock third = on(CI, 2).take("run r2", false);
    objects.put(1, late);
    lost(first);
    third.ensureHeld();
  }

  @Test
  void aFailedRenewalIsNotTheLast() {
    StackLock lock = on(LAPTOP, 1).take("run r1", false);
    time.sleep(StackLock.RENEWAL);
    objects.fault = Fault.FAILS;
    assertThatThrownBy(lock::renew).hasMessageContaining("does not answer");
    lock.ensureHeld();
    objects.fault = Fault.NONE;
    time.sleep(StackLock.RENEWAL);
    lock.renew();
    time.sleep(StackLock.TRUST.minusSeconds(1));
    lock.ensureHeld();
    assertThat(objects.newest()).isEqualTo(1);
  }

  @Test
  void whoCouldNotRenewForLongTakesItAnewBeforeTheNextEffect() {
    StackLock lock = on(LAPTOP, 1).take("run r1", false);
    time.sleep(StackLock.TRUST);
    objects.fault = Fault.FAILS;
    assertThatThrownBy(lock::ensureHeld).hasMessageContaining("does not answer");
    objects.fault = Fault.NONE;
    lock.ensureHeld();
    assertThat(objects.newest()).isEqualTo(2);
    // So somebody who had watched for long enough, and was about to take it, does not get it.
    assertThat(objects.putIfAbsent(2, new LockEntry.Released())).isFalse();
  }

  @Test
  void aRenewalWhoseAnswerIsLostIsSeenToBeAnotherThanTheNext() {
    StackLock lock = on(LAPTOP, 1).take("run r1", false);
    objects.fault = Fault.ANSWER_LOST;
    assertThatThrownBy(lock::renew).hasMessageContaining("did not answer");
    LockEntry seen = objects.read(1).orElseThrow();
    objects.fault = Fault.NONE;
    lock.renew();
    assertThat(objects.read(1)).get().isNotEqualTo(seen);
  }

  @Test
  void aTakingWhoseAnswerIsLostIsOnesOwn() {
    objects.fault = Fault.ANSWER_LOST;
    StackLock lock = on(LAPTOP, 1).take("run r1", false);
    objects.fault = Fault.NONE;
    lock.ensureHeld();
    busy(on(LAPTOP, 2));
    time.sleep(StackLock.TRUST);
    objects.fault = Fault.ANSWER_LOST;
    lock.ensureHeld();
    objects.fault = Fault.NONE;
    lock.ensureHeld();
    lock.close();
    assertThat(StackLock.holder(objects)).isEmpty();
  }

  @Test
  void whatNobodyCanReadIsTakenOnWishOnly() {
    objects.put(4, new LockEntry.Unreadable("stack-locks/4: broken"));
    assertThatThrownBy(() -> on(LAPTOP, 1).take("run r1", false))
        .hasMessageContaining("it cannot be read who has the lock of shop");
    assertThatThrownBy(() -> StackLock.holder(objects)).hasMessageContaining("cannot be read");
    on(LAPTOP, 1).take("run r1", true).ensureHeld();
  }
}
