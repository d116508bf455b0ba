package dev.rehome.repository.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MasterKeyTest {
  @Test
  void whatIsSealedOpens() throws SealException {
    MasterKey key = MasterKey.random();
    var random = new Random(1);
    for (int length : new int[] {0, 1, 15, 16, 17, 65_535, 65_536, 65_537, 3_000_000}) {
      byte[] plain = new byte[length];
      random.nextBytes(plain);
      byte[] sealed = key.seal(plain);
      assertThat(sealed).hasSize(length + MasterKey.OVERHEAD);
      assertThat(key.open(sealed)).isEqualTo(plain);
    }
  }

  @Test
  void anyFlippedBitIsNoticed() {
    MasterKey key = MasterKey.random();
    byte[] sealed = key.seal("attack at dawn".getBytes(StandardCharsets.UTF_8));
    for (int bit = 0; bit < 8 * sealed.length; bit++) {
      byte[] flipped = sealed.clone();
      flipped[bit / 8] ^= (byte) (1 << bit % 8);
      assertThatThrownBy(() -> key.open(flipped)).isInstanceOf(SealException.class);
    }
  }

  @Test
  void anotherKeyOrTooFewBytesDoNotOpen() {
    byte[] sealed = MasterKey.random().seal(new byte[100]);
    assertThatThrownBy(() -> MasterKey.random().open(sealed)).isInstanceOf(SealException.class);
    assertThatThrownBy(() -> MasterKey.random().open(new byte[31]))
        .isInstanceOf(SealException.class);
  }

  /** RFC 7914, section 12: the third test vector. */
  @Test
  void scryptIsScrypt() {
    byte[] salt = "SodiumChloride".getBytes(StandardCharsets.UTF_8);
    MasterKey key =
        new PasswordHash(16384, 8, 1, salt)
            .derive("pleaseletmein".getBytes(StandardCharsets.UTF_8));
    assertThat(HexFormat.of().formatHex(key.encrypt()))
        .isEqualTo("7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2");
    assertThat(HexFormat.of().formatHex(key.macK())).isEqualTo("d5432955613f0fcf62d49705242a9af9");
    assertThat(HexFormat.of().formatHex(key.macR())).isEqualTo("e61e85dc0d651e40dfcf017b45575887");
  }

  @Test
  void impossibleParametersAreRefused() {
    byte[] salt = {1};
    for (int[] bad :
        new int[][] {{0, 8, 1}, {3, 8, 1}, {16, 0, 1}, {16, 8, 0}, {1 << 30, 1 << 10, 1}}) {
      assertThatThrownBy(() -> new PasswordHash(bad[0], bad[1], bad[2], salt))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
