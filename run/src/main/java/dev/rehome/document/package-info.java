/** JSON as it is kept: in the repository, the journal and reports. Unknown fields are refused. */
@NullMarked
package dev.rehome.document;

import org.jspecify.annotations.NullMarked;
