package dev.rehome.repository;

import dev.rehome.repository.backend.Backend;
import dev.rehome.repository.backend.Name;
import dev.rehome.repository.format.Id;
import dev.rehome.repository.format.IndexFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Packs that no index file names: what a killed backup had uploaded since it last wrote one.
 * Adopting them costs a look at the end of each and saves uploading their blobs again. Those of a
 * backup that runs at the same time may be among them; naming a pack twice does no harm.
 */
public final class Orphans {
  private Orphans() {}

  /**
   * Names every whole pack that is not named yet; how many those were. One that is damaged stays as
   * it is.
   */
  public static int adopt(Repository repository, RepositoryLock lock) {
    Blobs blobs = repository.blobs();
    Set<Id> known = blobs.index().packs();
    var found = new ArrayList<Backend.Entry>();
    repository.backend().list(Name.Kind.PACK, found::add);
    found.removeIf(entry -> known.contains(Id.ofName(entry.name().value())));
    if (found.isEmpty()) {
      return 0;
    }
    var writer = new IndexWriter(repository.documents());
    List<IndexFile.Pack> adopted =
        found.stream().flatMap(entry -> read(blobs, entry).stream()).toList();
    lock.ensureHeld();
    adopted.forEach(
        pack -> {
          writer.add(pack);
          blobs.index().add(pack);
        });
    writer.flush();
    return adopted.size();
  }

  private static List<IndexFile.Pack> read(Blobs blobs, Backend.Entry entry) {
    try {
      Id id = Id.ofName(entry.name().value());
      var pack = new IndexFile.Pack(id, blobs.header(id, entry.size()));
      return pack.size() == entry.size() ? List.of(pack) : List.of();
    } catch (RepositoryFailure e) {
      return List.of(); // check names it; adopting it would make others rely on it
    }
  }
}
