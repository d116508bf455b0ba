/** A repository in a bucket of Google Cloud Storage. */
@NullMarked
package dev.rehome.repository.gcs;

import org.jspecify.annotations.NullMarked;
