package io.holdall.benchmarks;

/** What the JVM of a benchmark of Chronicle Map is started with. */
final class ChronicleFlags {
  static final String LANG = "--add-opens=java.base/java.lang=ALL-UNNAMED";
  static final String REFLECT = "--add-opens=java.base/java.lang.reflect=ALL-UNNAMED";
  static final String COMPILER = "--add-opens=jdk.compiler/com.sun.tools.javac.file=ALL-UNNAMED";
  static final String CHANNELS = "--add-exports=java.base/sun.nio.ch=ALL-UNNAMED";
  static final String CLEANERS = "--add-exports=java.base/jdk.internal.ref=ALL-UNNAMED";

  private ChronicleFlags() {}
}
