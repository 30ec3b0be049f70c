package io.ringmaster.server;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Clock;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.Bean;

/** The arrows of the house, as far as the server goes. */
class ArchitectureTests {

    private static final String ROOT = "io.ringmaster.server";
    private static final String HEART = "io.ringmaster.server.registry";
    private static final String COMMANDS = "io.ringmaster.server.cli";
    private static final String[] CORE = {"io.ringmaster.model", "io.ringmaster.time"};

    private static final JavaClasses SERVER = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(ROOT);

    @Test
    void theHeartIsPlainJavaAndKnowsOnlyTheModelAndMoments() {
        classes()
                .that()
                .resideInAPackage(HEART)
                .should()
                .onlyDependOnClassesThat(
                        resideInAnyPackage(HEART, CORE[0], CORE[1], "java..", "org.jspecify.annotations"))
                .check(SERVER);
    }

    @Test
    void aFeatureNeverKnowsASibling() {
        slices().matching("io.ringmaster.server.(*)..")
                .should()
                .notDependOnEachOther()
                .ignoreDependency(DescribedPredicate.alwaysTrue(), resideInAnyPackage(HEART))
                .check(SERVER);
    }

    @Test
    void nothingKnowsTheWiring() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(ROOT)
                .check(SERVER);
    }

    /** The program is either a registry or a command, and which of them is decided before there is anything to find. */
    @Test
    void theWiringKnowsTheHeartAndTheCommandsAndFindsTheFeatures() {
        noClasses()
                .that()
                .resideInAPackage(ROOT)
                .should()
                .dependOnClassesThat(ofTheServerOtherThan(ROOT, HEART, COMMANDS))
                .check(SERVER);
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching("io.ringmaster.server.(**)").should().beFreeOfCycles().check(SERVER);
    }

    @Test
    void onlyTheTickerAsksForTheTime() {
        noClasses()
                .should()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(Instant.class, "now")
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(Clock.class)
                .check(SERVER);
    }

    @Test
    void theJournalIsPlainJavaWhereItDoesNotMeetSpring() {
        noClasses()
                .that()
                .resideInAPackage("io.ringmaster.server.journal")
                .and()
                .haveNameNotMatching(".*(Configuration|Condition|Properties|Health|FailureAnalyzer)(\\$.*)?")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.springframework..", "io.micrometer..")
                .check(SERVER);
    }

    @Test
    void aCommandIsAClientLikeAnyOtherAndStartsWithoutSpring() {
        classes()
                .that()
                .resideInAPackage(COMMANDS)
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(
                        COMMANDS,
                        "io.ringmaster.time",
                        "java..",
                        "picocli..",
                        "tools.jackson..",
                        "org.springframework.security.crypto.bcrypt",
                        "org.jspecify.annotations"))
                .check(SERVER);
    }

    @Test
    void theHeartIsGivenMomentsAndNeverATicker() {
        noClasses()
                .that()
                .resideInAPackage(HEART)
                .should()
                .dependOnClassesThat()
                .haveSimpleName("Ticker")
                .check(SERVER);
    }

    @Test
    void nobodySleeps() {
        noClasses().should().callMethod(Thread.class, "sleep", long.class).check(SERVER);
    }

    @Test
    void beansAreDeclaredInConfigurationsOnly() {
        methods()
                .that()
                .areAnnotatedWith(Bean.class)
                .should()
                .beDeclaredInClassesThat()
                .haveSimpleNameEndingWith("Configuration")
                .check(SERVER);
    }

    @Test
    void aFeatureShowsNothingToOthers() {
        classes()
                .that(resideOutsideOfPackages(ROOT, HEART))
                .and()
                .doNotHaveSimpleName("package-info")
                .and()
                .doNotHaveFullyQualifiedName(COMMANDS + ".Commands")
                .and()
                .areTopLevelClasses()
                .should()
                .notBePublic()
                .check(SERVER);
    }

    private static DescribedPredicate<JavaClass> ofTheServerOtherThan(String... packages) {
        return resideInAnyPackage("io.ringmaster.server..")
                .and(resideOutsideOfPackages(packages))
                .as("features");
    }
}
