package io.holdall.cli;

import picocli.CommandLine.IVersionProvider;

/** The version as the build wrote it into the jar. */
final class HoldallVersion implements IVersionProvider {
  @Override
  public String[] getVersion() {
    String version = HoldallVersion.class.getPackage().getImplementationVersion();
    return new String[] {
      "holdall " + (version == null ? "(built from source)" : version), "Java " + Runtime.version()
    };
  }
}
