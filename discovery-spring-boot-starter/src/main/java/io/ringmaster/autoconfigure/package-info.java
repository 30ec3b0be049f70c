/**
 * Wires the starter into a Spring Boot application: one auto-configuration per feature, the properties, and the failure
 * analyzers. Start at {@code META-INF/spring/org.springframework.boot.autoconfigure.AutoConfiguration.imports}.
 */
@NullMarked
package io.ringmaster.autoconfigure;

import org.jspecify.annotations.NullMarked;
