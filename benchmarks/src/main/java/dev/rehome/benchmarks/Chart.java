package dev.rehome.benchmarks;

import java.util.List;
import java.util.Locale;

/** Bars, grouped under headings, as a picture (SVG). */
final class Chart {
  private static final int WIDTH = 760;
  private static final int LEFT = 190;
  private static final int LONGEST = 460;
  private static final int BAR = 16;
  private static final int ROW = 20;
  private static final int HEADING = 34;

  private final StringBuilder body = new StringBuilder();
  private int y = 10;

  /** One bar: whose it is, how long that took in seconds, and whether it is to stand out. */
  record Bar(String name, double seconds, boolean ours) {}

  void group(String heading, List<Bar> bars) {
    double longest = bars.stream().mapToDouble(Bar::seconds).max().orElse(1);
    body.append(
        String.format(
            Locale.ROOT,
            "<text x=\"10\" y=\"%d\" font-weight=\"bold\">%s</text>%n",
            y + 22,
            heading));
    y += HEADING;
    for (Bar bar : bars) {
      double length = Math.max(1, LONGEST * bar.seconds() / longest);
      body.append(
          String.format(
              Locale.ROOT,
              "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text>"
                  + "<rect x=\"%d\" y=\"%d\" width=\"%.0f\" height=\"%d\" fill=\"%s\"/>"
                  + "<text x=\"%.0f\" y=\"%d\">%.1f s</text>%n",
              LEFT - 8,
              y + 13,
              bar.name(),
              LEFT,
              y,
              length,
              BAR,
              bar.ours() ? "#1f6f50" : "#a9b4bd",
              LEFT + length + 6,
              y + 13,
              bar.seconds()));
      y += ROW;
    }
  }

  String svg() {
    return String.format(
        Locale.ROOT,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\""
            + " font-family=\"sans-serif\" font-size=\"13\">%n"
            + "<rect width=\"100%%\" height=\"100%%\" fill=\"#ffffff\"/>%n%s</svg>%n",
        WIDTH,
        y + 12,
        body);
  }
}
