package dev.rehome.repository;

import java.util.stream.IntStream;

/**
 * An array that grows and is used again, since it is new large arrays that make garbage collection
 * slow.
 */
final class Room {
  private static final int[] SIZES = {
    64 * 1024, 1024 * 1024, 8 * 1024 * 1024 + 64 * 1024 // the largest blob, sealed
  };

  private byte[] bytes = {};

  /** At least so many bytes, in which anything may stand. */
  byte[] of(int length) {
    if (bytes.length < length) {
      int size = IntStream.of(SIZES).filter(each -> each >= length).findFirst().orElse(length);
      bytes = new byte[size];
    }
    return bytes;
  }
}
