package dev.rehome.acceptance;

import dev.rehome.repository.backend.Backend;
import dev.rehome.testkit.BackendContract;
import dev.rehome.testkit.MemoryBackend;

class MemoryBackendTest extends BackendContract {
  @Override
  protected Backend empty() {
    return new MemoryBackend();
  }
}
