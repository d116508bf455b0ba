package dev.rehome.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rehome.document.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Proofs that earlier versions stored are still read. */
class ProofTest {
  private static String versionOne() throws IOException {
    try (InputStream stored =
        Objects.requireNonNull(ProofTest.class.getResourceAsStream("proof-version-1.json"))) {
      return new String(stored.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static String written(ReaderOutcome outcome) {
    Proof proof = Permits.proven().proof();
    var other =
        new Proof(
            proof.version(),
            proof.backup(),
            proof.stack(),
            proof.at(),
            proof.by(),
            proof.inventory(),
            proof.databases(),
            proof.files(),
            new Proof.ReaderProof("restic", outcome),
            proof.seconds());
    return new String(Json.pretty(other), StandardCharsets.UTF_8);
  }

  @Test
  void versionOneIsRead() throws IOException {
    Proof proof = Proof.read(versionOne());
    assertThat(proof.reader())
        .isEqualTo(new Proof.ReaderProof("restic 0.18.0", new ReaderOutcome.Passed()));
    assertThat(proof.version()).isEqualTo(1);
    assertThat(proof.databases().getFirst().rows()).isEqualTo(50123);
    assertThat(ProofPage.of(proof))
        .contains(
            "restic 0.18.0: checked the repository and listed the backup; no errors",
            "not compared: public.best_sellers");
  }

  @ParameterizedTest
  @CsvSource({
    "'not asked, since it is not installed here', it is not installed here, NotAsked",
    "'failed: pack 01ab is gone', pack 01ab is gone, Failed",
    "'something else', something else, Failed"
  })
  void versionOnesReaderThatDidNotPassIsTold(String outcome, String why, String kind)
      throws IOException {
    String stored =
        versionOne()
            .replace("\"passed\" : true", "\"passed\" : false")
            .replace("checked the repository and listed the backup; no errors", outcome);
    ReaderOutcome read = Proof.read(stored).reader().outcome();
    assertThat(read.getClass().getSimpleName()).isEqualTo(kind);
    assertThat(read.text()).endsWith(why);
    assertThat(read.speaksAgainst()).isEqualTo(kind.equals("Failed"));
  }

  @Test
  void whatIsWrittenIsRead() {
    for (ReaderOutcome outcome :
        new ReaderOutcome[] {
          new ReaderOutcome.Passed(),
          new ReaderOutcome.Failed("pack 01ab is gone"),
          new ReaderOutcome.NotAsked("it is not installed here")
        }) {
      Proof read = Proof.read(written(outcome));
      assertThat(read.reader().outcome()).isEqualTo(outcome);
      assertThat(read.version()).isEqualTo(2);
    }
  }

  @Test
  void aProofOfALaterVersionIsNotGuessedAt() {
    String later =
        written(new ReaderOutcome.Passed()).replace("\"version\" : 2", "\"version\" : 3");
    assertThatThrownBy(() -> Proof.read(later)).hasMessageContaining("version 3");
  }
}
