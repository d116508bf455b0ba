package dev.rehome.distribution;

import dev.rehome.cli.Commands;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine;

/** Writes a manual page for each command, which says what its help says. Argument: a folder. */
final class ManPages {
  private ManPages() {}

  public static void main(String[] arguments) throws IOException {
    write(Commands.all(), Path.of(arguments[0]));
  }

  private static void write(CommandLine command, Path folder) throws IOException {
    String name = command.getCommandSpec().qualifiedName("-");
    Files.writeString(folder.resolve(name + ".1"), page(command, name));
    for (CommandLine each : command.getSubcommands().values()) {
      write(each, folder);
    }
  }

  private static String page(CommandLine command, String name) {
    String[] about = command.getCommandSpec().usageMessage().description();
    return ".TH \""
        + name.toUpperCase(java.util.Locale.ROOT)
        + "\" 1\n.SH NAME\n"
        + text(name + " - " + (about.length == 0 ? "" : about[0]))
        + ".SH SYNOPSIS\n.nf\n"
        + text(command.getUsageMessage(CommandLine.Help.Ansi.OFF))
        + ".fi\n";
  }

  /**
   * As roff takes it: a backslash, and a dot or a quote that begins a line, mean something there.
   */
  private static String text(String plain) {
    return plain
            .strip()
            .replace("\\", "\\e")
            .replace("-", "\\-")
            .replaceAll("(?m)^([.'])", "\\\\&$1")
        + "\n";
  }
}
