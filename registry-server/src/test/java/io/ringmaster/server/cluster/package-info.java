/**
 * Several nodes, from a simulated network to real processes. Start at
 * {@link io.ringmaster.server.cluster.ClusterSimulationTests}, then {@link io.ringmaster.server.cluster.ClusterIT}.
 */
@NullMarked
package io.ringmaster.server.cluster;

import org.jspecify.annotations.NullMarked;
