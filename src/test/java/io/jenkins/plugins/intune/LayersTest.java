package io.jenkins.plugins.intune;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.Architectures;
import io.jenkins.plugins.intune.values.SystemLog;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;

/** Imports run one way, and what decides knows nothing of Jenkins. */
class LayersTest {

    private static final String ROOT = "io.jenkins.plugins.intune";

    private static final JavaClasses PLUGIN = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(ROOT);

    /** Each room, from top to bottom, with the rooms that may import it. */
    private static final Map<String, List<String>> ROOMS = rooms(
            "metrics:",
            "parameter:",
            "freestyle:",
            // The build step's fields are explained once, with the step.
            "pipeline: freestyle",
            "log:",
            "service: metrics parameter freestyle pipeline",
            "record: freestyle pipeline log service",
            "links: record",
            "settings: parameter freestyle pipeline log service record links",
            "device: parameter freestyle pipeline service settings",
            "credentials: parameter freestyle pipeline service settings",
            "references: parameter freestyle pipeline service settings credentials",
            "form: parameter freestyle pipeline log service record settings device credentials references",
            "verify: service",
            "audit: freestyle pipeline log service record",
            "index: log record audit",
            "trail: freestyle log service record audit index",
            "fleet: parameter freestyle pipeline service settings record links",
            "driver: parameter freestyle pipeline service record audit fleet",
            "request: metrics parameter freestyle pipeline log service settings record audit index trail fleet driver",
            "retry: parameter driver request",
            "journal: service record audit trail fleet",
            "throttle: metrics service settings fleet driver request",
            "graph: parameter service settings device credentials verify fleet driver request retry",
            "entra: metrics service credentials verify",
            "http: parameter log service record verify audit index trail fleet driver request retry graph entra",
            "values: parameter freestyle pipeline log service settings record links device credentials references form verify audit index trail fleet driver request retry "
                    + "journal throttle graph entra http");

    private static Map<String, List<String>> rooms(String... lines) {
        Map<String, List<String>> rooms = new LinkedHashMap<>();
        for (String line : lines) {
            String[] room = line.split(":");
            rooms.put(
                    room[0],
                    room.length == 1 ? List.of() : List.of(room[1].trim().split(" ")));
        }
        return rooms;
    }

    @Test
    void importsRunOneWay() {
        Architectures.LayeredArchitecture layers =
                Architectures.layeredArchitecture().consideringOnlyDependenciesInAnyPackage(ROOT + "..");
        for (String room : ROOMS.keySet()) {
            layers = layers.layer(room).definedBy(ROOT + "." + room);
        }
        for (Map.Entry<String, List<String>> room : ROOMS.entrySet()) {
            layers = room.getValue().isEmpty()
                    ? layers.whereLayer(room.getKey()).mayNotBeAccessedByAnyLayer()
                    : layers.whereLayer(room.getKey())
                            .mayOnlyBeAccessedByLayers(room.getValue().toArray(String[]::new));
        }
        layers.ensureAllClassesAreContainedInArchitectureIgnoring(DescribedPredicate.describe(
                        "describes a room",
                        (JavaClass type) -> type.getSimpleName().equals("package-info")))
                .check(PLUGIN);
    }

    /** So the table can be read from top to bottom, and nothing in it runs in circles. */
    @Test
    void aRoomIsImportedOnlyFromAbove() {
        List<String> above = new ArrayList<>();
        ROOMS.forEach((room, importers) -> {
            assertTrue(above.containsAll(importers), room + " is imported by " + importers);
            above.add(room);
        });
    }

    @Test
    void whatDecidesKnowsNothingOfJenkins() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        ROOT + ".verify",
                        ROOT + ".audit",
                        ROOT + ".index",
                        ROOT + ".trail",
                        ROOT + ".fleet",
                        ROOT + ".driver",
                        ROOT + ".request",
                        ROOT + ".retry",
                        ROOT + ".journal",
                        ROOT + ".throttle",
                        ROOT + ".graph",
                        ROOT + ".entra",
                        ROOT + ".http",
                        ROOT + ".values")
                .should()
                .dependOnClassesThat(
                        DescribedPredicate.describe(
                                "are Jenkins",
                                (JavaClass type) -> type.getPackageName()
                                        .matches(
                                                "(hudson|jenkins|org\\.jenkinsci|com\\.cloudbees|org\\.kohsuke\\.stapler)(\\..*)?")))
                .check(PLUGIN);
    }

    /** A million lives of a request can be lived in a test, because what decides has no threads, no clock and no network. */
    @Test
    void whatFollowsAnEventIsAPureFunction() {
        noClasses()
                .that()
                .resideInAnyPackage(ROOT + ".request", ROOT + ".retry")
                .should()
                .dependOnClassesThat(DescribedPredicate.describe(
                        "do something",
                        (JavaClass type) ->
                                type.getPackageName().matches("java\\.(util\\.concurrent|io|nio|net\\.http).*")
                                                && !type.isAssignableTo(java.io.Serializable.class)
                                                && !type.isAnnotation()
                                        || type.isAssignableTo(java.time.Clock.class)
                                        || type.getSimpleName().matches("Clocks|Scheduler|HttpTransport|AppThrottle")))
                .check(PLUGIN);
    }

    /** It gives the nearest thing of a type, which for a permission check can be one that everybody controls. */
    @Test
    void noWebMethodTakesAnAncestorForItsPlace() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("org.kohsuke.stapler.AncestorInPath")
                .check(PLUGIN);
    }

    @Test
    void onlyTheHttpLayerKnowsTheHttpClient() {
        classes()
                .that()
                .resideOutsideOfPackage(ROOT + ".http")
                .should()
                .onlyDependOnClassesThat(DescribedPredicate.describe(
                        "are not the HTTP client",
                        (JavaClass type) -> !type.getPackageName().startsWith("org.apache.hc")))
                .check(PLUGIN);
    }

    /** Whoever listens to Jenkins' log may fail or hang, and so would whoever writes to it. */
    @Test
    void onlyOneWritesToJenkinsLog() {
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName(SystemLog.class.getName())
                .should()
                .callMethodWhere(DescribedPredicate.describe(
                        "writes to a logger",
                        (JavaMethodCall call) -> call.getTargetOwner().isEquivalentTo(Logger.class)
                                && !call.getName().matches("(get|set|is)[A-Z].*")))
                .check(PLUGIN);
    }

    @Test
    void nothingRunsOnTheCommonPool() {
        noClasses()
                .should()
                .callMethodWhere(DescribedPredicate.describe(
                        "leaves the choice of threads to CompletableFuture",
                        (JavaMethodCall call) -> call.getTargetOwner().isEquivalentTo(CompletableFuture.class)
                                && call.getName().endsWith("Async")
                                && call.getTarget().getRawParameterTypes().stream()
                                        .noneMatch(type -> type.isEquivalentTo(Executor.class))))
                .check(PLUGIN);
    }
}
