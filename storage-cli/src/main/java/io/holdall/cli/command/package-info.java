/**
 * What all commands share: common options, the opening of stores, JSON output, errors with their
 * exit codes, and being interrupted.
 */
@NullMarked
package io.holdall.cli.command;

import org.jspecify.annotations.NullMarked;
