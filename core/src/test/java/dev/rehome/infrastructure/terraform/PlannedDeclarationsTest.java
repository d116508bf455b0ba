package dev.rehome.infrastructure.terraform;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehome.document.Json;
import dev.rehome.infrastructure.Declared;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PlannedDeclarationsTest {
  @Test
  void aPlanTellsWhatTheStackWillTellOfItself() {
    assertThat(
            PlannedDeclarations.of(
                Json.tree(
                    """
                    {"configuration": {"root_module": {"outputs": {"home": {}, "port": {"sensitive": true}}}},
                     "resource_changes": [
                       {"address": "module.api.server.main[0]",
                        "change": {"actions": ["create"], "after": {"name": "x"}, "after_unknown": {"ip": true}}},
                       {"address": "server.old",
                        "change": {"actions": ["delete"], "after": null, "after_unknown": {}}}]}
                    """)))
        .isEqualTo(
            new Declared(
                Set.of("home", "port"), Map.of("module.api.server.main[0]", Set.of("name", "ip"))));
  }
}
