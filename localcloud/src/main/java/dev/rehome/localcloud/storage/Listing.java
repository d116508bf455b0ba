package dev.rehome.localcloud.storage;

import com.google.api.services.storage.model.Objects;
import com.google.api.services.storage.model.StorageObject;
import dev.rehome.localcloud.http.Request;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.function.UnaryOperator;

/** A page of a bucket's objects, with what lies below a delimiter gathered into prefixes. */
record Listing(String prefix, String delimiter, String from, String before, int most) {
  private static final int PAGE = 1_000;

  static Listing of(Request request) {
    String prefix = request.asked("prefix").orElse("");
    String start =
        request
            .asked("pageToken")
            .filter(token -> !token.isEmpty())
            .map(Listing::decoded)
            .orElse(request.asked("startOffset").orElse(""));
    return new Listing(
        prefix,
        request.asked("delimiter").orElse(""),
        start.compareTo(prefix) > 0 ? start : prefix,
        request.asked("endOffset").orElse(""),
        Math.clamp(request.number("maxResults").orElse((long) PAGE), 1, PAGE));
  }

  private static String decoded(String token) {
    return new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
  }

  Objects page(BucketFolder bucket, UnaryOperator<StorageObject> shown) {
    var items = new ArrayList<StorageObject>();
    var prefixes = new LinkedHashSet<String>();
    var page = new Objects().setKind("storage#objects");
    for (StorageObject object : bucket.from(from)) {
      String name = object.getName();
      if (!name.startsWith(prefix) || (!before.isEmpty() && name.compareTo(before) >= 0)) {
        break;
      }
      int cut = delimiter.isEmpty() ? -1 : name.indexOf(delimiter, prefix.length());
      String folder = cut < 0 ? "" : name.substring(0, cut + delimiter.length());
      if (prefixes.contains(folder)) {
        continue;
      }
      if (items.size() + prefixes.size() == most) {
        page.setNextPageToken(
            Base64.getUrlEncoder().encodeToString(name.getBytes(StandardCharsets.UTF_8)));
        break;
      }
      if (cut < 0) {
        items.add(shown.apply(object));
      } else {
        prefixes.add(folder);
      }
    }
    page.setItems(items.isEmpty() ? null : items);
    return page.setPrefixes(prefixes.isEmpty() ? null : List.copyOf(prefixes));
  }
}
