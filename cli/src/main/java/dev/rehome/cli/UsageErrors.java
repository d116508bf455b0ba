package dev.rehome.cli;

import dev.rehome.cli.terminal.ExitCode;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;

/** A command that was typed wrongly: what is wrong, what is near, and where help is. */
final class UsageErrors implements IParameterExceptionHandler {
  @Override
  public int handleParseException(ParameterException wrong, String[] arguments) {
    CommandLine command = wrong.getCommandLine();
    PrintWriter errors = command.getErr();
    errors.println("ERROR  " + wrong.getMessage());
    errors.println("SAFE   nothing was done");
    errors.println(
        "NEXT   " + command.getCommandSpec().qualifiedName() + " --help    shows how it is used");
    CommandLine.UnmatchedArgumentException.printSuggestions(wrong, errors);
    errors.flush();
    return ExitCode.USAGE.code();
  }
}
