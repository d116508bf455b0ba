package dev.rehome.backup;

import dev.rehome.agent.HostFiles;
import dev.rehome.agent.LineCutException;
import dev.rehome.failure.Failure;
import dev.rehome.failure.FailureException;
import dev.rehome.failure.Safety;
import dev.rehome.files.FileMark;
import dev.rehome.files.FileSet;
import dev.rehome.files.FileSetIdentity;
import dev.rehome.files.FileStore;
import dev.rehome.files.FilesHere;
import dev.rehome.host.AgentBundle;
import dev.rehome.host.Host;
import dev.rehome.host.StackHosts;
import dev.rehome.process.Conversation;
import dev.rehome.repository.filesystem.Owners;
import dev.rehome.repository.format.Id;
import dev.rehome.repository.progress.Meter;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The files of a stack's machines: of this one by itself, of a host by an agent there. */
public final class StackFiles implements FileStores {
  private static final int ATTEMPTS = 3;

  private final StackRepository repository;
  private final StackHosts hosts;
  private final Meter meter;
  private final Map<String, There> there = new LinkedHashMap<>();

  public StackFiles(StackRepository repository, StackHosts hosts, Meter meter) {
    this.repository = repository;
    this.hosts = hosts;
    this.meter = meter;
  }

  @Override
  public FileStore of(Optional<String> host) {
    return host.<FileStore>map(
            name -> there.computeIfAbsent(name, each -> new There(hosts.at(each))))
        .orElseGet(() -> new FilesHere(repository.repository(), meter, repository.cancellation()));
  }

  @Override
  public void close() {
    there.values().forEach(There::hangUp);
  }

  /** A host's; what was cut off is done again, which all of these jobs allow. */
  private final class There implements FileStore {
    private record Call(Conversation conversation, HostFiles files) {}

    private final Host host;
    private Optional<Call> call = Optional.empty();

    There(Host host) {
      this.host = host;
    }

    private HostFiles files() {
      if (call.isEmpty()) {
        Conversation conversation = host.agent(AgentBundle.make());
        call =
            Optional.of(
                new Call(
                    conversation,
                    new HostFiles(
                        repository.repository(),
                        meter,
                        repository.cancellation(),
                        conversation.output(),
                        conversation.input())));
      }
      return call.get().files();
    }

    /** What it printed at last. */
    private String hangUp() {
      String errors =
          call.map(
                  each -> {
                    each.files().close();
                    return each.conversation().errors();
                  })
              .orElse("");
      call = Optional.empty();
      return errors.strip();
    }

    private synchronized <T> T attempt(Function<FileStore, T> job) {
      String why = "";
      for (int i = 1; i <= ATTEMPTS; i++) {
        try {
          return job.apply(files());
        } catch (LineCutException e) {
          String said = hangUp();
          why = said.isEmpty() ? String.valueOf(e.getMessage()) : said;
          pause(Duration.ofSeconds(i));
        }
      }
      throw new FailureException(
          Failure.Kind.FAILED,
          "the agent on host " + host.name() + " is lost again and again: " + why,
          Safety.NOTHING_CHANGED,
          "see what is wrong there, and start again: what was done is not done twice");
    }

    @Override
    public Stored store(FileSet set, Optional<Id> before, List<String> tags) {
      return attempt(files -> files.store(set, before, tags));
    }

    @Override
    public Restored restore(Id tree, String fromRoot, Target to) {
      return attempt(files -> files.restore(tree, fromRoot, to));
    }

    @Override
    public Compared compare(Id tree, String fromRoot, FileSet now, Owners owners) {
      return attempt(files -> files.compare(tree, fromRoot, now, owners));
    }

    @Override
    public Stored storeOutput(List<String> command, String name, List<String> tags) {
      return attempt(files -> files.storeOutput(command, name, tags));
    }

    @Override
    public Restored feed(Id tree, String name, List<String> command) {
      return attempt(files -> files.feed(tree, name, command));
    }

    @Override
    public FileSetIdentity identity(FileSet set) {
      return attempt(files -> files.identity(set));
    }

    @Override
    public FileMark mark(FileSet set) {
      return attempt(files -> files.mark(set));
    }
  }

  private static void pause(Duration length) {
    try {
      Thread.sleep(length);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
