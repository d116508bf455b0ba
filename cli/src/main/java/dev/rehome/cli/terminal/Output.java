package dev.rehome.cli.terminal;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a command says: for people, lines on standard output and errors on standard error; with
 * {@code --json}, one object a line on standard output, of which the last has {@code
 * "type":"result"} or {@code "type":"error"}.
 */
public final class Output {
  private final boolean json;
  private final PrintStream out = stream(FileDescriptor.out);
  private final PrintStream errors = stream(FileDescriptor.err);

  public Output(boolean json) {
    this.json = json;
  }

  private static PrintStream stream(FileDescriptor descriptor) {
    return new PrintStream(new FileOutputStream(descriptor), false, StandardCharsets.UTF_8);
  }

  public boolean json() {
    return json;
  }

  /** A fact that the command was asked for. */
  public synchronized void line(String text, Map<String, ?> object) {
    out.println(json ? Json.line(object) : text);
    out.flush();
  }

  /** A fact in only one of the two forms. */
  public synchronized void text(String text) {
    if (!json) {
      out.println(text);
      out.flush();
    }
  }

  /** Many lines, flushed at the end by {@link #result}. */
  public synchronized void item(String text, Map<String, ?> object) {
    out.println(json ? Json.line(object) : text);
  }

  /** Something that went wrong with one file, while the command goes on. */
  public synchronized void problem(String text, Map<String, ?> object) {
    if (json) {
      out.println(Json.line(object));
      out.flush();
    } else {
      errors.println("PROBLEM  " + text);
      errors.flush();
    }
  }

  /** How the command ended. */
  public synchronized void result(String text, Map<String, ?> fields) {
    if (json) {
      var object = new LinkedHashMap<String, Object>();
      object.put("type", "result");
      object.putAll(fields);
      out.println(Json.line(object));
    } else if (!text.isEmpty()) {
      out.println(text);
    }
    out.flush();
  }

  public synchronized void failure(Message failure) {
    if (json) {
      var object = new LinkedHashMap<String, Object>();
      object.put("type", "error");
      object.put("exit_code", failure.code().code());
      object.put("what_happened", failure.whatHappened());
      object.put("safe", failure.safe());
      object.put("next", failure.next());
      out.println(Json.line(object));
    }
    errors.println("ERROR  " + failure.whatHappened().replace("\n", "\n       "));
    errors.println("SAFE   " + failure.safe());
    String label = "NEXT   ";
    for (String next : failure.next()) {
      errors.println(label + next);
      label = "       ";
    }
    out.flush();
    errors.flush();
  }

  /** Where a progress bar is drawn, and prompts are. */
  public PrintStream terminal() {
    return errors;
  }
}
