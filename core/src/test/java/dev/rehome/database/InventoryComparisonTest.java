package dev.rehome.database;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehome.database.Inventory.Column;
import dev.rehome.database.Inventory.Encoding;
import dev.rehome.database.Inventory.Kind;
import dev.rehome.database.Inventory.Sequence;
import dev.rehome.database.Inventory.Table;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class InventoryComparisonTest {
  private static Inventory inventory(
      List<Table> tables, List<Sequence> sequences, Map<String, String> schema) {
    return new Inventory(
        new Identity(1, 2),
        150_000,
        new Encoding("UTF8", "C", "C"),
        tables,
        sequences,
        schema,
        Set.of(),
        List.of(),
        List.of());
  }

  private static Table table(String name, long rows, String digest) {
    return new Table(
        1, name, Kind.TABLE, rows, digest, List.of(new Column(1, "a", "int")), List.of());
  }

  private static final Inventory SAVED =
      inventory(
          List.of(table("a", 2, "1:1"), table("b", 2, "1:1")),
          List.of(new Sequence("s", 7, 9)),
          Map.of("table a", "x"));

  @Test
  void equalsHaveNoDifference() {
    assertThat(InventoryComparison.differences(SAVED, SAVED)).isEmpty();
  }

  /** Loading fills each table as a whole. */
  @Test
  void whatIsHalfLoadedHoldsNothingOfOthers() {
    assertThat(InventoryComparison.others(SAVED, SAVED)).isEmpty();
    assertThat(InventoryComparison.others(SAVED, holding(table("a", 2, "1:1")))).isEmpty();
    assertThat(
            InventoryComparison.others(SAVED, holding(table("a", 0, "0:0"), table("b", 2, "1:1"))))
        .isEmpty();
  }

  @Test
  void aTableThatIsNeitherEmptyNorAsItWasSavedHoldsOthersWork() {
    assertThat(InventoryComparison.others(SAVED, holding(table("a", 1, "1:0"))))
        .as("written to before it was filled")
        .containsExactly("table a");
    assertThat(InventoryComparison.others(SAVED, holding(table("a", 3, "1:2"))))
        .as("or after that")
        .containsExactly("table a");
    assertThat(InventoryComparison.others(SAVED, holding(table("a", 2, "2:2"))))
        .as("or changed")
        .containsExactly("table a");
    assertThat(InventoryComparison.others(SAVED, holding(table("c", 1, "1:1"))))
        .as("or made")
        .containsExactly("table c");
  }

  /** They are made before they are filled. */
  @Test
  void ofLargeObjectsOnlyMoreThanWereSavedAreOthers() {
    Inventory two = holding(objects(2, "1:1"));
    assertThat(InventoryComparison.others(two, holding(objects(2, "0:0")))).isEmpty();
    assertThat(InventoryComparison.others(two, holding(objects(3, "1:2"))))
        .containsExactly("table large objects");
    assertThat(InventoryComparison.others(SAVED, holding(objects(1, "1:1"))))
        .containsExactly("table large objects");
  }

  private static Table objects(long count, String digest) {
    return new Table(0, "large objects", Kind.LARGE_OBJECTS, count, digest, List.of(), List.of());
  }

  private static Inventory holding(Table... tables) {
    return inventory(List.of(tables), List.of(), Map.of());
  }

  /** While others write, a dump reads a sequence later than the inventory does, or earlier. */
  @Test
  void aSequenceMayStandWhereItStoodDuringTheDump() {
    Inventory wider = SAVED.within(Map.of("s", 6L), Map.of("s", 12L));
    for (long value : List.of(6L, 9L, 12L)) {
      Inventory now =
          inventory(SAVED.tables(), List.of(new Sequence("s", value, value)), SAVED.schema());
      assertThat(InventoryComparison.differences(wider, now)).isEmpty();
    }
    Inventory later = inventory(SAVED.tables(), List.of(new Sequence("s", 13, 13)), SAVED.schema());
    assertThat(InventoryComparison.differences(wider, later))
        .containsExactly("sequence s stands at 13, not 12");
  }

  @Test
  void everyKindOfDifferenceIsNamed() {
    Inventory now =
        inventory(
            List.of(table("a", 3, "1:1"), table("c", 0, "")),
            List.of(new Sequence("t", 1, 1)),
            Map.of("table a", "y", "view v", "z"));
    assertThat(InventoryComparison.differences(SAVED, now))
        .containsExactly(
            "table a has 3 rows, not 2",
            "table b is missing",
            "table c is there in addition",
            "sequence s is missing",
            "sequence t is there in addition",
            "table a is defined otherwise",
            "view v is there in addition");
    assertThat(
            InventoryComparison.differences(
                SAVED,
                inventory(
                    List.of(table("a", 2, "1:2"), table("b", 2, "1:1")),
                    List.of(new Sequence("s", 10, 10)),
                    Map.of("table a", "x"))))
        .containsExactly("table a has other content in its rows", "sequence s stands at 10, not 9");
  }

  @Test
  void aSequenceThatMovedDuringTheBackupMayStandAnywhereBetween() {
    Inventory now = inventory(SAVED.tables(), List.of(new Sequence("s", 8, 8)), SAVED.schema());
    assertThat(InventoryComparison.differences(SAVED, now)).isEmpty();
  }
}
