/**
 * A repository in a folder of this machine, in restic's default layout.
 *
 * <p>{@link dev.rehome.repository.backend.local.LocalBackend} decides in which order things are
 * written and synced; {@link dev.rehome.repository.backend.local.Disk} is what it decides about, so
 * that a model of a disk that loses power can stand in for the real one.
 */
@NullMarked
package dev.rehome.repository.backend.local;

import org.jspecify.annotations.NullMarked;
