/**
 * The contract kit: what every backend and every decorator must do, as tests. A backend's whole
 * suite is one class that says how to open it:
 *
 * <pre>{@code
 * final class JsonContractTest extends BackendContract {
 *   @Override
 *   protected BackendUnderTest backend() {
 *     return BackendUnderTest.ofType("json").withPath("path", "store");
 *   }
 * }
 * }</pre>
 *
 * <p>What a backend claims in its {@link io.holdall.storage.spi.Capabilities} is exercised, what it
 * does not claim must be refused. What cannot be tried on a backend is reported as skipped, never
 * as passed.
 *
 * <p>{@code docs/testkit.md} lists the cases and leads through the writing of a backend.
 */
@NullMarked
package io.holdall.storage.testkit;

import org.jspecify.annotations.NullMarked;
