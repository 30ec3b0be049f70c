/**
 * Push: each watcher is sent a snapshot and then the changes, at the pace at which it reads. Start at
 * {@link io.ringmaster.server.watch.WatchController}, then {@link io.ringmaster.server.watch.WatchSession}.
 */
@NullMarked
package io.ringmaster.server.watch;

import org.jspecify.annotations.NullMarked;
