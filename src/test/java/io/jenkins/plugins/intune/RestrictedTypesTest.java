package io.jenkins.plugins.intune;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import io.jenkins.plugins.intune.credentials.AppAuthentication;
import io.jenkins.plugins.intune.credentials.EntraAppCredentials;
import io.jenkins.plugins.intune.device.TargetDevice;
import io.jenkins.plugins.intune.freestyle.RequestRemoteAssistanceBuilder;
import io.jenkins.plugins.intune.parameter.IntuneDeviceParameterDefinition;
import io.jenkins.plugins.intune.parameter.IntuneDeviceParameterValue;
import io.jenkins.plugins.intune.pipeline.RequestRemoteAssistanceStep;
import io.jenkins.plugins.intune.record.AssistanceRecord;
import io.jenkins.plugins.intune.record.FleetRecord;
import io.jenkins.plugins.intune.record.IntunePermissions;
import io.jenkins.plugins.intune.record.RemoteAssistanceAction;
import io.jenkins.plugins.intune.service.RemoteAssistanceException;
import io.jenkins.plugins.intune.settings.CustomCloud;
import io.jenkins.plugins.intune.settings.IntuneConfiguration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.kohsuke.accmod.Restricted;

/** Other plugins may use what jobs, forms and configuration files are made of, and nothing else. */
class RestrictedTypesTest {

    private static final String ROOT = "io.jenkins.plugins.intune";

    private static final JavaClasses PLUGIN = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(ROOT);

    private static final List<Class<?>> FOR_OTHERS = List.of(
            RequestRemoteAssistanceStep.class,
            RequestRemoteAssistanceBuilder.class,
            IntuneDeviceParameterDefinition.class,
            IntuneDeviceParameterValue.class,
            TargetDevice.class,
            EntraAppCredentials.class,
            AppAuthentication.class,
            IntuneConfiguration.class,
            CustomCloud.class,
            IntunePermissions.class,
            RemoteAssistanceAction.class,
            AssistanceRecord.class,
            FleetRecord.class,
            RemoteAssistanceException.class);

    @Test
    void whatIsForThePluginAloneSaysSo() {
        classes()
                .that()
                .arePublic()
                .and()
                .areTopLevelClasses()
                .and()
                .resideInAnyPackage(
                        ROOT + ".metrics",
                        ROOT + ".parameter",
                        ROOT + ".freestyle",
                        ROOT + ".pipeline",
                        ROOT + ".log",
                        ROOT + ".service",
                        ROOT + ".record",
                        ROOT + ".links",
                        ROOT + ".settings",
                        ROOT + ".device",
                        ROOT + ".credentials",
                        ROOT + ".form")
                .and(DescribedPredicate.describe(
                        "are not for others",
                        (JavaClass type) -> FOR_OTHERS.stream().noneMatch(type::isAssignableTo)))
                .should(ArchCondition.from(
                        DescribedPredicate.describe("be restricted", RestrictedTypesTest::isRestricted)))
                .check(PLUGIN);
    }

    /** An interface by its members, and a record not at all: the Central lane's annotation indexer knows of classes only. */
    private static boolean isRestricted(JavaClass type) {
        return type.isRecord()
                || type.isAnnotatedWith(Restricted.class)
                || type.isInterface()
                        && type.getMethods().stream()
                                .filter(member -> !member.getModifiers().contains(JavaModifier.SYNTHETIC))
                                .filter(member -> !member.getModifiers().contains(JavaModifier.PRIVATE))
                                .allMatch(member -> member.isAnnotatedWith(Restricted.class));
    }
}
