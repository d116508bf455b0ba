package dev.rehome.localcloud.http;

import com.google.api.client.json.GenericJson;
import java.util.Map;

/** What PATCH means: fields that are named change, within objects too; lists change as a whole. */
public final class Patch {
  private Patch() {}

  public static void merge(GenericJson into, GenericJson changes) {
    for (Map.Entry<String, Object> change : changes.entrySet()) {
      if (into.get(change.getKey()) instanceof GenericJson inner
          && change.getValue() instanceof GenericJson changed) {
        merge(inner, changed);
      } else {
        into.set(change.getKey(), change.getValue());
      }
    }
  }
}
