package dev.rehome.infrastructure;

import dev.rehome.stack.Stack;

/**
 * What the stack file has saved: what it declares as saved has to be in some of it.
 *
 * @param databases whether a database is, that is neither kept nor disposable
 * @param files whether files are
 * @param images whether images are
 * @param secrets whether secrets are compared with those before
 */
public record Saveable(boolean databases, boolean files, boolean images, boolean secrets) {
  public static Saveable of(Stack stack) {
    return new Saveable(
        stack.databases().stream().anyMatch(each -> !each.kept() && !each.disposable()),
        stack.files().stream().anyMatch(each -> !each.kept()),
        !stack.images().isEmpty(),
        !stack.keepSecrets().isEmpty());
  }
}
