package dev.rehome.lock;

import dev.rehome.document.Json;
import dev.rehome.repository.Repository;
import dev.rehome.repository.backend.BackendException;
import dev.rehome.repository.backend.Name;
import dev.rehome.repository.crypto.SealException;
import dev.rehome.repository.format.Id;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** In the repository, sealed by its key. */
public record RepositoryLockObjects(Repository repository, String stack) implements LockObjects {
  private static final int PREFIX = 48;

  private String prefix() {
    return Id.hash(("stack " + stack).getBytes(StandardCharsets.UTF_8)).hex().substring(0, PREFIX);
  }

  private Name name(long number) {
    return new Name(Name.Kind.STACK_LOCK, prefix() + String.format("%016x", number));
  }

  private List<Long> numbers() {
    var numbers = new ArrayList<Long>();
    repository
        .backend()
        .list(
            Name.Kind.STACK_LOCK,
            entry -> {
              String value = entry.name().value();
              if (value.startsWith(prefix())) {
                numbers.add(Long.parseLong(value.substring(PREFIX), 16));
              }
            });
    return numbers;
  }

  @Override
  public long newest() {
    return numbers().stream().max(Long::compare).orElse(0L);
  }

  @Override
  public Optional<LockEntry> read(long number) {
    try {
      byte[] json = repository.masterKey().open(repository.backend().readAll(name(number)));
      return Optional.of(Json.read(new String(json, StandardCharsets.UTF_8), LockEntry.class));
    } catch (BackendException e) {
      if (e.kind() == BackendException.Kind.ABSENT) {
        return Optional.empty();
      }
      throw e;
    } catch (SealException | Json.InvalidException e) {
      return Optional.of(new LockEntry.Unreadable(name(number) + ": " + e.getMessage()));
    }
  }

  private ByteBuffer sealed(LockEntry entry) {
    return ByteBuffer.wrap(
        repository.masterKey().seal(Json.line(entry).getBytes(StandardCharsets.UTF_8)));
  }

  @Override
  public boolean putIfAbsent(long number, LockEntry entry) {
    return repository.backend().putIfAbsent(name(number), sealed(entry));
  }

  @Override
  public void put(long number, LockEntry entry) {
    repository.backend().put(name(number), sealed(entry));
  }

  @Override
  public void deleteBelow(long number) {
    numbers().stream()
        .filter(each -> each < number)
        .forEach(each -> repository.backend().delete(name(each)));
  }
}
