package dev.rehome.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Nothing runs whose trace is not on the disk: with a file system that is full, can only be read,
 * or was taken away.
 */
class JobTraceTest {
  private static final Duration LIMIT = Duration.ofMinutes(1);

  @TempDir Path temporary = Path.of("");

  private Path disk() {
    return temporary.resolve("disk");
  }

  private Job job() {
    return new FolderJob(disk().resolve("jobs/one"));
  }

  private Command command() {
    return Command.of("sh", "-c", "echo ran >> \"$0\"; echo printed", temporary + "/witness");
  }

  private boolean ran() {
    return Files.exists(temporary.resolve("witness"));
  }

  @BeforeEach
  void mount() throws IOException {
    assumeTrue(Account.isRoot(), "only root mounts file systems");
    Files.createDirectory(disk());
    must("mount", "-t", "tmpfs", "-o", "size=128k", "tmpfs", disk().toString());
  }

  @AfterEach
  void unmount() {
    job().end();
    must("umount", disk().toString());
  }

  private static void must(String... arguments) {
    Finished finished = Command.of(arguments).run(LIMIT);
    assertThat(finished.succeeded()).as(finished.errors()).isTrue();
  }

  private void fill() throws IOException {
    try (OutputStream out = Files.newOutputStream(disk().resolve("ballast"))) {
      while (true) {
        out.write(new byte[512]);
      }
    } catch (IOException e) {
      assertThat(e).hasMessageContaining("No space left");
    }
  }

  private static void refused(Runnable work) {
    assertThatThrownBy(work::run)
        .isInstanceOf(ProcessFailure.class)
        .extracting(e -> ((ProcessFailure) e).reason())
        .isEqualTo(ProcessFailure.Reason.NOT_STARTED);
  }

  @Test
  void aFullDiskRefusesBeforeAnythingBegins() throws IOException {
    fill();
    refused(() -> job().prepare());
    assertThat(job().state()).isEqualTo(Job.State.LOST);
    refused(() -> job().start(command()));
    assertThat(ran()).isFalse();
    Files.delete(disk().resolve("ballast"));
    job().prepare();
    job().start(command());
    assertThat(job().await(() -> false)).isEqualTo(Job.State.ENDED);
    assertThat(job().finished()).isEqualTo(new Finished(0, "printed\n", ""));
  }

  @Test
  void aDiskThatFillsOnceItIsPreparedTakesNoTrace() throws IOException {
    job().prepare();
    fill();
    job().start(command());
    assertThat(job().await(() -> false)).isEqualTo(Job.State.ENDED);
    assertThat(ran()).isTrue();
    assertThat(job().finished().exitCode()).isNotZero(); // it could not print
    job().start(command());
    assertThat(Files.readString(temporary.resolve("witness"))).isEqualTo("ran\n");
  }

  @Test
  void aFolderThatCanOnlyBeReadRunsNothing() {
    job().prepare();
    must("mount", "-o", "remount,ro", disk().toString());
    refused(() -> job().start(command()));
    assertThat(job().state()).isEqualTo(Job.State.NEW);
    assertThat(ran()).isFalse();
    must("mount", "-o", "remount,rw", disk().toString());
    job().start(command());
    assertThat(job().await(() -> false)).isEqualTo(Job.State.ENDED);
  }

  @Test
  void aMissingFileRunsNothing() throws IOException {
    for (String name : new String[] {"session", "lock"}) {
      Job job = new FolderJob(disk().resolve("jobs/without-" + name));
      job.prepare();
      Files.delete(disk().resolve("jobs/without-" + name + "/" + name));
      refused(() -> job.start(command()));
      assertThat(job.state()).isEqualTo(Job.State.LOST);
      refused(job::prepare);
    }
    assertThat(ran()).isFalse();
  }
}
