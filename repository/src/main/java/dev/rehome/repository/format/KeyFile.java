package dev.rehome.repository.format;

import dev.rehome.repository.crypto.MasterKey;
import dev.rehome.repository.crypto.PasswordHash;
import dev.rehome.repository.crypto.SealException;
import org.jspecify.annotations.Nullable;

/** A key file: the repository's master key, sealed under a key that scrypt makes of a password. */
public record KeyFile(
    GoTime created, String username, String hostname, PasswordHash hash, byte[] sealed) {
  public static KeyFile of(
      MasterKey master,
      byte[] password,
      PasswordHash hash,
      GoTime created,
      String username,
      String hostname) {
    byte[] json =
        new JsonWriter()
            .open('{')
            .field("mac")
            .open('{')
            .field("k", master.macK())
            .field("r", master.macR())
            .close('}')
            .field("encrypt", master.encrypt())
            .close('}')
            .bytes();
    return new KeyFile(created, username, hostname, hash, hash.derive(password).seal(json));
  }

  /** The master key, or null if the password is another key's. */
  public @Nullable MasterKey open(byte[] password) throws FormatException {
    try {
      return master(hash.derive(password).open(sealed));
    } catch (SealException e) {
      return null;
    }
  }

  private static MasterKey master(byte[] json) throws FormatException {
    var in = new JsonReader(json);
    byte[] encrypt = {};
    byte[] k = {};
    byte[] r = {};
    in.beginObject();
    for (String field; (field = in.nextField()) != null; ) {
      switch (field) {
        case "encrypt" -> encrypt = in.base64();
        case "mac" -> {
          in.beginObject();
          for (String part; (part = in.nextField()) != null; ) {
            switch (part) {
              case "k" -> k = in.base64();
              case "r" -> r = in.base64();
              default -> in.skip();
            }
          }
        }
        default -> in.skip();
      }
    }
    try {
      return new MasterKey(encrypt, k, r);
    } catch (IllegalArgumentException e) {
      throw new FormatException("it holds a master key of the wrong size", e);
    }
  }

  public byte[] encode() {
    return new JsonWriter()
        .open('{')
        .field("created", created.toString())
        .field("username", username)
        .field("hostname", hostname)
        .field("kdf", "scrypt")
        .field("N", hash.n())
        .field("r", hash.r())
        .field("p", hash.p())
        .field("salt", hash.salt())
        .field("data", sealed)
        .close('}')
        .bytes();
  }

  public static KeyFile decode(byte[] json) throws FormatException {
    var in = new JsonReader(json);
    GoTime created = GoTime.ZERO;
    String username = "";
    String hostname = "";
    String kdf = "";
    int n = 0;
    int r = 0;
    int p = 0;
    byte[] salt = {};
    byte[] data = {};
    in.beginObject();
    for (String field; (field = in.nextField()) != null; ) {
      switch (field) {
        case "created" -> created = GoTime.parse(in.string());
        case "username" -> username = in.string();
        case "hostname" -> hostname = in.string();
        case "kdf" -> kdf = in.string();
        case "N" -> n = in.integer();
        case "r" -> r = in.integer();
        case "p" -> p = in.integer();
        case "salt" -> salt = in.base64();
        case "data" -> data = in.base64();
        default -> in.skip();
      }
    }
    if (!kdf.equals("scrypt")) {
      throw new FormatException("its key derivation is not scrypt");
    }
    try {
      return new KeyFile(created, username, hostname, new PasswordHash(n, r, p, salt), data);
    } catch (IllegalArgumentException e) {
      throw new FormatException(String.valueOf(e.getMessage()), e);
    }
  }
}
