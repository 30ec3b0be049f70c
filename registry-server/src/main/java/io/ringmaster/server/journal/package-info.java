/**
 * What survives a restart: everything that happens goes to one file, on a thread of its own, and the next process begins
 * with what the file says. Start at {@link io.ringmaster.server.journal.Journal}.
 */
@NullMarked
package io.ringmaster.server.journal;

import org.jspecify.annotations.NullMarked;
