package io.jenkins.plugins.intune.service;

import static io.jenkins.plugins.intune.service.FaultRow.row;
import static io.jenkins.plugins.intune.service.FaultRow.status;
import static io.jenkins.plugins.intune.standin.DeviceLists.alike;
import static io.jenkins.plugins.intune.standin.DeviceLists.empty;
import static io.jenkins.plugins.intune.standin.DeviceLists.list;
import static io.jenkins.plugins.intune.standin.DeviceLists.page;
import static io.jenkins.plugins.intune.standin.StandIn.error;

import com.github.tomakehurst.wiremock.http.Fault;
import io.jenkins.plugins.intune.service.FaultBench.Ending;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The fault matrix of look-ups: what becomes of a request whose device has to be found first. */
class LookUpFaultMatrixTest {

    private static final String LIST = "/v1.0/deviceManagement/managedDevices?$skiptoken=next";

    static Stream<FaultRow> rows() {
        return Stream.of(
                // Not exactly one device.
                row(
                        "no device matches",
                        Ending.UNSENT,
                        0,
                        "Intune knows no such device",
                        bench -> bench.lookUps(empty())),
                row(
                        "two devices match",
                        Ending.UNSENT,
                        0,
                        "2 devices match",
                        bench -> bench.lookUps(alike(null, 1, 2))),
                row(
                        "only devices with another value are returned",
                        Ending.UNSENT,
                        0,
                        "which do not count",
                        bench -> bench.lookUps(list(10, 12))),
                row(
                        "devices with another value are returned too",
                        Ending.ACCEPTED,
                        1,
                        "which do not count",
                        bench -> bench.lookUps(list(1, 3))),
                row(
                        "a second device matches on the next page",
                        Ending.UNSENT,
                        0,
                        "2 devices match",
                        bench -> bench.lookUps(alike(bench.graph() + LIST, 1, 1), alike(null, 2, 2))),
                row(
                        "the next page is empty",
                        Ending.ACCEPTED,
                        1,
                        "\"LAPTOP-1\"",
                        bench -> bench.lookUps(page(bench.graph() + LIST, 1, 1), empty())),
                row(
                        "the next page is on another host",
                        Ending.UNSENT,
                        0,
                        "the token must not go elsewhere",
                        bench -> bench.lookUps(page(bench.elsewhere() + LIST, 1, 1))),
                row(
                        "pages without end",
                        Ending.UNSENT,
                        0,
                        "had still more",
                        bench -> bench.lookUps(page(bench.graph() + LIST, 1, 1))),
                // A read may always be repeated.
                row(
                        "429 for a moment",
                        Ending.ACCEPTED,
                        1,
                        "Waiting 7 s",
                        bench -> bench.lookUps(status(429).withHeader("Retry-After", "7"), list(1, 1))),
                row(
                        "503 for a moment",
                        Ending.ACCEPTED,
                        1,
                        "503 Service Unavailable",
                        bench -> bench.lookUps(status(503), list(1, 1))),
                row(
                        "400 that says the service was not available, for a moment",
                        Ending.ACCEPTED,
                        1,
                        "code serviceNotAvailable",
                        bench -> bench.lookUps(error(400, "serviceNotAvailable", "x"), list(1, 1))),
                row(
                        "400 that says the service ran out of time, for a moment",
                        Ending.ACCEPTED,
                        1,
                        "code OperationTimedOut",
                        bench -> bench.lookUps(error(400, "OperationTimedOut", "x"), list(1, 1))),
                row(
                        "500 for a moment",
                        Ending.ACCEPTED,
                        1,
                        "500 Internal Server Error",
                        bench -> bench.lookUps(status(500), list(1, 1))),
                row(
                        "connection dropped for a moment",
                        Ending.ACCEPTED,
                        1,
                        "broke",
                        bench -> bench.lookUps(status(200).withFault(Fault.EMPTY_RESPONSE), list(1, 1))),
                row(
                        "token expired in the meantime (401)",
                        Ending.ACCEPTED,
                        1,
                        "with a new token",
                        bench -> bench.lookUps(error(401, "InvalidAuthenticationToken", "x"), list(1, 1))),
                row(
                        "429 with a wait beyond the timeout",
                        Ending.UNSENT,
                        0,
                        "longer than what is left",
                        bench -> bench.lookUps(status(429).withHeader("Retry-After", "3600"))),
                row("500 for good", Ending.UNSENT, 0, "500 Internal Server Error", bench -> bench.lookUps(status(500))),
                row(
                        "role missing (403)",
                        Ending.UNSENT,
                        0,
                        "lacks a permission",
                        bench -> bench.lookUps(error(403, "Forbidden", "x"))),
                row(
                        "200 with HTML",
                        Ending.UNSENT,
                        0,
                        "nothing was sent",
                        bench -> bench.lookUps(status(200).withBody("<html>Sign in</html>"))),
                row(
                        "200 with broken JSON",
                        Ending.UNSENT,
                        0,
                        "nothing was sent",
                        bench -> bench.lookUps(status(200).withBody("{\"value\":[{\"id\":"))),
                row(
                        "redirect to another host",
                        Ending.UNSENT,
                        0,
                        "nothing was sent",
                        bench -> bench.lookUps(status(307).withHeader("Location", bench.elsewhere() + LIST))));
    }

    @ParameterizedTest
    @MethodSource("rows")
    void endsAsTheTableSays(FaultRow row) throws Exception {
        row.check();
    }

    @Test
    void theTableIsDocumented() throws IOException {
        FaultRow.assertDocumented(rows());
    }
}
