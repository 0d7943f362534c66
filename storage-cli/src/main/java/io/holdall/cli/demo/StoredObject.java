package io.holdall.cli.demo;

import io.holdall.emulators.s3.FakeS3;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What whoever gets hold of the bucket sees. */
final class StoredObject {
  private static final int SHOWN = 64;

  private final FakeS3 service;

  StoredObject(FakeS3 service) {
    this.service = service;
  }

  /** The names of the objects, in order. */
  List<String> names() {
    return service.names(CloudSettings.BUCKET);
  }

  /** The beginning of an object, with a dot for each byte that is no printable ASCII. */
  String beginning(String name) {
    String text = text(name);
    String shown = text.substring(0, Math.min(SHOWN, text.length()));
    return shown.replaceAll("[^ -~]", ".") + (text.length() > SHOWN ? " ..." : "");
  }

  /** How many objects have one of these texts in them. */
  long containing(List<String> texts) {
    return names().stream().filter(name -> texts.stream().anyMatch(text(name)::contains)).count();
  }

  private String text(String name) {
    byte[] body = service.body(CloudSettings.BUCKET, name);
    // A byte a character, so that nothing is lost; texts to be found are given in the same way.
    return new String(body, StandardCharsets.ISO_8859_1);
  }

  /** A text as it would stand in an object. */
  static String asStored(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
  }
}
