package dev.rehome.repository;

import dev.rehome.repository.filesystem.Accounts;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Who works on a repository: recorded in locks, keys and snapshots. */
public record Party(String hostname, String username, long pid, long uid, long gid) {
  /** This process. */
  public static Party self() {
    return new Party(
        hostnameOfThisMachine(),
        Accounts.user(Accounts.ownUid()),
        ProcessHandle.current().pid(),
        Accounts.ownUid(),
        Accounts.ownGid());
  }

  /** As restic sees it: the kernel's name of this machine. */
  static String hostnameOfThisMachine() {
    try {
      return Files.readString(Path.of("/proc/sys/kernel/hostname")).trim();
    } catch (IOException e) {
      try {
        return InetAddress.getLocalHost().getHostName();
      } catch (UnknownHostException unknown) {
        return "localhost";
      }
    }
  }
}
