package io.ringmaster.sample.inventory;

import java.util.Objects;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.cloud.client.serviceregistry.Registration;
import org.springframework.stereotype.Component;

/** Which instance this is. */
@Component
class Self {

    private final ObjectProvider<Registration> registration;

    Self(ObjectProvider<Registration> registration) {
        this.registration = registration;
    }

    /** Returns the id under which it is registered. */
    String id() {
        return registration.stream()
                .map(Registration::getInstanceId)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse("unregistered");
    }
}
