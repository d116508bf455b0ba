package dev.rehome.cli.repository;

import dev.rehome.cli.terminal.Group;
import java.util.List;
import picocli.CommandLine.Command;

@Command(
    name = "repository",
    description = {
      "Works on a backup repository in restic's format; restic can read everything in it.",
      "",
      "The password comes from REHOME_PASSWORD, from --password-file, or is asked for."
    },
    mixinStandardHelpOptions = true)
public final class RepositoryCommand implements Group {
  @Override
  public List<Class<?>> commands() {
    return List.of(
        InitCommand.class,
        BackupCommand.class,
        SnapshotsCommand.class,
        LsCommand.class,
        RestoreCommand.class,
        DiffCommand.class,
        CheckCommand.class,
        ForgetCommand.class,
        PruneCommand.class,
        UnlockCommand.class,
        KeyCommand.class);
  }
}
