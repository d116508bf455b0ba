package dev.rehome.repository.format;

/** Who works in the repository since when, and whether alone. */
public record LockFile(
    GoTime time,
    boolean exclusive,
    String hostname,
    String username,
    long pid,
    long uid,
    long gid) {
  public byte[] encode() {
    return new JsonWriter()
        .open('{')
        .field("time", time.toString())
        .field("exclusive", exclusive)
        .field("hostname", hostname)
        .field("username", username)
        .field("pid", pid)
        .fieldUnlessZero("uid", uid)
        .fieldUnlessZero("gid", gid)
        .close('}')
        .bytes();
  }

  public static LockFile decode(byte[] json) throws FormatException {
    var in = new JsonReader(json);
    GoTime time = GoTime.ZERO;
    boolean exclusive = false;
    String hostname = "";
    String username = "";
    long pid = 0;
    long uid = 0;
    long gid = 0;
    in.beginObject();
    for (String field; (field = in.nextField()) != null; ) {
      switch (field) {
        case "time" -> time = GoTime.parse(in.string());
        case "exclusive" -> exclusive = in.bool();
        case "hostname" -> hostname = in.string();
        case "username" -> username = in.string();
        case "pid" -> pid = in.number();
        case "uid" -> uid = in.number();
        case "gid" -> gid = in.number();
        default -> in.skip();
      }
    }
    return new LockFile(time, exclusive, hostname, username, pid, uid, gid);
  }
}
