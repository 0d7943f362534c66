package io.holdall.storage;

import io.holdall.storage.WriteBatch.Check;
import io.holdall.storage.WriteBatch.Operation;
import io.holdall.storage.WriteBatch.Put;
import io.holdall.storage.spi.Capabilities;
import io.holdall.storage.spi.Capabilities.Atomicity;

/** What {@link Storage} refuses before a batch reaches a backend. */
final class BatchRules {
  private BatchRules() {}

  static void check(WriteBatch batch, Capabilities capabilities) {
    int operations = batch.operations().size();
    if (capabilities.readOnly() && batch.writes()) {
      throw new StorageException.AccessDenied("The store is opened read-only")
          .with("reason", "read-only");
    }
    if (capabilities.atomicity() == Atomicity.ENTRY && operations > 1) {
      throw new StorageException.Unsupported(
              "This store changes one entry at a time; a batch of several would not be atomic")
          .with("operations", operations);
    }
    if (!batch.rangeChecks().isEmpty() && !capabilities.rangeChecks()) {
      throw new StorageException.Unsupported("This store cannot check that a range is unchanged");
    }
    if (operations > capabilities.maxBatchOperations()) {
      throw new StorageException.LimitExceeded("A batch has more operations than the store takes")
          .with("operations", operations)
          .with("limit", capabilities.maxBatchOperations());
    }
    batch.operations().forEach(operation -> check(operation, capabilities));
    if (batch.sizeBytes() > capabilities.maxBatchBytes()) {
      throw new StorageException.LimitExceeded("A batch is larger than the store takes")
          .with("bytes", batch.sizeBytes())
          .with("limit", capabilities.maxBatchBytes());
    }
  }

  private static void check(Operation operation, Capabilities capabilities) {
    Key key = operation.key();
    if (key.isReserved() && !(operation instanceof Check)) {
      throw new StorageException.AccessDenied(
              "Collections whose name starts with _holdall belong to the framework")
          .with("key", key);
    }
    if (key.encoded().length() > capabilities.maxKeyBytes()) {
      throw new StorageException.InvalidArgument("A key is longer than the store takes")
          .with("key", key)
          .with("limit", capabilities.maxKeyBytes());
    }
    if (!capabilities.conditions() && !(operation.condition() instanceof Condition.Any)) {
      throw new StorageException.Unsupported("This store cannot keep conditions").with("key", key);
    }
    if (operation instanceof Put put && put.value().length() > capabilities.maxValueBytes()) {
      throw new StorageException.LimitExceeded("A value is larger than the store takes")
          .with("key", key)
          .with("bytes", put.value().length())
          .with("limit", capabilities.maxValueBytes());
    }
  }
}
