/** Several nodes, from one rule at a time to real processes. Start at {@link io.ringmaster.server.cluster.ClusterIT}. */
@NullMarked
package io.ringmaster.server.cluster;

import org.jspecify.annotations.NullMarked;
