package io.holdall.storage.azure;

import io.holdall.storage.testkit.objects.ServiceContract;
import io.holdall.storage.testkit.objects.ServiceUnderTest;

final class ServiceContractTest implements ServiceContract {
  @Override
  public ServiceUnderTest service() {
    return new TestStore();
  }
}
