/**
 * The store over several nodes: each holds everything, takes every write, and tells the others. Absent unless configured. Start
 * at {@link io.ringmaster.server.cluster.ClusteredStore}.
 */
@NullMarked
package io.ringmaster.server.cluster;

import org.jspecify.annotations.NullMarked;
