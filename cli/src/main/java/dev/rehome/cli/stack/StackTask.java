package dev.rehome.cli.stack;

import dev.rehome.cli.terminal.ExitCode;
import dev.rehome.cli.terminal.Output;
import dev.rehome.cli.terminal.Task;
import dev.rehome.stack.Stack;
import dev.rehome.stack.StackFile;
import picocli.CommandLine.Mixin;

/** What all commands on a stack have in common: they read its file. */
abstract class StackTask extends Task {
  @Mixin StackOptions options = new StackOptions();

  @Override
  protected final ExitCode run(Output output) {
    Stack stack = StackFile.read(options.file);
    return run(output, new Workplace(stack, options, new RunDisplay(output)));
  }

  abstract ExitCode run(Output output, Workplace workplace);
}
