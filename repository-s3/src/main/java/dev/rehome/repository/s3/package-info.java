/** A repository in a bucket of Amazon S3, or of anything that speaks its protocol. */
@NullMarked
package dev.rehome.repository.s3;

import org.jspecify.annotations.NullMarked;
