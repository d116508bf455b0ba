package dev.rehome.cli.terminal;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What a command says: for people, lines on standard output and errors on standard error; with
 * {@code --json}, one object a line on standard output, of which the last has {@code
 * "type":"result"} or {@code "type":"error"}.
 */
public final class Output {
  private final boolean json;
  private final PrintStream out = stream(FileDescriptor.out);
  private final PrintStream errors = stream(FileDescriptor.err);
  private Optional<LiveRegion> live = Optional.empty();
  private volatile Supplier<String> underWay = () -> "a safe point of this command";

  public Output(boolean json) {
    this.json = json;
  }

  private static PrintStream stream(FileDescriptor descriptor) {
    return new PrintStream(new FileOutputStream(descriptor), false, StandardCharsets.UTF_8);
  }

  public boolean json() {
    return json;
  }

  /** Draws lines below all that is printed, again and again, if there is a terminal for that. */
  public synchronized void draw(Supplier<List<String>> lines) {
    if (!json && ProgressDisplay.onTerminal()) {
      live = Optional.of(new LiveRegion(errors, lines));
    }
  }

  public synchronized boolean drawing() {
    return live.isPresent();
  }

  public void stopDrawing() {
    Optional<LiveRegion> stopped;
    synchronized (this) {
      stopped = live;
      live = Optional.empty();
    }
    stopped.ifPresent(LiveRegion::close);
  }

  /** Prints, with nothing drawn in the way. */
  private synchronized void print(Runnable prints) {
    live.ifPresentOrElse(
        region ->
            region.aside(
                () -> {
                  prints.run();
                  out.flush();
                }),
        prints);
  }

  /** Has {@link #underWay} answered by this. */
  public void describe(Supplier<String> work) {
    underWay = work;
  }

  /** What the command is at. */
  String underWay() {
    return underWay.get();
  }

  /** Something to know that is no part of what the command is asked for. */
  void notice(String text) {
    print(
        () -> {
          errors.println(text);
          errors.flush();
        });
  }

  /** Asks the operator something, with nothing drawn in the way. */
  public <T> T ask(Supplier<T> question) {
    var answer = new ArrayList<T>();
    print(() -> answer.add(question.get()));
    return answer.getFirst();
  }

  /** A fact that the command was asked for. */
  public void line(String text, Map<String, ?> object) {
    print(
        () -> {
          out.println(json ? Json.line(object) : text);
          out.flush();
        });
  }

  /** A fact in only one of the two forms. */
  public void text(String text) {
    if (!json) {
      line(text, Map.of());
    }
  }

  /** Many lines, flushed at the end by {@link #result}. */
  public void item(String text, Map<String, ?> object) {
    print(() -> out.println(json ? Json.line(object) : text));
  }

  /** Something that went wrong with one file, while the command goes on. */
  public void problem(String text, Map<String, ?> object) {
    if (json) {
      line(text, object);
    } else {
      print(
          () -> {
            errors.println("PROBLEM  " + text);
            errors.flush();
          });
    }
  }

  /** How the command ended. */
  public void result(String text, Map<String, ?> fields) {
    stopDrawing();
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

  public void failure(Message failure) {
    stopDrawing();
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
