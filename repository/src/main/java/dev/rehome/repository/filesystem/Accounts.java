package dev.rehome.repository.filesystem;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** This machine's users and groups, asked of the system once each, and this process's own. */
public final class Accounts {
  private static final Map<Long, String> USERS = new HashMap<>();
  private static final Map<Long, String> GROUPS = new HashMap<>();

  private static final Map<String, Optional<User>> USERS_BY_NAME = new HashMap<>();
  private static final Map<String, Optional<Long>> GROUPS_BY_NAME = new HashMap<>();

  private Accounts() {}

  /** The numbers of a user and of its own group. */
  public record User(long uid, long gid) {}

  public static synchronized Optional<User> userNamed(String name) {
    return USERS_BY_NAME.computeIfAbsent(name, Libc::user);
  }

  public static synchronized Optional<Long> groupNamed(String name) {
    return GROUPS_BY_NAME.computeIfAbsent(name, Libc::group);
  }

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
