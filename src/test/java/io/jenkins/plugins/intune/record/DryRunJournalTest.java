package io.jenkins.plugins.intune.record;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.jenkins.plugins.intune.driver.AskedDevices;
import io.jenkins.plugins.intune.request.Claim;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A dry run has asked nobody, so what its journal says matters to no request. */
class DryRunJournalTest {

    @Test
    void theDamagedJournalOfADryRunKeepsNobodyFromBeingAsked() {
        RemoteAssistanceAction remembered = new RemoteAssistanceAction();
        remembered.put(FleetRecord.begun("dry", 2, true));

        AskedDevices devices = new UnderWay(Map.of(), Set.of()).devices(remembered, fleet -> {
            throw new IOException("damaged");
        });

        assertInstanceOf(
                Claim.Granted.class,
                devices.claim("7f1c2a44-1d0e-4b5f-9a86-000000000001", "other", false, end -> {})
                        .join());
    }
}
