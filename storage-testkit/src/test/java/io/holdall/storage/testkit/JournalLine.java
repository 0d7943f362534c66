package io.holdall.storage.testkit;

import io.holdall.storage.Format;
import io.holdall.storage.Key;
import io.holdall.storage.Value;
import io.holdall.storage.WriteBatch;
import io.holdall.storage.WriteBatch.Delete;
import io.holdall.storage.WriteBatch.Operation;
import io.holdall.storage.WriteBatch.Put;
import java.util.Base64;

/** A commit as a line of text: {@code +key:format:bytes} for a put, {@code -key} for a delete. */
final class JournalLine {
  private JournalLine() {}

  static String of(WriteBatch batch) {
    StringBuilder line = new StringBuilder();
    batch.operations().forEach(operation -> append(line, operation));
    return line.toString();
  }

  private static void append(StringBuilder line, Operation operation) {
    if (operation instanceof Put put) {
      String bytes = Base64.getUrlEncoder().encodeToString(put.value().bytes());
      line.append('+').append(put.key()).append(':').append(put.value().format());
      line.append(':').append(bytes).append(' ');
    } else if (operation instanceof Delete delete) {
      line.append('-').append(delete.key()).append(' ');
    }
  }

  static WriteBatch parse(String line) {
    WriteBatch.Builder batch = WriteBatch.builder();
    for (String word : line.trim().split(" ", -1)) {
      String[] parts = word.substring(1).split(":", -1);
      Key key = Key.parse(parts[0]);
      if (word.charAt(0) == '-') {
        batch.delete(key);
      } else {
        byte[] bytes = Base64.getUrlDecoder().decode(parts[2]);
        batch.put(key, Value.of(bytes, Format.valueOf(parts[1])));
      }
    }
    return batch.build();
  }
}
