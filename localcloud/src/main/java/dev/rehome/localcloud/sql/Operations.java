package dev.rehome.localcloud.sql;

import com.google.api.services.sqladmin.model.Operation;
import com.google.api.services.sqladmin.model.OperationError;
import com.google.api.services.sqladmin.model.OperationErrors;
import dev.rehome.localcloud.fault.Fault;
import dev.rehome.localcloud.fault.Faults;
import dev.rehome.localcloud.http.Refusal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * What takes time: begun by a call, done later, one at a time for each instance. One that was under
 * way when this server ended has failed.
 */
final class Operations {
  private static final String ENDED = "The server was ended meanwhile.";
  private static final Duration PENDING = Duration.ofMillis(200);

  private final Path folder;
  private final Faults faults;
  private final Set<String> busy = ConcurrentHashMap.newKeySet();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  Operations(Path folder, Faults faults) {
    this.folder = folder;
    this.faults = faults;
    for (Path file : Documents.in(folder)) {
      Operation operation = Documents.read(file, Operation.class);
      if (!operation.getStatus().equals("DONE")) {
        fail(operation, "INTERNAL_ERROR", ENDED);
      }
    }
  }

  /** Ends what is under way: it has failed. */
  void stop() {
    threads.shutdownNow();
    threads.close();
  }

  /** The work of one. */
  interface Work {
    void run(Operation operation, boolean damaged) throws Exception;
  }

  /** Hears that the work failed. */
  interface Failed {
    void because(String why);
  }

  Operation begin(Operation operation, Work work) {
    return begin(operation, work, why -> {});
  }

  /** Begins one; {@code operation} says its type, its target, and more if it has more. */
  Operation begin(Operation operation, Work work, Failed failed) {
    String target = operation.getTargetProject() + "/" + operation.getTargetId();
    if (!busy.add(target)) {
      throw new Refusal(
          409,
          "operationInProgress",
          "Operation failed because another operation was already in progress. Try your request"
              + " after the current operation is complete.");
    }
    operation
        .setKind("sql#operation")
        .setName(UUID.randomUUID().toString())
        .setStatus("PENDING")
        .setUser("local@example.com")
        .setInsertTime(Instant.now().toString());
    keep(operation);
    Operation running = operation.clone();
    threads.execute(() -> run(running, work, failed, target));
    return operation;
  }

  private void run(Operation operation, Work work, Failed failed, String target) {
    try {
      Thread.sleep(PENDING);
      keep(operation.setStatus("RUNNING").setStartTime(Instant.now().toString()));
      Optional<Fault> fault = faults.next("operation." + operation.getOperationType(), "");
      if (fault.orElse(null) instanceof Fault.Delay(long milliseconds)) {
        Thread.sleep(milliseconds);
      }
      if (fault.orElse(null) instanceof Fault.Fail(int status, String reason)) {
        throw new Refusal(status, reason, "This was asked to fail.");
      }
      work.run(operation, fault.orElse(null) instanceof Fault.Damage);
      busy.remove(target);
      keep(operation.setStatus("DONE").setEndTime(Instant.now().toString()));
    } catch (Exception e) {
      Thread.interrupted(); // what follows is written down in any case
      String why = threads.isShutdown() ? ENDED : String.valueOf(e.getMessage());
      failed.because(why);
      busy.remove(target);
      fail(operation, e instanceof Refusal refusal ? refusal.reason() : "INTERNAL_ERROR", why);
    }
  }

  private void fail(Operation operation, String code, String message) {
    var error = new OperationError().setKind("sql#operationError").setCode(code);
    var errors = new OperationErrors().setKind("sql#operationErrors");
    operation.setError(errors.setErrors(List.of(error.setMessage(message))));
    keep(operation.setStatus("DONE").setEndTime(Instant.now().toString()));
  }

  private void keep(Operation operation) {
    Documents.write(folder.resolve(operation.getName() + ".json"), operation);
  }

  Operation get(String project, String name) {
    Path file = folder.resolve(name + ".json");
    if (name.matches("[0-9a-f-]{36}") && Files.exists(file)) {
      Operation operation = Documents.read(file, Operation.class);
      if (operation.getTargetProject().equals(project)) {
        return operation;
      }
    }
    throw new Refusal(404, "operationDoesNotExist", "The operation " + name + " does not exist.");
  }

  /** The newest first; of all instances if the name is empty. */
  List<Operation> of(String project, String instance) {
    return Documents.in(folder).stream()
        .map(file -> Documents.read(file, Operation.class))
        .filter(each -> each.getTargetProject().equals(project))
        .filter(each -> instance.isEmpty() || each.getTargetId().equals(instance))
        .sorted((one, other) -> other.getInsertTime().compareTo(one.getInsertTime()))
        .toList();
  }
}
