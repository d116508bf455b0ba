package dev.rehome.repository.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.OffsetDateTime;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GoTimeTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-11-22T16:20:33.990621917+01:00",
        "1969-01-01T00:00:00.5Z",
        "0001-01-01T00:00:00Z",
        "1901-12-13T20:45:52-03:30",
        "9999-12-31T23:59:59.999999999Z",
        "2000-02-29T12:00:00.00000001+05:45"
      })
  void itIsWrittenAgainAsItWasRead(String text) throws FormatException {
    GoTime time = GoTime.parse(text);
    assertThat(time.toString()).isEqualTo(text);
    assertThat(time.instant()).isEqualTo(OffsetDateTime.parse(text).toInstant());
  }

  @Test
  void itAgreesWithJavaOnAnyMoment() throws FormatException {
    var random = new Random(1);
    for (int i = 0; i < 20_000; i++) {
      var time =
          new GoTime(
              random.nextLong(-60_000_000_000L, 250_000_000_000L),
              random.nextInt(1_000_000_000),
              0);
      assertThat(OffsetDateTime.parse(time.toString()).toInstant()).isEqualTo(time.instant());
      assertThat(GoTime.parse(time.toString())).isEqualTo(time);
    }
  }

  @Test
  void momentsBeyondTheYearsThatJsonCanHoldAreBroughtNear() throws FormatException {
    for (long seconds : new long[] {Long.MIN_VALUE / 2, Long.MAX_VALUE / 2}) {
      GoTime time = GoTime.local(seconds, 1);
      assertThat(GoTime.parse(time.toString())).isEqualTo(time);
    }
  }

  @Test
  void whatIsNoTimeIsRefused() {
    for (String text :
        List.of(
            "", "2026", "2026-11-22T1x:00:00Z", "2026-13-01T00:00:00Z", "2026-11-22T16:20:33")) {
      assertThatThrownBy(() -> GoTime.parse(text)).as(text).isInstanceOf(FormatException.class);
    }
  }
}
