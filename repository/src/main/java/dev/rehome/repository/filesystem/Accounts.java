package dev.rehome.repository.filesystem;

import java.util.HashMap;
import java.util.Map;

/** This machine's users and groups, asked of the system once each, and this process's own. */
public final class Accounts {
  private static final Map<Long, String> USERS = new HashMap<>();
  private static final Map<Long, String> GROUPS = new HashMap<>();

  private Accounts() {}

  /** Empty if the id belongs to nobody. */
  public static synchronized String user(long uid) {
    return USERS.computeIfAbsent(uid, Libc::userName);
  }

  /** Empty if the id belongs to no group. */
  public static synchronized String group(long gid) {
    return GROUPS.computeIfAbsent(gid, Libc::groupName);
  }

  public static long ownUid() {
    return Libc.effectiveUser();
  }

  public static long ownGid() {
    return Libc.effectiveGroup();
  }
}
