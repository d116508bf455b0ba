package dev.rehome.database.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SchemaEntriesTest {
  private static String table(String first, String second, String end) {
    return "--\n-- Name: child; Type: TABLE; Schema: public; Owner: app\n--\n\n"
        + "CREATE TABLE public.child (\n    "
        + first
        + ",\n    "
        + second
        + "\n)"
        + end
        + ";\n\n--\n-- PostgreSQL database dump complete\n--\n";
  }

  /** As PostgreSQL's own regression database has it: a dump gives them their parent's order. */
  @Test
  void theOrderOfColumnsCountsUnlessTheTableInherits() {
    String inherits = "\nINHERITS (public.parent)";
    assertThat(SchemaEntries.of(table("b integer", "a integer", inherits)))
        .isEqualTo(SchemaEntries.of(table("a integer", "b integer", inherits)))
        .containsOnlyKeys("table public.child")
        .isNotEqualTo(SchemaEntries.of(table("a integer", "b text", inherits)));
    assertThat(SchemaEntries.of(table("b integer", "a integer", "")))
        .isNotEqualTo(SchemaEntries.of(table("a integer", "b integer", "")));
  }
}
