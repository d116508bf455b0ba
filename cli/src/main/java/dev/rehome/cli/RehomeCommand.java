package dev.rehome.cli;

import dev.rehome.cli.demo.DemoCommand;
import dev.rehome.cli.repository.RepositoryCommand;
import dev.rehome.cli.stack.ApproveCommand;
import dev.rehome.cli.stack.BackupCommand;
import dev.rehome.cli.stack.BackupsCommand;
import dev.rehome.cli.stack.CheckCommand;
import dev.rehome.cli.stack.DiffCommand;
import dev.rehome.cli.stack.ImportCommand;
import dev.rehome.cli.stack.InitCommand;
import dev.rehome.cli.stack.PlanCommand;
import dev.rehome.cli.stack.ProveCommand;
import dev.rehome.cli.stack.ReportCommand;
import dev.rehome.cli.stack.RestoreCommand;
import dev.rehome.cli.stack.ResumeCommand;
import dev.rehome.cli.stack.RollbackCommand;
import dev.rehome.cli.stack.RunCommand;
import dev.rehome.cli.stack.StatusCommand;
import dev.rehome.cli.terminal.Group;
import java.util.List;
import picocli.CommandLine.Command;

@Command(
    name = "rehome",
    description =
        "Redeploys a stateful backend onto a fresh stack and proves that nothing was lost.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class)
final class RehomeCommand implements Group {
  @Override
  public List<Class<?>> commands() {
    return List.of(
        InitCommand.class,
        CheckCommand.class,
        PlanCommand.class,
        RunCommand.class,
        ResumeCommand.class,
        StatusCommand.class,
        ApproveCommand.class,
        RollbackCommand.class,
        ReportCommand.class,
        BackupCommand.class,
        BackupsCommand.class,
        ProveCommand.class,
        ImportCommand.class,
        RestoreCommand.class,
        DiffCommand.class,
        RepositoryCommand.class,
        LocalCloudCommand.class,
        DemoCommand.class);
  }
}
