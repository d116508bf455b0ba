package dev.rehome.agent;

import dev.rehome.agent.Message.Failed;
import dev.rehome.agent.Message.Hello;
import dev.rehome.agent.Message.Job;
import dev.rehome.files.FileStore;
import dev.rehome.files.FilesHere;
import dev.rehome.repository.Cancellation;
import dev.rehome.repository.Repository;
import dev.rehome.repository.RepositoryFailure;
import dev.rehome.repository.crypto.MasterKey;
import dev.rehome.repository.progress.Meter;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** The program on the host: one operator, one job after another, until the line ends. */
public final class Agent {
  private static final Duration SILENCE = Duration.ofMinutes(1);
  private static final Duration LOOK = Duration.ofSeconds(1);
  private static final Duration TELL = Duration.ofMillis(500);

  private final InputStream in;
  private final Line line;
  private final AtomicLong heard = new AtomicLong(System.nanoTime());
  private Optional<RemoteBackend> backend = Optional.empty();
  private Optional<Repository> repository = Optional.empty();
  private volatile Cancellation cancellation = new Cancellation();

  Agent(InputStream in, OutputStream out) {
    this.in = new BufferedInputStream(heard(in), 1 << 16);
    this.line = new Line(new BufferedOutputStream(out));
  }

  public static void main(String[] arguments) throws IOException {
    InputStream in = System.in;
    OutputStream out = new FileOutputStream(FileDescriptor.out);
    System.setOut(System.err); // nothing else may speak on the line
    Thread.setDefaultUncaughtExceptionHandler( // a job without its thread would never be answered
        (thread, e) -> {
          System.err.println("the agent failed: " + e);
          Runtime.getRuntime().halt(1);
        });
    new Agent(in, out).serve();
    Runtime.getRuntime().halt(0); // nobody is there to wait for what is still at work
  }

  /** A large message on a slow line is no silence. */
  private InputStream heard(InputStream from) {
    return new FilterInputStream(from) {
      @Override
      public int read(byte[] bytes, int at, int length) throws IOException {
        int count = super.read(bytes, at, length);
        heard.set(System.nanoTime());
        return count;
      }
    };
  }

  void serve() throws IOException {
    Thread listening = Thread.ofPlatform().daemon().start(this::endWhenSilent);
    try {
      hear();
    } finally {
      listening.interrupt();
    }
  }

  private void hear() throws IOException {
    for (Optional<Frame> next = Frame.read(in); next.isPresent(); next = Frame.read(in)) {
      Frame frame = next.get();
      switch (frame.kind()) {
        case HELLO -> open(Message.read(frame.bytes(), Hello.class));
        case JOB -> {
          cancellation = new Cancellation();
          Job job = Message.read(frame.bytes(), Job.class);
          Thread.ofPlatform().daemon().start(() -> work(frame.id(), job));
        }
        case ANSWER, REFUSAL -> backend.orElseThrow().answered(frame);
        case CANCEL -> cancellation.cancel();
        case PING -> {}
        case RESULT, FAILURE, PROGRESS, CALL -> throw new IOException("not to be said to a host");
      }
    }
  }

  /** A line that was cut says nothing, also not that it was cut. */
  private void endWhenSilent() {
    try {
      while (System.nanoTime() - heard.get() < SILENCE.toNanos()) {
        Thread.sleep(LOOK);
      }
      Runtime.getRuntime().halt(1);
    } catch (InterruptedException e) {
      // it has ended
    }
  }

  private void open(Hello hello) {
    RemoteBackend remote = new RemoteBackend(line, hello.location());
    backend = Optional.of(remote);
    MasterKey master = MasterKey.of(hello.master());
    Thread.ofPlatform()
        .daemon()
        .start(
            () -> {
              try {
                synchronized (this) {
                  repository =
                      Optional.of(Repository.open(new NearBackend(remote), hello.key(), master));
                  notifyAll();
                }
              } catch (RuntimeException e) {
                line.send(new Frame(Frame.Kind.FAILURE, 0, Message.bytes(failed(e))));
              }
            });
  }

  private synchronized Repository opened() throws InterruptedException {
    while (repository.isEmpty()) {
      wait();
    }
    return repository.get();
  }

  private void work(int id, Job job) {
    var meter = new Meter();
    var over = new CountDownLatch(1);
    Thread.ofPlatform().daemon().start(() -> tell(id, meter, over));
    try {
      Repository open = opened();
      open.forgetIndex(); // the operator's side stores, too
      Object result = done(job, new FilesHere(open, meter, cancellation));
      line.send(new Frame(Frame.Kind.RESULT, id, Message.bytes(result)));
    } catch (RuntimeException e) {
      line.send(new Frame(Frame.Kind.FAILURE, id, Message.bytes(failed(e))));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      over.countDown();
    }
  }

  private static Object done(Job job, FileStore files) {
    return switch (job) {
      case Job.Store(var set, var before, var tags) -> files.store(set, before, tags);
      case Job.Restore(var tree, var fromRoot, var to) -> files.restore(tree, fromRoot, to);
      case Job.Compare(var tree, var fromRoot, var now, var owners) ->
          files.compare(tree, fromRoot, now, owners);
      case Job.StoreOutput(var command, var name, var tags) ->
          files.storeOutput(command, name, tags);
      case Job.Feed(var tree, var name, var command) -> files.feed(tree, name, command);
      case Job.Identity(var set) -> files.identity(set);
      case Job.Mark(var set) -> files.mark(set);
    };
  }

  /** Until it is over; who is interrupted while it writes may cut the line. */
  private void tell(int id, Meter meter, CountDownLatch over) {
    try {
      while (!over.await(TELL.toMillis(), TimeUnit.MILLISECONDS)) {
        var now = meter.now();
        line.send(
            new Frame(
                Frame.Kind.PROGRESS,
                id,
                Message.bytes(
                    new Message.Done(
                        now.files(), now.bytes(), now.stored(), now.totalBytes().orElse(-1L)))));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Failed failed(RuntimeException e) {
    return e instanceof RepositoryFailure failure
        ? new Failed(
            failure.reason().name(), failure.whatHappened(), failure.safe(), failure.next())
        : new Failed(
            RepositoryFailure.Reason.FAILED.name(),
            String.valueOf(e.getMessage()),
            "nothing was changed but what the report names",
            List.of("see that, and start again"));
  }
}
