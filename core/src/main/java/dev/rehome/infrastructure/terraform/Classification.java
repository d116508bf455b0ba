package dev.rehome.infrastructure.terraform;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rehome.infrastructure.Saveable;
import dev.rehome.infrastructure.State;
import dev.rehome.proof.DestroyPlan.Doomed;
import dev.rehome.proof.DestroyPlan.Fate;
import dev.rehome.stack.Stack;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Says of everything in a destroy plan what becomes of the state in it. */
final class Classification {
  private final Declarations declared;
  private final Set<String> provisioned;
  private final Saveable saved;
  final List<Doomed> doomed = new ArrayList<>();
  final List<String> problems = new ArrayList<>();
  final List<String> warnings = new ArrayList<>();

  /**
   * @param provisioned addresses in the configuration that have provisioners, which may do anything
   * @param saved what the stack file can stand for
   */
  Classification(Declarations declared, Set<String> provisioned, Saveable saved) {
    this.declared = declared;
    this.provisioned = provisioned;
    this.saved = saved;
  }

  void add(String address, String type, JsonNode before, boolean tainted) {
    Fate fate = fate(address, type);
    doomed.add(new Doomed(address, type, fate, State.Resource.id(before)));
    switch (fate) {
      case UNCLASSIFIED -> problems.add(unclassified(address));
      case KEPT -> problems.add(address + " is declared kept, and the plan would destroy it");
      case SAVED -> saved(address, type);
      case DISPOSABLE -> {}
      case STATELESS -> {}
    }
    if (protection(before)) {
      problems.add(address + " is protected against deletion: destroying would fail half way");
    }
    if (before.path("force_destroy").isBoolean() && !before.path("force_destroy").asBoolean()) {
      warnings.add(address + " can only be destroyed while it is empty (force_destroy is false)");
    }
    if (tainted && provisioned(address)) {
      problems.add(
          address
              + " is tainted, so its destroy provisioners would not run and leave things behind:"
              + " terraform untaint "
              + address
              + ", in the stack's workspace");
    }
  }

  private String unclassified(String address) {
    return declared.of(address).size() > 1
        ? address
            + " is declared several times, by patterns that say equally much: declare it by its"
            + " address in infrastructure.terraform.resources"
        : address
            + " may hold state: declare it saved, kept or disposable in"
            + " infrastructure.terraform.resources";
  }

  private void saved(String address, String type) {
    if (stateless(address, type)) {
      return;
    }
    Holding.of(type)
        .missing(saved)
        .ifPresent(why -> problems.add(address + " is declared saved, and " + why));
    if (Holding.of(type) == Holding.BUCKET && saved.files()) {
      warnings.add(
          address
              + " is declared saved: nothing reads a bucket, so see that files in the stack file"
              + " hold all that is in it");
    }
  }

  private boolean provisioned(String address) {
    return provisioned.contains(address.replaceAll("\\[[^]]*]", ""));
  }

  private static boolean protection(JsonNode before) {
    return Stream.of(
            "/deletion_protection",
            "/enable_deletion_protection",
            "/disable_api_termination",
            "/settings/0/deletion_protection_enabled")
        .anyMatch(place -> before.at(place).asBoolean(false));
  }

  private Fate fate(String address, String type) {
    Set<Stack.Fate> said = declared.of(address);
    if (said.size() == 1) {
      return Fate.valueOf(said.iterator().next().name());
    }
    return said.isEmpty() && stateless(address, type) ? Fate.STATELESS : Fate.UNCLASSIFIED;
  }

  private boolean stateless(String address, String type) {
    return StatelessTypes.holdsNone(type) && !provisioned(address);
  }

  boolean dooms(String address) {
    return doomed.stream().anyMatch(each -> each.address().equals(address));
  }

  /** Addresses and identities that the new stack will not have again, in one line. */
  void warnOfNewAddresses() {
    List<String> outside =
        doomed.stream()
            .filter(each -> each.fate() == Fate.STATELESS)
            .filter(each -> StatelessTypes.knownOutside(each.type()))
            .map(Doomed::address)
            .toList();
    if (!outside.isEmpty()) {
      warnings.add(
          "the new stack gets other addresses or identities in place of these, which somebody"
              + " outside of it may know: "
              + String.join(", ", outside));
    }
  }
}
