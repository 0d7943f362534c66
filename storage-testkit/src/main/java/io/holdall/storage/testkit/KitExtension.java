package io.holdall.storage.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;
import org.opentest4j.TestAbortedException;

/**
 * Gives each test its {@link StoreUnderTest}, says on failure which case failed on which store, and
 * removes the store, unless the test failed and left files to look at.
 */
final class KitExtension
    implements ParameterResolver, TestExecutionExceptionHandler, AfterEachCallback {
  /** Set to false, nothing is kept of tests that fail; for tests that fail on purpose. */
  static final String KEEP = "holdall.kit.keep-failed";

  private static final Namespace NAMESPACE = Namespace.create(KitExtension.class);

  /** Path settings lie here, so that a key that escaped from the store would be seen beside it. */
  private static final String INNER = "inner";

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == StoreUnderTest.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return context
        .getStore(NAMESPACE)
        .computeIfAbsent("run", key -> Run.start(context), Run.class)
        .store;
  }

  @Override
  public void handleTestExecutionException(ExtensionContext context, Throwable failure)
      throws Throwable {
    Run run = context.getStore(NAMESPACE).get("run", Run.class);
    if (run != null && !(failure instanceof TestAbortedException)) {
      failure.addSuppressed(new Circumstances(describe(context, run)));
    }
    throw failure;
  }

  @Override
  public void afterEach(ExtensionContext context) throws IOException {
    Run run = context.getStore(NAMESPACE).remove("run", Run.class);
    if (run == null) {
      return;
    }
    boolean failed =
        context
            .getExecutionException()
            .filter(failure -> !(failure instanceof TestAbortedException))
            .isPresent();
    run.store.closeAll(); // what cannot be closed is a failure, too, and keeps its files
    if (!failed || !isKept(context) || run.isEmpty()) {
      run.remove();
    }
  }

  private static boolean isKept(ExtensionContext context) {
    return context.getConfigurationParameter(KEEP).map(Boolean::parseBoolean).orElse(true);
  }

  private static String describe(ExtensionContext context, Run run) {
    Method method = context.getRequiredTestMethod();
    String numbers =
        Optional.ofNullable(method.getAnnotation(Case.class))
            .map(cases -> "case " + Arrays.toString(cases.value()))
            .orElse("a case without number");
    return "Contract kit, %s: %s.%s on %s; what it wrote is in %s"
        .formatted(
            numbers,
            method.getDeclaringClass().getSimpleName(),
            method.getName(),
            run.store.description(),
            run.sandbox);
  }

  /** One test with its directory. */
  private record Run(StoreUnderTest store, Path sandbox) {
    static Run start(ExtensionContext context) {
      BackendContract contract = (BackendContract) context.getRequiredTestInstance();
      try {
        Path sandbox = Files.createTempDirectory("holdall-kit-");
        Path inner = Files.createDirectory(sandbox.resolve(INNER));
        return new Run(new StoreUnderTest(contract.backend(), contract.getClass(), inner), sandbox);
      } catch (IOException e) {
        throw new UncheckedIOException("No directory for the store of a test", e);
      }
    }

    boolean isEmpty() throws IOException {
      return files().stream().noneMatch(Files::isRegularFile);
    }

    void remove() throws IOException {
      for (Path file : files()) {
        Files.deleteIfExists(file);
      }
    }

    private List<Path> files() throws IOException {
      try (Stream<Path> files = Files.walk(sandbox)) {
        return files.sorted(Comparator.reverseOrder()).toList();
      }
    }
  }

  /** Stands in the stack trace of a failure; has none of its own. */
  private static final class Circumstances extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Circumstances(String text) {
      super(text, null, false, false);
    }
  }
}
