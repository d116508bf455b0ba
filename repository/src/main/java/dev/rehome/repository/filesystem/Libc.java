package dev.rehome.repository.filesystem;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.AddressLayout;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.invoke.MethodHandle;
import java.util.Optional;

/**
 * The C library's calls, each as it is in its manual page, with errors as {@link SystemException}.
 * Nothing else in Rehome calls native code. Structure layouts are Linux's 64-bit ones (statx(2),
 * getdents64(2)).
 */
@SuppressWarnings("restricted") // native access is what this file is for
final class Libc {
  static final int AT_FDCWD = -100;
  static final int AT_SYMLINK_NOFOLLOW = 0x100;
  static final int AT_EMPTY_PATH = 0x1000;
  static final int O_RDONLY = 0;
  static final int O_RDWR = 2;
  static final int O_CREAT = 0100;
  static final int O_EXCL = 0200;
  static final int O_NONBLOCK = 04000;
  static final int O_CLOEXEC = 02000000;
  static final int O_NOFOLLOW = System.getProperty("os.arch").equals("aarch64") ? 0100000 : 0400000;

  private static final int SYNC_FILE_RANGE_WRITE = 2;
  private static final int STATX_STATS = 0xfff; // and the birth
  private static final int STATX_SIZE = 256;
  private static final int ENTRIES_SIZE = 64 * 1024;
  private static final Linker LINKER = Linker.nativeLinker();
  private static final MemoryLayout STATE = Linker.Option.captureStateLayout();
  private static final AddressLayout STRING =
      ADDRESS.withTargetLayout(MemoryLayout.sequenceLayout(4096, JAVA_BYTE));

  private static final MethodHandle STATX =
      ints("statx", JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT, ADDRESS);
  private static final MethodHandle OPEN =
      handle(
          "open",
          FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT),
          Linker.Option.firstVariadicArg(2));
  private static final MethodHandle READ = longs("read", JAVA_INT, ADDRESS, JAVA_LONG);
  private static final MethodHandle PREAD = longs("pread", JAVA_INT, ADDRESS, JAVA_LONG, JAVA_LONG);
  private static final MethodHandle PWRITE =
      longs("pwrite", JAVA_INT, ADDRESS, JAVA_LONG, JAVA_LONG);
  private static final MethodHandle FTRUNCATE = ints("ftruncate", JAVA_INT, JAVA_LONG);
  private static final MethodHandle SYNC_FILE_RANGE =
      ints("sync_file_range", JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT);
  private static final MethodHandle SYNCFS = ints("syncfs", JAVA_INT);
  private static final MethodHandle CLOSE = ints("close", JAVA_INT);
  private static final MethodHandle GETDENTS = longs("getdents64", JAVA_INT, ADDRESS, JAVA_LONG);
  private static final MethodHandle READLINK = longs("readlink", ADDRESS, ADDRESS, JAVA_LONG);
  private static final MethodHandle SYMLINK = ints("symlink", ADDRESS, ADDRESS);
  private static final MethodHandle LINK = ints("link", ADDRESS, ADDRESS);
  private static final MethodHandle MKDIR = ints("mkdir", ADDRESS, JAVA_INT);
  private static final MethodHandle MKNOD = ints("mknod", ADDRESS, JAVA_INT, JAVA_LONG);
  private static final MethodHandle UNLINK = ints("unlink", ADDRESS);
  private static final MethodHandle RMDIR = ints("rmdir", ADDRESS);
  private static final MethodHandle LCHOWN = ints("lchown", ADDRESS, JAVA_INT, JAVA_INT);
  private static final MethodHandle CHMOD = ints("chmod", ADDRESS, JAVA_INT);
  private static final MethodHandle UTIMENSAT =
      ints("utimensat", JAVA_INT, ADDRESS, ADDRESS, JAVA_INT);
  private static final MethodHandle LLISTXATTR = longs("llistxattr", ADDRESS, ADDRESS, JAVA_LONG);
  private static final MethodHandle LGETXATTR =
      longs("lgetxattr", ADDRESS, ADDRESS, ADDRESS, JAVA_LONG);
  private static final MethodHandle LSETXATTR =
      ints("lsetxattr", ADDRESS, ADDRESS, ADDRESS, JAVA_LONG, JAVA_INT);
  private static final MethodHandle LREMOVEXATTR = ints("lremovexattr", ADDRESS, ADDRESS);
  private static final MethodHandle GETPWUID =
      handle("getpwuid", FunctionDescriptor.of(ADDRESS, JAVA_INT));
  private static final MethodHandle GETGRGID =
      handle("getgrgid", FunctionDescriptor.of(ADDRESS, JAVA_INT));
  private static final MethodHandle GETPWNAM =
      handle("getpwnam", FunctionDescriptor.of(ADDRESS, ADDRESS));
  private static final MethodHandle GETGRNAM =
      handle("getgrnam", FunctionDescriptor.of(ADDRESS, ADDRESS));
  private static final MethodHandle GETEUID = handle("geteuid", FunctionDescriptor.of(JAVA_INT));
  private static final MethodHandle GETEGID = handle("getegid", FunctionDescriptor.of(JAVA_INT));
  private static final MethodHandle STRERROR =
      handle("strerror", FunctionDescriptor.of(STRING, JAVA_INT));

  /** Where the numbers begin in what getpwnam and getgrnam give, in bytes. */
  private static final long NUMBER = 16;

  private Libc() {}

  private static MethodHandle ints(String name, MemoryLayout... arguments) {
    return handle(name, FunctionDescriptor.of(JAVA_INT, arguments));
  }

  private static MethodHandle longs(String name, MemoryLayout... arguments) {
    return handle(name, FunctionDescriptor.of(JAVA_LONG, arguments));
  }

  private static MethodHandle handle(
      String name, FunctionDescriptor function, Linker.Option... options) {
    MemorySegment symbol = LINKER.defaultLookup().findOrThrow(name);
    var all = java.util.Arrays.copyOf(options, options.length + 1);
    all[options.length] = Linker.Option.captureCallState("errno");
    return LINKER.downcallHandle(symbol, function, all);
  }

  /**
   * What {@link #checked} calls: a method handle with the memory that receives the error number.
   */
  private interface Call {
    long invoke(MemorySegment state) throws Throwable;
  }

  private static long checked(SegmentAllocator memory, RawPath path, Call call)
      throws SystemException {
    MemorySegment state = memory.allocate(STATE);
    long result = unchecked(state, call);
    if (result < 0) {
      throw failed(state.get(JAVA_INT, 0), path);
    }
    return result;
  }

  private static long checked(RawPath path, Call call) throws SystemException {
    try (Arena memory = Arena.ofConfined()) {
      return checked(memory, path, call);
    }
  }

  private static long unchecked(MemorySegment state, Call call) {
    try {
      return call.invoke(state);
    } catch (Throwable e) {
      throw new LinkageError("a call into the C library failed", e);
    }
  }

  private interface PointerCall {
    MemorySegment invoke(MemorySegment state) throws Throwable;
  }

  private static MemorySegment pointer(MemorySegment state, PointerCall call) {
    try {
      return call.invoke(state);
    } catch (Throwable e) {
      throw new LinkageError("a call into the C library failed", e);
    }
  }

  private static SystemException failed(int errno, RawPath path) {
    try (Arena memory = Arena.ofConfined()) {
      MemorySegment state = memory.allocate(STATE);
      MemorySegment text = pointer(state, s -> (MemorySegment) STRERROR.invokeExact(s, errno));
      return new SystemException(errno, path + ": " + text.getString(0));
    }
  }

  private static MemorySegment path(SegmentAllocator memory, RawPath path) {
    return memory.allocateFrom(JAVA_BYTE, path.terminated());
  }

  /** Without following a link. */
  static FileStatus status(RawPath path) throws SystemException {
    try (Arena memory = Arena.ofConfined()) {
      MemorySegment name = path(memory, path);
      return statx(memory, path, AT_FDCWD, name, AT_SYMLINK_NOFOLLOW);
    }
  }

  static FileStatus statusFollowingLinks(RawPath path) throws SystemException {
    try (Arena memory = Arena.ofConfined()) {
      return statx(memory, path, AT_FDCWD, path(memory, path), 0);
    }
  }

  static FileStatus status(int file, RawPath path) throws SystemException {
    try (Arena memory = Arena.ofConfined()) {
      return statx(memory, path, file, memory.allocateFrom(""), AT_EMPTY_PATH);
    }
  }

  private static FileStatus statx(Arena memory, RawPath path, int at, MemorySegment name, int flags)
      throws SystemException {
    MemorySegment x = memory.allocate(STATX_SIZE, 8);
    checked(memory, path, s -> (int) STATX.invokeExact(s, at, name, flags, STATX_STATS, x));
    return new FileStatus(
        Short.toUnsignedInt(x.get(JAVA_SHORT, 28)),
        Integer.toUnsignedLong(x.get(JAVA_INT, 20)),
        Integer.toUnsignedLong(x.get(JAVA_INT, 24)),
        x.get(JAVA_LONG, 40),
        x.get(JAVA_LONG, 112),
        x.get(JAVA_INT, 120),
        x.get(JAVA_LONG, 96),
        x.get(JAVA_INT, 104),
        x.get(JAVA_LONG, 32),
        Integer.toUnsignedLong(x.get(JAVA_INT, 16)),
        device(x.get(JAVA_INT, 136), x.get(JAVA_INT, 140)),
        device(x.get(JAVA_INT, 128), x.get(JAVA_INT, 132)),
        x.get(JAVA_LONG, 80),
        x.get(JAVA_INT, 88));
  }

  /** As glibc's {@code makedev}. */
  private static long device(int major, int minor) {
    return (major & 0xfffff000L) << 32
        | (major & 0xfffL) << 8
        | (minor & 0xffffff00L) << 12
        | (minor & 0xffL);
  }

  static int open(RawPath path, int flags, int permissions) throws SystemException {
    return (int)
        withPath(
            path, (s, name) -> (int) OPEN.invokeExact(s, name, flags | O_CLOEXEC, permissions));
  }

  static int read(int file, RawPath path, MemorySegment into) throws SystemException {
    return (int) checked(path, s -> (long) READ.invokeExact(s, file, into, into.byteSize()));
  }

  static int readAt(int file, RawPath path, MemorySegment into, long at) throws SystemException {
    return (int) checked(path, s -> (long) PREAD.invokeExact(s, file, into, into.byteSize(), at));
  }

  static int writeAt(int file, RawPath path, MemorySegment from, long at) throws SystemException {
    return (int) checked(path, s -> (long) PWRITE.invokeExact(s, file, from, from.byteSize(), at));
  }

  static void truncate(int file, RawPath path, long size) throws SystemException {
    checked(path, s -> (int) FTRUNCATE.invokeExact(s, file, size));
  }

  /** Only a hint, which not every file system knows: the sync that follows says what failed. */
  static void beginWriting(int file, long at, long length) {
    try (Arena memory = Arena.ofConfined()) {
      unchecked(
          memory.allocate(STATE),
          s -> (int) SYNC_FILE_RANGE.invokeExact(s, file, at, length, SYNC_FILE_RANGE_WRITE));
    }
  }

  static void syncFileSystem(int file, RawPath path) throws SystemException {
    checked(path, s -> (int) SYNCFS.invokeExact(s, file));
  }

  static void close(int file, RawPath path) throws SystemException {
    checked(path, s -> (int) CLOSE.invokeExact(s, file));
  }

  interface Names {
    void accept(byte[] name);
  }

  /** Names everything in the folder but {@code .} and {@code ..}, in the file system's order. */
  static void list(RawPath folder, Names names) throws SystemException {
    int file = open(folder, O_RDONLY | O_NOFOLLOW | O_NONBLOCK, 0);
    try (Arena memory = Arena.ofConfined()) {
      MemorySegment entries = memory.allocate(ENTRIES_SIZE, 8);
      MemorySegment state = memory.allocate(STATE);
      while (true) {
        long length =
            unchecked(
                state, s -> (long) GETDENTS.invokeExact(s, file, entries, entries.byteSize()));
        if (length < 0) {
          throw failed(state.get(JAVA_INT, 0), folder);
        }
        if (length == 0) {
          return;
        }
        entries(entries.asSlice(0, length), names);
      }
    } finally {
      close(file, folder);
    }
  }

  /**
   * As getdents64(2) lays them out: inode 8, offset 8, length 2, type 1, then the name and a zero
   * byte.
   */
  private static void entries(MemorySegment entries, Names names) {
    for (long at = 0;
        at < entries.byteSize();
        at += Short.toUnsignedInt(entries.get(JAVA_SHORT, at + 16))) {
      byte[] name = terminated(entries.asSlice(at + 19));
      boolean dots = name[0] == '.' && (name.length == 1 || (name.length == 2 && name[1] == '.'));
      if (!dots) {
        names.accept(name);
      }
    }
  }

  private static byte[] terminated(MemorySegment string) {
    int length = 0;
    while (string.get(JAVA_BYTE, length) != 0) {
      length++;
    }
    return string.asSlice(0, length).toArray(JAVA_BYTE);
  }

  static byte[] readLink(RawPath path) throws SystemException {
    try (Arena memory = Arena.ofConfined()) {
      MemorySegment name = path(memory, path);
      MemorySegment target = memory.allocate(4097);
      long length = checked(memory, path, s -> (long) READLINK.invokeExact(s, name, target, 4097L));
      return target.asSlice(0, length).toArray(JAVA_BYTE);
    }
  }

  static void symlink(byte[] target, RawPath path) throws SystemException {
    try (Arena memory = Arena.ofConfined()) {
      MemorySegment to =
          memory.allocateFrom(JAVA_BYTE, java.util.Arrays.copyOf(target, target.length + 1));
      MemorySegment name = path(memory, path);
      checked(memory, path, s -> (int) SYMLINK.invokeExact(s, to, name));
    }
  }

  static void link(RawPath existing, RawPath path) throws SystemException {
    try (Arena memory = Arena.ofConfined()) {
      MemorySegment from = path(memory, existing);
      MemorySegment name = path(memory, path);
      checked(memory, path, s -> (int) LINK.invokeExact(s, from, name));
    }
  }

  static void makeFolder(RawPath path, int permissions) throws SystemException {
    withPath(path, (s, name) -> (int) MKDIR.invokeExact(s, name, permissions));
  }

  static void makeNode(RawPath path, int mode, long device) throws SystemException {
    withPath(path, (s, name) -> (int) MKNOD.invokeExact(s, name, mode, device));
  }

  static void unlink(RawPath path) throws SystemException {
    withPath(path, (s, name) -> (int) UNLINK.invokeExact(s, name));
  }

  static void removeFolder(RawPath path) throws SystemException {
    withPath(path, (s, name) -> (int) RMDIR.invokeExact(s, name));
  }

  static void changeOwner(RawPath path, int uid, int gid) throws SystemException {
    withPath(path, (s, name) -> (int) LCHOWN.invokeExact(s, name, uid, gid));
  }

  /** Follows links; so it must not be called on one. */
  static void changeMode(RawPath path, int permissions) throws SystemException {
    withPath(path, (s, name) -> (int) CHMOD.invokeExact(s, name, permissions));
  }

  static void setModified(RawPath path, long seconds, int nanos) throws SystemException {
    try (Arena memory = Arena.ofConfined()) {
      MemorySegment name = path(memory, path);
      MemorySegment times =
          memory.allocateFrom(JAVA_LONG, seconds, nanos, seconds, nanos); // accessed, modified
      checked(
          memory,
          path,
          s -> (int) UTIMENSAT.invokeExact(s, AT_FDCWD, name, times, AT_SYMLINK_NOFOLLOW));
    }
  }

  private interface PathCall {
    long invoke(MemorySegment state, MemorySegment name) throws Throwable;
  }

  private static long withPath(RawPath path, PathCall call) throws SystemException {
    try (Arena memory = Arena.ofConfined()) {
      MemorySegment name = path(memory, path);
      return checked(memory, path, s -> call.invoke(s, name));
    }
  }

  /** The names of the extended attributes, each ended by a zero byte. */
  static byte[] listAttributes(RawPath path) throws SystemException {
    return sized(path, (s, name, to, size) -> (long) LLISTXATTR.invokeExact(s, name, to, size));
  }

  static byte[] getAttribute(RawPath path, String attribute) throws SystemException {
    try (Arena memory = Arena.ofConfined()) {
      MemorySegment key = memory.allocateFrom(attribute);
      return sized(
          path, (s, name, to, size) -> (long) LGETXATTR.invokeExact(s, name, key, to, size));
    }
  }

  private interface SizedCall {
    long invoke(MemorySegment state, MemorySegment name, MemorySegment to, long size)
        throws Throwable;
  }

  /**
   * First with a kilobyte, which nearly always is enough, then with the most that Linux allows, 64
   * KiB.
   */
  private static byte[] sized(RawPath path, SizedCall call) throws SystemException {
    try (Arena memory = Arena.ofConfined()) {
      MemorySegment name = path(memory, path);
      MemorySegment state = memory.allocate(STATE);
      MemorySegment small = memory.allocate(1024);
      long length = unchecked(state, s -> call.invoke(s, name, small, small.byteSize()));
      if (length >= 0) {
        return small.asSlice(0, length).toArray(JAVA_BYTE);
      }
      MemorySegment large = memory.allocate(65536);
      long full = checked(memory, path, s -> call.invoke(s, name, large, large.byteSize()));
      return large.asSlice(0, full).toArray(JAVA_BYTE);
    }
  }

  static void setAttribute(RawPath path, String attribute, byte[] value) throws SystemException {
    try (Arena memory = Arena.ofConfined()) {
      MemorySegment name = path(memory, path);
      MemorySegment key = memory.allocateFrom(attribute);
      MemorySegment bytes = memory.allocateFrom(JAVA_BYTE, value);
      checked(
          memory,
          path,
          s -> (int) LSETXATTR.invokeExact(s, name, key, bytes, (long) value.length, 0));
    }
  }

  static void removeAttribute(RawPath path, String attribute) throws SystemException {
    try (Arena memory = Arena.ofConfined()) {
      MemorySegment key = memory.allocateFrom(attribute);
      withPath(path, (s, name) -> (int) LREMOVEXATTR.invokeExact(s, name, key));
    }
  }

  /** The user's name, or an empty text; call it from one thread at a time (getpwuid(3)). */
  static String userName(long uid) {
    return account(GETPWUID, uid);
  }

  static String groupName(long gid) {
    return account(GETGRGID, gid);
  }

  private static String account(MethodHandle handle, long id) {
    try (Arena memory = Arena.ofConfined()) {
      MemorySegment state = memory.allocate(STATE);
      MemorySegment found = pointer(state, s -> (MemorySegment) handle.invokeExact(s, (int) id));
      if (found.address() == 0) {
        return "";
      }
      return found
          .reinterpret(8)
          .get(STRING, 0)
          .getString(0); // the name is the first member of both
    }
  }

  /** A user's number and that of its group; call it from one thread at a time (getpwnam(3)). */
  static Optional<Accounts.User> user(String name) {
    return numbers(GETPWNAM, name)
        .map(found -> new Accounts.User(unsigned(found, NUMBER), unsigned(found, NUMBER + 4)));
  }

  /** A group's number; call it from one thread at a time (getgrnam(3)). */
  static Optional<Long> group(String name) {
    return numbers(GETGRNAM, name).map(found -> unsigned(found, NUMBER));
  }

  /** Both structures begin with name and password, and go on with numbers. */
  private static Optional<MemorySegment> numbers(MethodHandle handle, String name) {
    try (Arena memory = Arena.ofConfined()) {
      MemorySegment key = memory.allocateFrom(name);
      MemorySegment state = memory.allocate(STATE);
      MemorySegment found = pointer(state, s -> (MemorySegment) handle.invokeExact(s, key));
      return found.address() == 0 ? Optional.empty() : Optional.of(found.reinterpret(NUMBER + 8));
    }
  }

  private static long unsigned(MemorySegment found, long at) {
    return found.get(JAVA_INT, at) & 0xffffffffL;
  }

  static long effectiveUser() {
    return identity(GETEUID);
  }

  static long effectiveGroup() {
    return identity(GETEGID);
  }

  private static long identity(MethodHandle handle) {
    try (Arena memory = Arena.ofConfined()) {
      long id = unchecked(memory.allocate(STATE), s -> (int) handle.invokeExact(s));
      return id & 0xffffffffL;
    }
  }
}
