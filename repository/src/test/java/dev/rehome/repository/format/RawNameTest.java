package dev.rehome.repository.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RawNameTest {
  /** As Go 1.24's strconv.Quote writes them, without the quotes. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "70 6c 61 69 6e|plain",
        "c3 bc e2 98 83|ü☃",
        "f0 9f 90 98|🐘",
        "22 5c|\\\"\\\\",
        "07 08 0c 0a 0d 09 0b|\\a\\b\\f\\n\\r\\t\\v",
        "01 7f|\\x01\\x7f",
        "ff fe|\\xff\\xfe",
        "c3 28|\\xc3(",
        "c0 80|\\xc0\\x80",
        "ed a0 80|\\xed\\xa0\\x80",
        "f4 90 80 80|\\xf4\\x90\\x80\\x80",
        "e2 98|\\xe2\\x98",
        "c2 a0|\\u00a0",
        "e2 80 a8|\\u2028",
        "ef bb bf|\\ufeff",
        "f3 a0 80 81|\\U000e0001",
        "ef bf bd|�",
      })
  void namesAreQuotedAsGoQuotesThem(String hex, String quoted) throws FormatException {
    RawName name = RawName.of(java.util.HexFormat.ofDelimiter(" ").parseHex(hex));
    assertThat(name.quoted()).isEqualTo(quoted);
    assertThat(RawName.ofQuoted(quoted)).isEqualTo(name);
  }

  @Test
  void anyBytesSurviveQuoting() throws FormatException {
    var random = new Random(1);
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes = new byte[1 + random.nextInt(12)];
      random.nextBytes(bytes);
      assertThat(RawName.ofQuoted(RawName.of(bytes).quoted()).bytes()).isEqualTo(bytes);
    }
  }

  @Test
  void theOrderIsThatOfUnsignedBytes() {
    List<RawName> sorted =
        List.of(
            RawName.of("Z"),
            RawName.of("a"),
            RawName.of("ﬀ"),
            RawName.of("😀"),
            RawName.of(new byte[] {-1}));
    assertThat(sorted.stream().sorted().toList())
        .isEqualTo(sorted); // UTF-16 has the emoji before the ligature
  }

  @Test
  void brokenQuotingIsRefused() {
    for (String broken : List.of("\\", "\\q", "\\x1", "\\xzz", "\\u12", "\\U0011000")) {
      assertThatThrownBy(() -> RawName.ofQuoted(broken))
          .as(broken)
          .isInstanceOf(FormatException.class);
    }
  }

  @Test
  void whatCannotNameAFileIsKnown() {
    for (String bad : List.of("", ".", "..", "a/b", "a\0b")) {
      assertThat(RawName.of(bad).isFileName()).as(bad).isFalse();
    }
    assertThat(RawName.of("...").isFileName()).isTrue();
  }
}
