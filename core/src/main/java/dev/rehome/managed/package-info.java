/**
 * Database servers that a provider runs, and the provider's own backups of them. The provider is in
 * another module.
 */
@NullMarked
package dev.rehome.managed;

import org.jspecify.annotations.NullMarked;
