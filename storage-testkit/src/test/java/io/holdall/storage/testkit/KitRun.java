package io.holdall.storage.testkit;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.lang.reflect.Method;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.function.Predicate;
import org.junit.platform.engine.FilterResult;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.EngineFilter;
import org.junit.platform.launcher.PostDiscoveryFilter;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/**
 * What a run of the kit, or of one part of it, came to.
 *
 * @param passed the names of the tests that passed
 * @param skipped the names of those that were skipped
 * @param failed those that failed, by name
 */
record KitRun(Set<String> passed, Set<String> skipped, Map<String, Throwable> failed) {
  /** Runs the tests that one part of the contract declares. */
  static KitRun of(Class<? extends BackendContract> contract, Class<?> part) {
    return run(contract, method -> method.getDeclaringClass() == part, false);
  }

  /** Runs the tests with these names. */
  static KitRun of(Class<? extends BackendContract> contract, Set<String> names) {
    return run(contract, method -> names.contains(method.getName()), false);
  }

  /** Runs the tests with these names and keeps the files of those that fail. */
  static KitRun keepingFiles(Class<? extends BackendContract> contract, Set<String> names) {
    return run(contract, method -> names.contains(method.getName()), true);
  }

  private static KitRun run(
      Class<? extends BackendContract> contract, Predicate<Method> chosen, boolean keep) {
    KitRun run =
        new KitRun(
            new ConcurrentSkipListSet<>(),
            new ConcurrentSkipListSet<>(),
            new ConcurrentSkipListMap<>());
    PostDiscoveryFilter filter =
        test -> FilterResult.includedIf(!test.isTest() || method(test).filter(chosen).isPresent());
    var request =
        LauncherDiscoveryRequestBuilder.request()
            .selectors(selectClass(contract))
            .filters(EngineFilter.includeEngines("junit-jupiter"), filter)
            .configurationParameter(KitExtension.KEEP, Boolean.toString(keep))
            .build();
    LauncherFactory.create().execute(request, run.new Listener());
    return run;
  }

  private static Optional<Method> method(TestDescriptor test) {
    return test.getSource()
        .filter(MethodSource.class::isInstance)
        .map(source -> ((MethodSource) source).getJavaMethod());
  }

  private final class Listener implements TestExecutionListener {
    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
      Optional<Throwable> thrown = result.getThrowable();
      if (test.isTest()) {
        String name = test.getLegacyReportingName().replaceFirst("\\(.*", "");
        switch (result.getStatus()) {
          case SUCCESSFUL -> passed.add(name);
          case ABORTED -> skipped.add(name);
          case FAILED -> failed.put(name, thrown.orElseGet(AssertionError::new));
        }
      } else if (thrown.isPresent()) {
        failed.put(test.getLegacyReportingName(), thrown.get());
      }
    }
  }
}
