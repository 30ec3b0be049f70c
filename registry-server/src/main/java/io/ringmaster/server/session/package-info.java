/**
 * One client process and what it has with the registry: its heartbeat, its leases, the revision it has applied. Start at
 * {@link io.ringmaster.server.session.SessionController}.
 */
@NullMarked
package io.ringmaster.server.session;

import org.jspecify.annotations.NullMarked;
