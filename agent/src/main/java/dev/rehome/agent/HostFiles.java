package dev.rehome.agent;

import dev.rehome.agent.Message.Done;
import dev.rehome.agent.Message.Failed;
import dev.rehome.agent.Message.Hello;
import dev.rehome.agent.Message.Job;
import dev.rehome.files.FileMark;
import dev.rehome.files.FileSet;
import dev.rehome.files.FileSetIdentity;
import dev.rehome.files.FileStore;
import dev.rehome.repository.Cancellation;
import dev.rehome.repository.Repository;
import dev.rehome.repository.RepositoryFailure;
import dev.rehome.repository.backend.BackendException;
import dev.rehome.repository.filesystem.Owners;
import dev.rehome.repository.format.Id;
import dev.rehome.repository.progress.Meter;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** On the operator's side: the files of a host, by an agent that runs there. */
public final class HostFiles implements FileStore, AutoCloseable {
  private static final Duration BEAT = Duration.ofSeconds(10);

  private final Repository repository;
  private final Meter meter;
  private final Cancellation cancellation;
  private final InputStream in;
  private final OutputStream out;
  private final Line line;
  private final Thread beating;
  private int jobs;
  private Done told = Done.NOTHING;

  /**
   * @param in what the agent says
   * @param out what it hears
   */
  public HostFiles(
      Repository repository,
      Meter meter,
      Cancellation cancellation,
      InputStream in,
      OutputStream out) {
    this.repository = repository;
    this.meter = meter;
    this.cancellation = cancellation;
    this.in = in;
    this.out = out;
    this.line = new Line(out);
    this.beating = Thread.ofVirtual().start(this::beat);
    line.send(
        new Frame(
            Frame.Kind.HELLO,
            0,
            Message.bytes(
                new Hello(
                    repository.backend().location(),
                    repository.openedWith(),
                    repository.masterKey().bytes()))));
  }

  private void beat() {
    try {
      while (true) {
        Thread.sleep(BEAT);
        line.send(new Frame(Frame.Kind.PING, 0, new byte[0]));
      }
    } catch (InterruptedException | LineCutException e) {
      // closed, or cut, which whoever waits for an answer is told
    }
  }

  @Override
  public Stored store(FileSet set, Optional<Id> before, List<String> tags) {
    Stored stored = run(new Job.Store(set, before, tags), Stored.class);
    repository.forgetIndex(); // the host has stored what the index here does not know
    return stored;
  }

  @Override
  public Restored restore(Id tree, String fromRoot, Target to) {
    return run(new Job.Restore(tree, fromRoot, to), Restored.class);
  }

  @Override
  public Compared compare(Id tree, String fromRoot, FileSet now, Owners owners) {
    return run(new Job.Compare(tree, fromRoot, now, owners), Compared.class);
  }

  @Override
  public Stored storeOutput(List<String> command, String name, List<String> tags) {
    Stored stored = run(new Job.StoreOutput(command, name, tags), Stored.class);
    repository.forgetIndex();
    return stored;
  }

  @Override
  public Restored feed(Id tree, String name, List<String> command) {
    return run(new Job.Feed(tree, name, command), Restored.class);
  }

  @Override
  public FileSetIdentity identity(FileSet set) {
    return run(new Job.Identity(set), FileSetIdentity.class);
  }

  @Override
  public FileMark mark(FileSet set) {
    return run(new Job.Mark(set), FileMark.class);
  }

  private synchronized <T> T run(Job job, Class<T> type) {
    int id = ++jobs;
    told = Done.NOTHING;
    line.send(new Frame(Frame.Kind.JOB, id, Message.bytes(job)));
    boolean cancelled = false;
    try {
      for (Optional<Frame> next = Frame.read(in); next.isPresent(); next = Frame.read(in)) {
        if (cancellation.wished() && !cancelled) {
          line.send(new Frame(Frame.Kind.CANCEL, id, new byte[0]));
          cancelled = true;
        }
        Frame frame = next.get();
        switch (frame.kind()) {
          case CALL -> Thread.ofVirtual().start(() -> answer(frame));
          case PROGRESS -> tell(Message.read(frame.bytes(), Done.class));
          case RESULT -> {
            return Message.read(frame.bytes(), type);
          }
          case FAILURE -> throw failure(Message.read(frame.bytes(), Failed.class));
          default -> throw new IOException("not to be said by a host");
        }
      }
      throw new LineCutException("the agent has ended");
    } catch (IOException e) {
      throw new LineCutException("the line is cut: " + e.getMessage(), e);
    }
  }

  private void tell(Done now) {
    for (long i = told.files(); i < now.files(); i++) {
      meter.file();
    }
    meter.bytes(now.bytes() - told.bytes());
    meter.stored(now.stored() - told.stored());
    if (now.total() >= 0) {
      meter.total(now.total());
    }
    told = now;
  }

  private void answer(Frame call) {
    try {
      byte[] answer = Call.read(call.bytes()).on(repository.backend());
      line.send(new Frame(Frame.Kind.ANSWER, call.id(), answer));
    } catch (BackendException e) {
      line.send(new Frame(Frame.Kind.REFUSAL, call.id(), refusal(e)));
    } catch (LineCutException e) {
      // whoever waits for the job is told
    } catch (IOException | RuntimeException e) {
      line.send(
          new Frame(
              Frame.Kind.REFUSAL,
              call.id(),
              refusal(
                  new BackendException(
                      BackendException.Kind.PERMANENT, String.valueOf(e.getMessage())))));
    }
  }

  private static byte[] refusal(BackendException e) {
    var bytes = new ByteArrayOutputStream();
    try (var data = new DataOutputStream(bytes)) {
      data.writeUTF(e.kind().name());
      data.writeUTF(String.valueOf(e.getMessage()));
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return bytes.toByteArray();
  }

  private static RepositoryFailure failure(Failed failed) {
    return new RepositoryFailure(
        RepositoryFailure.Reason.valueOf(failed.reason()),
        failed.what(),
        failed.safe(),
        failed.next());
  }

  @Override
  public void close() {
    beating.interrupt();
    try {
      out.close();
    } catch (IOException e) {
      // It has ended, or the line is cut: then it ends by itself.
    }
  }
}
