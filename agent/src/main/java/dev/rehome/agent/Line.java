package dev.rehome.agent;

import java.io.IOException;
import java.io.OutputStream;

/** The way out to the other side, for many threads. */
final class Line {
  private final OutputStream out;

  Line(OutputStream out) {
    this.out = out;
  }

  synchronized void send(Frame frame) {
    try {
      frame.write(out);
    } catch (IOException e) {
      throw new LineCutException("the line is cut: " + e.getMessage(), e);
    }
  }
}
