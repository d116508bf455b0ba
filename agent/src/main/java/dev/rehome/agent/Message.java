package dev.rehome.agent;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import dev.rehome.files.FileSet;
import dev.rehome.files.FileStore;
import dev.rehome.repository.backend.Ticket;
import dev.rehome.repository.filesystem.Owners;
import dev.rehome.repository.format.Id;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** What frames hold, as JSON. */
final class Message {
  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .addModule(new Jdk8Module())
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  private Message() {}

  /**
   * With what to work.
   *
   * @param location the repository's, for errors
   * @param master the repository's key, 64 bytes; of which no password is needed
   */
  record Hello(String location, Id key, byte[] master) {}

  /** A piece of work. */
  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "do")
  @JsonSubTypes({
    @JsonSubTypes.Type(value = Job.Store.class, name = "store"),
    @JsonSubTypes.Type(value = Job.Restore.class, name = "restore"),
    @JsonSubTypes.Type(value = Job.Compare.class, name = "compare"),
    @JsonSubTypes.Type(value = Job.StoreOutput.class, name = "store output"),
    @JsonSubTypes.Type(value = Job.Feed.class, name = "feed"),
    @JsonSubTypes.Type(value = Job.Identity.class, name = "identity"),
    @JsonSubTypes.Type(value = Job.Mark.class, name = "mark")
  })
  sealed interface Job {
    record Store(FileSet set, Optional<Id> before, List<String> tags) implements Job {}

    record Restore(Id tree, String fromRoot, FileStore.Target to) implements Job {}

    record Compare(Id tree, String fromRoot, FileSet now, Owners owners) implements Job {}

    record StoreOutput(List<String> command, String name, List<String> tags) implements Job {}

    record Feed(Id tree, String name, List<String> command) implements Job {}

    record Identity(FileSet set) implements Job {}

    record Mark(FileSet set) implements Job {}
  }

  /** How far a job is; the total is -1 if it is not known. */
  record Done(long files, long bytes, long stored, long total) {
    static final Done NOTHING = new Done(0, 0, 0, -1);
  }

  /** Why a job came to nothing. */
  record Failed(String reason, String what, String safe, List<String> next) {}

  static byte[] bytes(Object value) {
    try {
      return MAPPER.writeValueAsBytes(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a message that is no JSON", e);
    }
  }

  static Optional<Ticket> ticket(byte[] bytes) {
    try {
      return MAPPER.readValue(bytes, new TypeReference<Optional<Ticket>>() {});
    } catch (IOException e) {
      throw new IllegalStateException("an answer that is no JSON", e);
    }
  }

  static <T> T read(byte[] bytes, Class<T> type) throws IOException {
    return MAPPER.readValue(bytes, type);
  }
}
