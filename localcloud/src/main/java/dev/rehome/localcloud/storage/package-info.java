/** Cloud Storage's JSON API: buckets and objects. */
@NullMarked
package dev.rehome.localcloud.storage;

import org.jspecify.annotations.NullMarked;
