package io.holdall.storage.json.format;

import io.holdall.storage.WriteBatch;
import java.io.ByteArrayOutputStream;
import java.util.zip.CRC32C;

/** Lines for tests, put together as the log does it. */
public final class Lines {
  private Lines() {}

  /** The line of a commit. */
  public static byte[] commit(long commit, long group, WriteBatch batch) {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    line.writeBytes(LineFormat.head(commit, group));
    line.writeBytes(CommitBody.of(batch).bytes());
    CRC32C crc = new CRC32C();
    crc.update(line.toByteArray());
    line.writeBytes(LineFormat.tail(crc));
    return line.toByteArray();
  }
}
