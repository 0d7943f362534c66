package io.holdall.storage.testkit;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.lang.reflect.Constructor;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;

/**
 * What another process must know to open a store: its settings, and either the type or, for
 * decorators and unregistered factories, the contract class that describes them.
 *
 * @param type the type of the backend
 * @param contract the name of the contract class; empty if the type is enough
 * @param settings the texts of all settings
 */
record ChildStore(String type, String contract, Map<String, String> settings) {
  private static final String SETTING = "setting.";

  ChildStore {
    settings = Map.copyOf(settings);
  }

  /** The backend as it is described in this process. */
  BackendUnderTest describe() throws ReflectiveOperationException {
    if (contract.isEmpty()) {
      return BackendUnderTest.ofType(type);
    }
    Constructor<?> constructor = Class.forName(contract).getDeclaredConstructor();
    constructor.setAccessible(true);
    return ((BackendContract) constructor.newInstance()).backend();
  }

  /** One line of text for {@link #parse}. */
  String line() {
    Properties properties = new Properties();
    properties.setProperty("type", type);
    properties.setProperty("contract", contract);
    settings.forEach((name, text) -> properties.setProperty(SETTING + name, text));
    StringWriter out = new StringWriter();
    try {
      properties.store(out, null);
    } catch (IOException e) {
      throw new UncheckedIOException("A StringWriter fails never", e);
    }
    return Base64.getEncoder().encodeToString(out.toString().getBytes(StandardCharsets.UTF_8));
  }

  static ChildStore parse(String line) throws IOException {
    Properties properties = new Properties();
    byte[] text = Base64.getDecoder().decode(line);
    properties.load(new StringReader(new String(text, StandardCharsets.UTF_8)));
    Map<String, String> settings = new HashMap<>();
    for (String name : properties.stringPropertyNames()) {
      if (name.startsWith(SETTING)) {
        settings.put(name.substring(SETTING.length()), properties.getProperty(name));
      }
    }
    return new ChildStore(
        properties.getProperty("type"), properties.getProperty("contract"), settings);
  }
}
