package io.holdall.models.conversations.transfer;

/**
 * What an export wrote.
 *
 * @param format the name of the format
 * @param sessions how many sessions
 * @param messages how many messages
 * @param toolCalls how many calls of tools are in them
 */
public record ExportReport(String format, long sessions, long messages, long toolCalls) {}
