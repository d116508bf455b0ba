/** Terraform and OpenTofu: the operator's own binary, with the workspace named on every call. */
@NullMarked
package dev.rehome.infrastructure.terraform;

import org.jspecify.annotations.NullMarked;
