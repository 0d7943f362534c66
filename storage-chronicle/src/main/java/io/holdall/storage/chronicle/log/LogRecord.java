package io.holdall.storage.chronicle.log;

/**
 * A record that was found whole.
 *
 * @param at where it begins
 * @param type what it says
 * @param number the commit's number
 * @param trusted up to where everything in this file was acknowledged when it was written
 * @param bodyAt where its body begins
 * @param bodyLength how long its body is
 */
record LogRecord(int at, RecordType type, long number, long trusted, int bodyAt, int bodyLength) {
  int end() {
    return at + (int) LogFormat.recordBytes(bodyLength);
  }
}
