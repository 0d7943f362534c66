package io.holdall.storage.s3;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;

/**
 * The main class of S3Proxy's JVM: runs S3Proxy until standard input, a pipe from the JVM that
 * started this one, comes to its end, as it does however that JVM ends.
 */
final class EndWithParent {
  private EndWithParent() {}

  public static void main(String[] settings)
      throws ClassNotFoundException,
          NoSuchMethodException,
          IllegalAccessException,
          InvocationTargetException {
    Thread watch = new Thread(EndWithParent::endWithInput, "end-with-parent");
    watch.setDaemon(true);
    watch.start();
    String[] arguments = {"--properties", settings[0]};
    Class.forName("org.gaul.s3proxy.Main")
        .getMethod("main", String[].class)
        .invoke(null, (Object) arguments);
  }

  private static void endWithInput() {
    try {
      while (System.in.read() >= 0) {
        // Nobody writes to it.
      }
    } catch (IOException e) {
      // The same as its end.
    }
    Runtime.getRuntime().halt(0);
  }
}
