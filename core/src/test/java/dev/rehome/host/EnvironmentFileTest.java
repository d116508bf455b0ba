package dev.rehome.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehome.process.Secret;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EnvironmentFileTest {
  @Test
  void valuesAreTakenAsTheyStand() {
    assertThat(
            EnvironmentFile.parse(
                """
                A=with spaces \s
                B='quoted' "twice"
                C=$HOME `ls` $(id) <x> & ; | #
                D=a=b==
                E=
                """))
        .isEqualTo(
            Map.of(
                "A", new Secret("with spaces  "),
                "B", new Secret("'quoted' \"twice\""),
                "C", new Secret("$HOME `ls` $(id) <x> & ; | #"),
                "D", new Secret("a=b=="),
                "E", new Secret("")));
  }

  @Test
  void aValueOfSeveralLinesGoesOn() {
    assertThat(EnvironmentFile.parse("KEY=-----BEGIN-----\nab cd\n-----END-----\nNEXT=1\n"))
        .isEqualTo(
            Map.of(
                "KEY", new Secret("-----BEGIN-----\nab cd\n-----END-----"),
                "NEXT", new Secret("1")));
  }
}
