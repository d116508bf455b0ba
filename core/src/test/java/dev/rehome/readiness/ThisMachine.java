package dev.rehome.readiness;

import dev.rehome.host.AgentBundle;
import dev.rehome.host.Host;
import dev.rehome.host.Reach;
import dev.rehome.process.Account;
import dev.rehome.process.Command;
import dev.rehome.process.Conversation;
import dev.rehome.process.Finished;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** A host that is this machine: commands are run, and nothing is reached through it. */
record ThisMachine(String name) implements Host {
  @Override
  public Command command(Command there, Optional<String> user) {
    return user.flatMap(Account::find).map(each -> each.run(there)).orElse(there);
  }

  @Override
  public Finished run(Command there, Optional<String> user) {
    return run(there, user, Duration.ofMinutes(1));
  }

  @Override
  public Finished run(Command there, Optional<String> user, Duration limit) {
    // As on a host, where a shell starts it: a program that is missing is no exception.
    Command shelled = there.after(java.util.List.of("sh", "-c", "exec \"$@\"", "there"));
    return command(shelled, user).run(limit);
  }

  @Override
  public Finished once(Command there, Optional<String> user, Duration limit) {
    return run(there, user, limit);
  }

  @Override
  public String login() {
    return System.getProperty("user.name");
  }

  @Override
  public void write(Path file, String text) {
    throw new IllegalStateException("nothing is written in looks");
  }

  @Override
  public Conversation agent(AgentBundle bundle) {
    throw new IllegalStateException("no agent here");
  }

  @Override
  public Reach reach(Reach there) {
    return there;
  }

  @Override
  public void meet() {}
}
