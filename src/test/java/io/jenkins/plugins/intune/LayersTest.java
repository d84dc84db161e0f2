package io.jenkins.plugins.intune;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.Architectures;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;

/** Imports run one way, and what decides knows nothing of Jenkins. */
class LayersTest {

    private static final String ROOT = "io.jenkins.plugins.intune";

    private static final JavaClasses PLUGIN = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(ROOT);

    @Test
    void importsRunOneWay() {
        Architectures.layeredArchitecture()
                .consideringOnlyDependenciesInAnyPackage(ROOT + "..")
                .layer("plugin")
                .definedBy(ROOT)
                .layer("device")
                .definedBy(ROOT + ".device")
                .layer("credentials")
                .definedBy(ROOT + ".credentials")
                .layer("verify")
                .definedBy(ROOT + ".verify")
                .layer("form")
                .definedBy(ROOT + ".form")
                .layer("fleet")
                .definedBy(ROOT + ".fleet")
                .layer("journal")
                .definedBy(ROOT + ".journal")
                .layer("graph")
                .definedBy(ROOT + ".graph")
                .layer("entra")
                .definedBy(ROOT + ".entra")
                .layer("http")
                .definedBy(ROOT + ".http")
                .layer("values")
                .definedBy(ROOT + ".values")
                .whereLayer("plugin")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("device")
                .mayOnlyBeAccessedByLayers("plugin")
                .whereLayer("credentials")
                .mayOnlyBeAccessedByLayers("plugin")
                .whereLayer("verify")
                .mayOnlyBeAccessedByLayers("plugin")
                .whereLayer("form")
                .mayOnlyBeAccessedByLayers("plugin", "device", "credentials")
                .whereLayer("fleet")
                .mayOnlyBeAccessedByLayers("plugin")
                .whereLayer("journal")
                .mayOnlyBeAccessedByLayers("plugin", "fleet")
                .whereLayer("graph")
                .mayOnlyBeAccessedByLayers("plugin", "device", "credentials", "verify", "fleet")
                .whereLayer("entra")
                .mayOnlyBeAccessedByLayers("plugin", "credentials", "verify")
                .whereLayer("http")
                .mayOnlyBeAccessedByLayers("plugin", "verify", "fleet", "graph", "entra")
                .check(PLUGIN);
    }

    @Test
    void whatDecidesKnowsNothingOfJenkins() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        ROOT + ".verify",
                        ROOT + ".fleet",
                        ROOT + ".journal",
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
