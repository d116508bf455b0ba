package dev.rehome.distribution;

import dev.rehome.cli.Commands;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Writes what shells complete command lines with: for bash, for zsh, which takes bash's, and for
 * fish. Argument: a folder.
 */
final class Completion {
  private static final String ZSH =
      """
      #compdef rehome
      autoload -U +X bashcompinit && bashcompinit
      for script in ${${(%%):-%%x}:A:h}/completion.bash /usr/share/bash-completion/completions/rehome; do
        [[ -r $script ]] && source $script && break
      done
      """
          .replace("%%", "%");

  /** Whether the words that are typed are these commands, or begin with them. */
  private static final String FISH =
      """
      function __rehome_words
          string match -v -- '-*' (commandline -opc)[2..] | string join ' '
      end
      function __rehome_is
          test "$(__rehome_words)" = "$argv"
      end
      function __rehome_begins
          string match -q -- "$argv *" (__rehome_words)' '
      end
      """;

  private Completion() {}

  public static void main(String[] arguments) throws IOException {
    Path folder = Path.of(arguments[0]);
    Files.writeString(
        folder.resolve("completion.bash"), AutoComplete.bash("rehome", Commands.all()));
    Files.writeString(folder.resolve("_rehome"), ZSH);
    var fish = new StringBuilder(FISH);
    fish(Commands.all(), "", fish);
    Files.writeString(folder.resolve("rehome.fish"), fish.toString());
  }

  private static void fish(CommandLine command, String path, StringBuilder out) {
    String test = command.getSubcommands().isEmpty() ? "__rehome_begins" : "__rehome_is";
    String at = "complete -c rehome -n '" + test + path + "'";
    for (OptionSpec option : command.getCommandSpec().options()) {
      if (!option.hidden()) {
        out.append(at);
        for (String name : option.names()) {
          out.append(name.startsWith("--") ? " -l " : " -s ").append(name.replaceFirst("^-+", ""));
        }
        out.append(option.arity().max() > 0 ? " -r" : "");
        out.append(described(option.description())).append('\n');
      }
    }
    command
        .getSubcommands()
        .forEach(
            (name, below) -> {
              String[] about = below.getCommandSpec().usageMessage().description();
              out.append(at).append(" -f -a ").append(name).append(described(about)).append('\n');
              fish(below, path + " " + name, out);
            });
  }

  private static String described(String[] lines) {
    return lines.length == 0
        ? ""
        : " -d '" + lines[0].replace("\\", "\\\\").replace("'", "\\'") + "'";
  }
}
