package io.ringmaster.registration;

/**
 * Changes what this application claims, before it registers for the first time and again after each refresh. Beans of this
 * type are applied in their order.
 */
@FunctionalInterface
public interface RegistrationCustomizer {

    /** Changes the draft. */
    void customize(RegistrationDraft draft);
}
