package dev.rehome.infrastructure.terraform;

import dev.rehome.failure.Failure;
import dev.rehome.failure.FailureException;
import dev.rehome.failure.Safety;
import dev.rehome.process.Command;
import dev.rehome.process.Finished;
import dev.rehome.process.ProcessFailure;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The binary, in one configuration and one workspace. The workspace is in the environment of every
 * call, so that nothing selected in the folder can lead elsewhere.
 *
 * @param data where it keeps providers and modules; not in the checkout
 * @param environment of this program
 */
record Terraform(
    String binary,
    Path configuration,
    Path data,
    String workspace,
    List<String> variables,
    Map<String, String> environment,
    boolean localState,
    Duration within) {
  private static final int NOT_FOUND = 127;

  Command command(String... arguments) {
    return Command.of(binary, "-chdir=" + configuration)
        .and(arguments)
        .with("TF_WORKSPACE", workspace)
        .with("TF_DATA_DIR", data.toString())
        .with("TF_IN_AUTOMATION", "1")
        .with("TF_INPUT", "0")
        .with("TF_CLI_ARGS", "")
        .with("CHECKPOINT_DISABLE", "1");
  }

  /** With the variables; only planning takes them. */
  Command planning(String... arguments) {
    return command(arguments).and(variables.toArray(String[]::new));
  }

  /** Fails if the environment would have it do something else than it is called for. */
  void refuseMeddling() {
    List<String> names = Meddling.in(environment);
    if (!names.isEmpty()) {
      throw new FailureException(
          Failure.Kind.BAD_INPUT,
          "the environment adds arguments to every call of "
              + binary
              + ", which may leave half of a stack: "
              + String.join(", ", names),
          Safety.NOTHING_CHANGED,
          "unset " + String.join(" ", names),
          "variable files belong into infrastructure.terraform.var-files");
    }
  }

  Finished run(Command command) {
    Finished finished = inTime(command);
    if (finished.exitCode() == NOT_FOUND) {
      throw new FailureException(
          Failure.Kind.NOT_READY,
          "there is no " + binary + " on this machine",
          Safety.NOTHING_CHANGED,
          "install it, or name it as infrastructure.terraform.binary");
    }
    return finished;
  }

  private Finished inTime(Command command) {
    try {
      return command.run(within);
    } catch (ProcessFailure e) {
      if (e.reason() != ProcessFailure.Reason.TIME_LIMIT) {
        throw e;
      }
      throw new FailureException(
          Failure.Kind.FAILED,
          e.whatHappened(),
          Safety.NOTHING_CHANGED,
          "see what it waits for",
          "infrastructure.terraform.within in the stack file gives it more time");
    }
  }

  Finished must(String doing, Command command) {
    Finished finished = run(command);
    if (!finished.succeeded()) {
      throw failed(doing, finished.errors());
    }
    return finished;
  }

  FailureException failed(String doing, String errors) {
    String text = Diagnostics.plain(errors);
    if (text.contains("workspace") && text.contains("does not exist")) {
      return new FailureException(
          Failure.Kind.NOT_READY,
          "there is no workspace \"" + workspace + "\" in " + configuration,
          Safety.NOTHING_CHANGED,
          binary + " workspace list    shows those there are",
          "check infrastructure.terraform.workspace and .state");
    }
    Optional<StateLock> lock = StateLock.in(errors);
    if (lock.isPresent()) {
      Failure failure =
          new Failure(
              Failure.Kind.NOT_READY,
              lock.get().text(),
              Safety.NOTHING_CHANGED,
              List.of("wait until that is done, and start again"));
      return new FailureException(
          lock.get().unlocking(binary, workspace, localState).map(failure::then).orElse(failure));
    }
    return new FailureException(
        Failure.Kind.FAILED,
        binary + " failed, " + doing + ": " + text,
        Safety.NOTHING_CHANGED,
        "put that right, and start again");
  }
}
