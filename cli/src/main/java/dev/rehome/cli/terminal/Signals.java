package dev.rehome.cli.terminal;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.function.Consumer;

/**
 * The signals that ask the program to end. Java's own handling of them ends it at a time of its
 * choosing; the class that tells of them is one that the compiler warns of, hence by name.
 */
public final class Signals {
  /** Ctrl-C; a wish to end from elsewhere; the terminal was closed, or its line was cut. */
  public static final String CTRL_C = "INT";

  private static final List<String> ALL = List.of(CTRL_C, "TERM", "HUP");

  private Signals() {}

  /** Has each of them told by its name, in a thread of its own; not those that are ignored. */
  public static void tell(Consumer<String> listener) {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      for (String name : ALL) {
        Object calls =
            Proxy.newProxyInstance(
                Signals.class.getClassLoader(),
                new Class<?>[] {handler},
                (proxy, method, arguments) -> {
                  listener.accept(name);
                  return null;
                });
        signal
            .getMethod("handle", signal, handler)
            .invoke(null, signal.getConstructor(String.class).newInstance(name), calls);
      }
    } catch (InvocationTargetException e) {
      // The runtime was told to leave signals alone (-Xrs): then they end it at once.
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("this Java runtime tells of no signals", e);
    }
  }
}
