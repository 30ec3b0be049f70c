/** Several nodes in one thread, and what must hold among them. Start at {@link io.ringmaster.server.cluster.ClusterSimulationTests}. */
@NullMarked
package io.ringmaster.server.cluster;

import org.jspecify.annotations.NullMarked;
