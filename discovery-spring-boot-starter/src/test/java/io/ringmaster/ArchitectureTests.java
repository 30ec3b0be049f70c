package io.ringmaster;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Instant;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.context.annotation.Bean;

/** The arrows of this module, and the rules of the house that a compiler does not know. */
class ArchitectureTests {

    private static final JavaClasses PRODUCT = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .withImportOption(new ImportOption.DoNotIncludeJars())
            .importPackages("io.ringmaster");
    private static final JavaClasses TESTS = new ClassFileImporter()
            .withImportOption(new ImportOption.OnlyIncludeTests())
            .importPackages("io.ringmaster");

    @Test
    void theClientKnowsModelAndTime() {
        onlyOurs("client", "model", "time");
    }

    @Test
    void featuresKnowTheClientAndNoSibling() {
        onlyOurs("registration", "client", "model");
        onlyOurs("discovery", "client", "model", "time");
        onlyOurs("certificates", "client", "model", "time");
        onlyOurs("health", "client", "model", "time");
        onlyOurs("loadbalancer", "client", "model", "time", "routing", "ring", "discovery");
        onlyOurs("actuate", "client", "model", "routing", "ring", "discovery");
    }

    @Test
    void nothingKnowsTheWiring() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.ringmaster.autoconfigure")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.ringmaster.autoconfigure")
                .check(PRODUCT);
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching("io.ringmaster.(*)..").should().beFreeOfCycles().check(PRODUCT);
    }

    @Test
    void theClientIsFreeOfSpring() {
        noClasses()
                .that()
                .resideInAPackage("io.ringmaster.client")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.springframework..", "reactor..", "jakarta..", "io.micrometer..")
                .check(PRODUCT);
    }

    @Test
    void autoConfigurationsAreFinalAndTheirBeanMethodsPrivateToThePackage() {
        classes()
                .that()
                .areAnnotatedWith(AutoConfiguration.class)
                .should()
                .bePublic()
                .andShould()
                .haveModifier(JavaModifier.FINAL)
                .andShould()
                .resideInAPackage("io.ringmaster.autoconfigure")
                .check(PRODUCT);
        methods()
                .that()
                .areAnnotatedWith(Bean.class)
                .and()
                .areDeclaredInClassesThat()
                .resideInAPackage("io.ringmaster.autoconfigure")
                .should()
                .bePackagePrivate()
                .check(PRODUCT);
    }

    @Test
    void beansAreDeclaredInTheWiringOnly() {
        methods()
                .that()
                .areAnnotatedWith(Bean.class)
                .should()
                .beDeclaredInClassesThat()
                .resideInAPackage("io.ringmaster.autoconfigure")
                .orShould()
                .beDeclaredInClassesThat()
                .haveSimpleNameEndingWith("Configuration")
                .check(PRODUCT);
    }

    @Test
    void nobodyAsksTheSystemForTheTime() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.ringmaster.time")
                .should()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(Instant.class, "now")
                .check(PRODUCT);
    }

    @Test
    void nobodySleepsInTests() {
        noClasses()
                .should()
                .callMethod(Thread.class, "sleep", long.class)
                .orShould()
                .callMethod(TimeUnit.class, "sleep", long.class)
                .check(TESTS);
    }

    private static void onlyOurs(String name, String... known) {
        String[] allowed = Stream.concat(Stream.of(name), Arrays.stream(known))
                .map(allowedName -> "io.ringmaster." + allowedName)
                .toArray(String[]::new);
        noClasses()
                .that()
                .resideInAPackage("io.ringmaster." + name)
                .should()
                .dependOnClassesThat(resideInAPackage("io.ringmaster..").and(resideOutsideOfPackages(allowed)))
                .check(PRODUCT);
    }
}
