package dev.rehome.lock;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehome.lock.ProcessTable.Sight;
import dev.rehome.repository.Machine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Gone means gone beyond doubt. */
class ProcessIdentityTest {
  private static final String OUTER = "pid:[4026531836]";
  private static final String INNER = "pid:[4026532201]";
  private static final Machine HERE = new Machine("a", "boot-1", OUTER, "build");

  @TempDir Path temporary = Path.of("");

  private static boolean gone(Machine there, Machine here, Sight seen) {
    return new ProcessIdentity(there, 7, 77).certainlyGone(here, (pid, ticks) -> seen);
  }

  @Test
  void onThisMachineTheProcessTellsIt() {
    assertThat(gone(HERE, HERE, Sight.GONE)).isTrue();
    assertThat(gone(HERE, HERE, Sight.RUNS)).isFalse();
    assertThat(gone(HERE, HERE, Sight.UNSEEN)).isFalse();
    assertThat(new ProcessIdentity(HERE, 7, 77).certainlyRuns(HERE, (pid, ticks) -> Sight.RUNS))
        .isTrue();
  }

  @Test
  void anotherMachineOfTheSameNameIsAnother() {
    assertThat(gone(new Machine("b", "boot-2", OUTER, "build"), HERE, Sight.GONE)).isFalse();
    assertThat(gone(new Machine("", "boot-1", OUTER, "build"), HERE, Sight.GONE)).isFalse();
    var nameless = new Machine("", "boot-1", OUTER, "build");
    assertThat(gone(nameless, nameless, Sight.GONE)).isFalse();
  }

  @Test
  void aMachineThatWasStartedAgainHasNoneOfItsProcesses() {
    assertThat(gone(new Machine("a", "boot-0", OUTER, "build"), HERE, Sight.RUNS)).isTrue();
    // Unless the id may be that of an image.
    assertThat(gone(new Machine("a", "boot-0", OUTER, "clone"), HERE, Sight.RUNS)).isFalse();
    assertThat(gone(new Machine("a", "boot-0", INNER, "build"), HERE, Sight.RUNS)).isFalse();
    assertThat(gone(new Machine("a", "", OUTER, "build"), HERE, Sight.RUNS)).isFalse();
  }

  @Test
  void inAnotherContainerNobodySees() {
    assertThat(gone(new Machine("a", "boot-1", INNER, "build"), HERE, Sight.GONE)).isFalse();
    assertThat(gone(new Machine("a", "boot-1", "", "build"), HERE, Sight.GONE)).isFalse();
    var unknown = new ProcessIdentity(HERE, 7, 0);
    assertThat(unknown.certainlyGone(HERE, (pid, ticks) -> Sight.GONE)).isFalse();
  }

  @Test
  void looksAtRealProcesses() throws IOException, InterruptedException {
    ProcessIdentity self = ProcessIdentity.self();
    Machine here = self.machine();
    assertThat(here).isEqualTo(Machine.here());
    assertThat(self.certainlyGone(here, ProcessTable.HERE)).isFalse();
    assertThat(self.certainlyRuns(here, ProcessTable.HERE)).isTrue();
    var usedAgain = new ProcessIdentity(here, self.pid(), self.ticks() - 1);
    assertThat(usedAgain.certainlyGone(here, ProcessTable.HERE)).isTrue();
    Process child = new ProcessBuilder("sleep", "600").start();
    ProcessIdentity other = ProcessIdentity.of(child.pid());
    assertThat(other.certainlyGone(here, ProcessTable.HERE)).isFalse();
    child.destroyForcibly().waitFor();
    assertThat(other.certainlyGone(here, ProcessTable.HERE)).isTrue();
  }

  /** As {@code hidepid} shows it: others' processes are not there, the first one among them. */
  @Test
  void whereProcessesAreHiddenNoneIsGone() throws IOException {
    Files.createSymbolicLink(
        temporary.resolve("self"), Path.of("" + ProcessHandle.current().pid()));
    var hiding = new ProcessTable.Kernel(temporary);
    assertThat(hiding.look(7, 77)).isEqualTo(Sight.UNSEEN);
    Files.createDirectory(temporary.resolve("1"));
    Files.writeString(temporary.resolve("1/stat"), "1 (init) S 0 1");
    assertThat(hiding.look(7, 77)).isEqualTo(Sight.UNSEEN);
    Files.writeString(
        temporary.resolve("1/stat"),
        "1 (in (i) t) S 0 1 1 0 -1 4194560 1 1 1 1 1 1 1 1 20 0 1 0 42 1 1");
    assertThat(hiding.look(7, 77)).isEqualTo(Sight.GONE);
    assertThat(hiding.look(1, 42)).isEqualTo(Sight.RUNS);
    assertThat(hiding.look(1, 41)).isEqualTo(Sight.GONE);
  }
}
