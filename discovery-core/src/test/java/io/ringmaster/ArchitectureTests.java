package io.ringmaster;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.Date;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The arrows of this module, and who may ask for the time. */
class ArchitectureTests {

    private static final JavaClasses PRODUCT = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.ringmaster");
    private static final JavaClasses ALL = new ClassFileImporter().importPackages("io.ringmaster");

    @Test
    void modelRingAndTimeDependOnNothingOfOurs() {
        for (String name : new String[] {"model", "ring", "time"}) {
            classes()
                    .that()
                    .resideInAPackage("io.ringmaster." + name)
                    .should()
                    .onlyDependOnClassesThat()
                    .resideInAnyPackage(
                            "java..", "org.jspecify..", "com.fasterxml.jackson.annotation", "io.ringmaster." + name)
                    .check(PRODUCT);
        }
    }

    @Test
    void routingDependsOnModelAndRingOnly() {
        classes()
                .that()
                .resideInAPackage("io.ringmaster.routing")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java..",
                        "org.jspecify..",
                        "io.ringmaster.model",
                        "io.ringmaster.ring",
                        "io.ringmaster.routing")
                .check(PRODUCT);
    }

    @Test
    void jacksonIsKnownToTheModelOnly() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.ringmaster.model")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("com.fasterxml..", "tools.jackson..")
                .check(PRODUCT);
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching("io.ringmaster.(*)..").should().beFreeOfCycles().check(PRODUCT);
    }

    @Test
    void nothingHereKnowsAFramework() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.springframework..", "jakarta..", "javax..", "io.micrometer..", "reactor..")
                .check(PRODUCT);
    }

    @Test
    void onlyTimeAsksTheSystemForTheTime() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.ringmaster.time")
                .should()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(LocalDate.class, "now")
                .orShould()
                .callMethod(LocalDateTime.class, "now")
                .orShould()
                .callMethod(OffsetDateTime.class, "now")
                .orShould()
                .callMethod(ZonedDateTime.class, "now")
                .orShould()
                .callConstructor(Date.class)
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.time.Clock")
                .check(ALL);
    }

    @Test
    void nobodySleepsNotEvenInTests() {
        noClasses()
                .should()
                .callMethod(Thread.class, "sleep", long.class)
                .orShould()
                .callMethod(Thread.class, "sleep", long.class, int.class)
                .orShould()
                .callMethod(TimeUnit.class, "sleep", long.class)
                .check(ALL);
    }
}
