/**
 * The files of this machine as they are: names as bytes, links not followed, every kind of metadata
 * that a backup has to bring back. Java's own file API loses some of that, so this goes to the C
 * library, in one file: {@link dev.rehome.repository.filesystem.Libc}. Linux on x86-64 and aarch64.
 */
@NullMarked
package dev.rehome.repository.filesystem;

import org.jspecify.annotations.NullMarked;
