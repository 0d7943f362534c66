/**
 * The part of the kit that is for stores on services of objects, such as Amazon S3 and Azure Blob
 * Storage: what becomes of calls when requests fail, answers get lost and nobody answers, and how
 * many requests calls make. A backend says how to reach a service that can be disturbed, {@link
 * io.holdall.storage.testkit.objects.ServiceUnderTest}, and that is the suite:
 *
 * <pre>{@code
 * final class ServiceContractTest implements ServiceContract {
 *   @Override
 *   public ServiceUnderTest service() {
 *     return new TestStore();
 *   }
 * }
 * }</pre>
 *
 * <p>What every backend must do on any ground is in {@link
 * io.holdall.storage.testkit.BackendContract}.
 */
@NullMarked
package io.holdall.storage.testkit.objects;

import org.jspecify.annotations.NullMarked;
