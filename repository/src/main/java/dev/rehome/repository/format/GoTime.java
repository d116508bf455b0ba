package dev.rehome.repository.format;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;

/**
 * A moment with the offset it is written in, as Go writes times into JSON (RFC 3339 with the
 * fraction's trailing zeros cut). Two of them are the same moment if seconds and nanoseconds are
 * equal, whatever the offset.
 *
 * @param seconds since 1970-01-01T00:00:00Z
 * @param nanos within the second, 0 to 999,999,999
 */
public record GoTime(long seconds, int nanos, int offsetMinutes) {
  /** Go's zero time, which stands for "none". */
  public static final GoTime ZERO = new GoTime(-62_135_596_800L, 0, 0);

  private static final long FIRST =
      -62_167_219_200L; // the years 0 and 9999: RFC 3339 has no others
  private static final long LAST = 253_402_300_799L;
  private static final ZoneId ZONE = ZoneId.systemDefault();

  /**
   * The moment, in this machine's time zone as restic writes it; beyond the years 0 to 9999 the
   * nearest of those.
   */
  public static GoTime local(long seconds, int nanos) {
    long near = Math.clamp(seconds, FIRST + 86_400, LAST - 86_400);
    int offset = ZONE.getRules().getOffset(Instant.ofEpochSecond(near)).getTotalSeconds();
    return new GoTime(near, near == seconds ? nanos : 0, offset % 60 == 0 ? offset / 60 : 0);
  }

  public static GoTime local(Instant instant) {
    return local(instant.getEpochSecond(), instant.getNano());
  }

  public Instant instant() {
    return Instant.ofEpochSecond(seconds, nanos);
  }

  public boolean sameMoment(GoTime other) {
    return seconds == other.seconds && nanos == other.nanos;
  }

  public static GoTime parse(String text) throws FormatException {
    try {
      if (text.charAt(4) != '-' || text.charAt(7) != '-') {
        throw new DateTimeException("no date");
      }
      int year = 100 * two(text, 0) + two(text, 2);
      long day = LocalDate.of(year, two(text, 5), two(text, 8)).toEpochDay();
      int secondOfDay = two(text, 11) * 3600 + two(text, 14) * 60 + two(text, 17);
      int at = 19;
      int nanos = 0;
      if (text.charAt(at) == '.') {
        int scale = 100_000_000;
        for (at++; Character.isDigit(text.charAt(at)); at++, scale /= 10) {
          nanos += scale * (text.charAt(at) - '0');
        }
      }
      int offset = 0;
      if (text.charAt(at) != 'Z') {
        offset = (two(text, at + 1) * 60 + two(text, at + 4)) * (text.charAt(at) == '-' ? -1 : 1);
      }
      return new GoTime(day * 86_400 + secondOfDay - offset * 60L, nanos, offset);
    } catch (IndexOutOfBoundsException | DateTimeException e) {
      throw new FormatException("it has a time that is none: " + text, e);
    }
  }

  private static int two(String text, int at) {
    int tens = Character.digit(text.charAt(at), 10);
    int ones = Character.digit(text.charAt(at + 1), 10);
    if (tens < 0 || ones < 0) {
      throw new DateTimeException("no digits");
    }
    return 10 * tens + ones;
  }

  @Override
  public String toString() {
    long local = seconds + offsetMinutes * 60L;
    LocalDate date = LocalDate.ofEpochDay(Math.floorDiv(local, 86_400));
    int second = (int) Math.floorMod(local, 86_400L);
    var out = new StringBuilder(35);
    padded(out, date.getYear(), 4).append('-');
    padded(out, date.getMonthValue(), 2).append('-');
    padded(out, date.getDayOfMonth(), 2).append('T');
    padded(out, second / 3600, 2).append(':');
    padded(out, second / 60 % 60, 2).append(':');
    padded(out, second % 60, 2);
    if (nanos != 0) {
      padded(out.append('.'), nanos, 9);
      while (out.charAt(out.length() - 1) == '0') {
        out.setLength(out.length() - 1);
      }
    }
    if (offsetMinutes == 0) {
      return out.append('Z').toString();
    }
    int minutes = Math.abs(offsetMinutes);
    padded(out.append(offsetMinutes < 0 ? '-' : '+'), minutes / 60, 2).append(':');
    return padded(out, minutes % 60, 2).toString();
  }

  private static StringBuilder padded(StringBuilder out, int value, int width) {
    String digits = Integer.toString(value);
    return out.repeat('0', width - digits.length()).append(digits);
  }
}
