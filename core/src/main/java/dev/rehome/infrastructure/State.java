package dev.rehome.infrastructure;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * What the infrastructure says there is.
 *
 * @param lineage which history of states this belongs to; empty if it has none
 * @param serial goes up with every change
 */
public record State(
    String lineage, long serial, Map<String, String> outputs, List<Resource> resources) {
  private static final Pattern OWN_ADDRESS =
      Pattern.compile(
          "(?i)(^|_)(ip|ips|ipv4|ipv6|address|addresses|dns|dns_name|host|hostname|fqdn|endpoint)$");
  private static final Pattern OF_OTHERS =
      Pattern.compile(
          "(?i)metadata|labels|tags|user_data|env|trigger|rrdatas|record|allow|deny|source|destination|target");

  /** One thing that was built. */
  public record Resource(String address, String type, boolean tainted, JsonNode attributes) {
    /** What tells it from another one that is built anew in its place, if its type has that. */
    public Optional<String> id() {
      return id(attributes);
    }

    /** The same, of attributes as a plan has them too. */
    public static Optional<String> id(JsonNode attributes) {
      return Stream.of("id", "self_link", "name")
          .map(name -> attributes.path(name).asText(""))
          .filter(value -> !value.isEmpty())
          .findFirst();
    }

    /**
     * Whether this host name or IP address is its own: an attribute that is called so, and not what
     * it is told about others.
     */
    public boolean answersAt(String host) {
      return owns("", attributes, host);
    }

    private static boolean owns(String name, JsonNode node, String host) {
      if (node.isObject()) {
        return node.properties().stream()
            .filter(each -> !OF_OTHERS.matcher(each.getKey()).find())
            .anyMatch(each -> owns(each.getKey(), each.getValue(), host));
      }
      return node.isArray()
          ? StreamSupport.stream(node.spliterator(), false).anyMatch(each -> owns(name, each, host))
          : node.asText().equals(host) && OWN_ADDRESS.matcher(name).find();
    }

    /** Whether one of its attributes, however deep, is this text. */
    public boolean mentions(String text) {
      return mentions(attributes, text);
    }

    private static boolean mentions(JsonNode node, String text) {
      return node.isContainerNode()
          ? StreamSupport.stream(node.spliterator(), false).anyMatch(each -> mentions(each, text))
          : node.isTextual() && node.asText().equals(text);
    }
  }

  public State {
    outputs = Map.copyOf(outputs);
    resources = List.copyOf(resources);
  }

  /** This one, or where it has resources and no outputs, with those of another. */
  public State withOutputsOf(State other) {
    return outputs.isEmpty() && !empty()
        ? new State(lineage, serial, other.outputs, resources)
        : this;
  }

  /** Whether this is of another history than the other one, as far as both tell. */
  public boolean isOfOthers(State other) {
    return !lineage.isEmpty() && !other.lineage.isEmpty() && !lineage.equals(other.lineage);
  }

  public boolean empty() {
    return resources.isEmpty();
  }

  /** What becomes of a state where a copy of one is brought. */
  public enum Brought {
    STAYS,
    IS_REPLACED,
    /** It is of another history than the copy, and nobody knows whether it still counts. */
    IS_ANOTHERS
  }

  /**
   * What becomes of this state where the copy is brought: a newer one of its history stays.
   *
   * @param ended lineages of histories that ended before the one of now began
   */
  public Brought whenBrought(State copy, Set<String> ended) {
    if (lineage.isEmpty() || lineage.equals(copy.lineage)) {
      return serial < copy.serial ? Brought.IS_REPLACED : Brought.STAYS;
    }
    if (ended.contains(lineage)) {
      return Brought.IS_REPLACED;
    }
    boolean over = copy.empty() || ended.contains(copy.lineage); // nothing is lost without it
    return over ? Brought.STAYS : Brought.IS_ANOTHERS;
  }

  public Optional<Resource> resource(String address) {
    return resources.stream().filter(each -> each.address().equals(address)).findFirst();
  }

  /** What has this address, host name or other text: when it is gone, nothing answers there. */
  public List<Resource> mentioning(String text) {
    return resources.stream().filter(each -> each.mentions(text)).toList();
  }
}
