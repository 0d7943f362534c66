package io.holdall.cli.demo;

import io.holdall.models.conversations.format.ChatSource;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;

/**
 * The conversations that come with the command, in Holdall's own format. All people are invented.
 */
final class BundledConversations implements ChatSource {
  private static final String RESOURCE = "conversations.jsonl";

  @Override
  public String name() {
    return RESOURCE;
  }

  @Override
  public InputStream open() throws IOException {
    InputStream in = BundledConversations.class.getResourceAsStream(RESOURCE);
    if (in == null) {
      throw new FileNotFoundException(RESOURCE);
    }
    return in;
  }
}
