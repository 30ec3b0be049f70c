/**
 * Runs the registry and the samples as processes of this machine and shows on the terminal what they do: register, route by
 * key, survive a kill. The end-to-end tests use the same fleet and the same load. Start at
 * {@link io.ringmaster.sample.demo.Story}, which reads like the demo.
 */
@NullMarked
package io.ringmaster.sample.demo;

import org.jspecify.annotations.NullMarked;
