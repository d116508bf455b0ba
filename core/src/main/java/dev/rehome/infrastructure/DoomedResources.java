package dev.rehome.infrastructure;

import dev.rehome.proof.DestroyPlan.Doomed;
import java.util.List;
import java.util.Set;

/**
 * The resources that a plan destroys, as the state knows them.
 *
 * @param resources all of the state's, if some of what is doomed is not in it by its address
 */
public record DoomedResources(List<State.Resource> resources) {
  private static final Set<String> THIS_MACHINE = Set.of("", "localhost", "127.0.0.1", "::1");

  public DoomedResources {
    resources = List.copyOf(resources);
  }

  public static DoomedResources of(State state, List<Doomed> doomed) {
    List<State.Resource> found =
        doomed.stream().flatMap(each -> state.resource(each.address()).stream()).toList();
    return new DoomedResources(found.size() == doomed.size() ? found : state.resources());
  }

  /**
   * Addresses of those that a host name or IP address leads to: when they are gone, nothing answers
   * there, and nothing can be asked through it.
   */
  public List<String> answeringAt(String host) {
    return THIS_MACHINE.contains(host)
        ? List.of()
        : resources.stream()
            .filter(each -> each.answersAt(host))
            .map(State.Resource::address)
            .toList();
  }
}
