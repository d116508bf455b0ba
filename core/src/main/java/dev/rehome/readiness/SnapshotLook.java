package dev.rehome.readiness;

import dev.rehome.infrastructure.ChangePlan;
import dev.rehome.managed.Description;
import java.util.List;
import java.util.stream.Collectors;

/** Whether what is going to be built can take the providers' snapshots of what there is. */
public record SnapshotLook(List<Description> standing, List<ChangePlan.Server> planned) {
  public Findings look() {
    return Findings.all(
        standing.stream()
            .filter(old -> !planned.isEmpty() && planned.stream().noneMatch(it -> fits(it, old)))
            .map(this::unfit));
  }

  private static boolean fits(ChangePlan.Server planned, Description old) {
    return planned.version().equals(old.version()) && planned.diskGib() >= old.diskGib();
  }

  private Findings unfit(Description old) {
    return Findings.warning(
        "the snapshot of instance "
            + old.instance()
            + " ("
            + old.version()
            + ", "
            + old.diskGib()
            + " GiB) cannot be restored to what will be built ("
            + planned.stream()
                .map(each -> each.version() + ", " + each.diskGib() + " GiB")
                .collect(Collectors.joining("; "))
            + "): the dump will be used");
  }
}
