package dev.rehome.repository.format;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PolynomialTest {
  /** The first is restic's own example, the second was made by restic 0.18. */
  @Test
  void irreducibleOnesAreKnown() {
    assertThat(Polynomial.isIrreducible(0x3DA3358B4DC173L)).isTrue();
    assertThat(Polynomial.isIrreducible(0x20f9d536a19aebL)).isTrue();
  }

  @Test
  void othersAreToo() {
    assertThat(Polynomial.isIrreducible(0x3DA3358B4DC172L)).isFalse(); // divisible by x
    assertThat(Polynomial.isIrreducible(0x3DA3358B4DC171L))
        .isFalse(); // an even number of terms: by x + 1
    int irreducible = 0;
    for (long f = (1L << 53) + 1; f < (1L << 53) + 20_000; f += 2) {
      irreducible += Polynomial.isIrreducible(f) ? 1 : 0;
    }
    assertThat(irreducible).isBetween(300, 460); // one in 53 of all, one in 26.5 of the odd ones
  }

  @Test
  void randomOnesAreIrreducibleAndOfTheRightDegree() {
    for (int i = 0; i < 50; i++) {
      long f = Polynomial.randomIrreducible();
      assertThat(63 - Long.numberOfLeadingZeros(f)).isEqualTo(53);
      assertThat(Polynomial.isIrreducible(f)).isTrue();
    }
  }
}
