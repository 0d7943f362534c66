package io.holdall.storage.testkit.objects;

/** The whole contract of stores on services of objects. */
public interface ServiceContract extends FaultContract, StoppingContract, RequestContract {}
