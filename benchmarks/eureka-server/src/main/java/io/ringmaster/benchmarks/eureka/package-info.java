/** The Eureka server that the load generator measures. Its settings are in {@code application.properties}. */
@NullMarked
package io.ringmaster.benchmarks.eureka;

import org.jspecify.annotations.NullMarked;
