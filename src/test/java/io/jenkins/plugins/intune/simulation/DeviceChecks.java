package io.jenkins.plugins.intune.simulation;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Whether a build did to each device what it may, and said of it what is true. */
final class DeviceChecks {

    private final Tenant tenant;
    private final Findings findings;

    DeviceChecks(Outside outside) {
        tenant = outside.tenant();
        findings = outside.world().findings;
    }

    void check(SimulatedBuild build) {
        Set<SimulatedDevice> devices = new LinkedHashSet<>();
        for (Entry entry : build.spec.entries()) {
            devices.add(entry.device());
        }
        for (Call call : build.calls) {
            if (call.write) {
                devices.add(call.device);
                checkNamed(build, call);
            }
        }
        devices.remove(null);
        for (SimulatedDevice device : devices) {
            List<Call> writes = build.writes(device);
            if (!build.spec.askAgain()) {
                new RepetitionChecks(build, device, findings).check(writes);
            }
            for (SimulatedStep step : build.steps) {
                List<Call> own =
                        writes.stream().filter(call -> call.step == step).toList();
                if (build.spec.askAgain()) {
                    new RepetitionChecks(build, device, findings).check(own);
                }
                if (step.said != null && step.entry().device() == device) {
                    checkSaid(build, device, writes, own, List.of(step.said));
                }
            }
            for (Said said : build.said) {
                if (!build.tellsOfSteps()) {
                    checkSaid(build, device, writes, writes, of(device, build, said));
                }
                checkDuplicates(build, device, said);
            }
        }
    }

    private void found(Finding finding, SimulatedBuild build, SimulatedDevice device, String message) {
        findings.add(finding, build + ", " + device + ": " + message);
    }

    private void checkNamed(SimulatedBuild build, Call call) {
        List<Entry> entries = build.spec.fleet() ? build.spec.entries() : List.of(call.step.entry());
        for (Entry entry : entries) {
            boolean named = entry.naming().isLookUp()
                    ? isOnly(call.device, found(tenant, entry))
                    : entry.device() == call.device;
            if (named) {
                return;
            }
        }
        found(Finding.WRONG_DEVICE, build, call.device, call + " was made, but no entry names this device alone");
    }

    private static boolean isOnly(SimulatedDevice device, List<SimulatedDevice> found) {
        return found.size() == 1 && found.get(0) == device;
    }

    /** What a look-up has to find. */
    static List<SimulatedDevice> found(Tenant tenant, Entry entry) {
        return switch (entry.naming()) {
            case SERIAL_NUMBER -> tenant.matching("serialNumber", entry.device().serialNumber, false);
            case NAME -> tenant.matching("deviceName", entry.device().name, false);
            case USER -> tenant.matching("userPrincipalName", entry.device().user, false);
            default -> tenant.matching("azureADDeviceId", entry.device().entraId, false);
        };
    }

    private static List<Said.OfEntry> of(SimulatedDevice device, SimulatedBuild build, Said said) {
        List<Said.OfEntry> entries = new ArrayList<>();
        for (Said.OfEntry entry : said.entries()) {
            if (build.spec.entries().get(entry.index()).device() == device) {
                entries.add(entry);
            }
        }
        return entries;
    }

    /**
     * Several entries of a fleet may name one device: then one of them answers for it.
     *
     * @param writes all that the build made for the device: a step may go on with an earlier one's
     * @param own what those made who say it
     */
    private void checkSaid(
            SimulatedBuild build,
            SimulatedDevice device,
            List<Call> writes,
            List<Call> own,
            List<Said.OfEntry> entries) {
        if (entries.isEmpty()) {
            return;
        }
        boolean told = false;
        boolean unsent = true;
        boolean recentlyAsked = false;
        for (Said.OfEntry entry : entries) {
            told |= tells(entry);
            unsent &= entry.saysUnsent();
            recentlyAsked |= entry.end() == Said.End.RECENTLY_ASKED;
            if (entry.end().saysAccepted()) {
                checkAccepted(build, device, writes);
            } else if (entry.end() == Said.End.IN_DOUBT) {
                checkDoubt(build, device, writes);
            }
        }
        for (Call call : own) {
            if (call.accepted && !told) {
                found(
                        Finding.FAILED_ALTHOUGH_ACCEPTED,
                        build,
                        device,
                        "Intune accepted " + call + ", and it is said: " + entries);
            }
            // What had been throttled before is not said to be unsent.
            boolean throttled = recentlyAsked && call.mayBeThoughtUnprocessed();
            if (call.left() && unsent && !throttled) {
                found(Finding.LEFT_ALTHOUGH_UNSENT, build, device, call + " left, and it is said: " + entries);
            }
            boolean unclear = call.left() && (call.word == Call.Word.UNCLEAR || call.word == Call.Word.NONE);
            if (unclear && !told) {
                found(
                        Finding.FAILED_ALTHOUGH_UNCLEAR,
                        build,
                        device,
                        call + " was told " + call.told + ", and it is said: " + entries);
            }
        }
    }

    private static boolean tells(Said.OfEntry entry) {
        return entry.end().saysAccepted() || entry.end().leavesOpen();
    }

    private void checkDuplicates(SimulatedBuild build, SimulatedDevice device, Said said) {
        for (Said.OfEntry entry : of(device, build, said)) {
            if (entry.end() == Said.End.DUPLICATE && !hasOriginal(build, entry, said)) {
                found(Finding.DUPLICATE_OF_NOBODY, build, device, "all its entries are duplicates");
            }
        }
    }

    private static boolean hasOriginal(SimulatedBuild build, Said.OfEntry duplicate, Said said) {
        Entry entry = build.spec.entries().get(duplicate.index());
        for (Said.OfEntry other : said.entries()) {
            Entry named = build.spec.entries().get(other.index());
            boolean same = named.device() == entry.device() || named.isWrittenLike(entry);
            if (same && other.end() != Said.End.DUPLICATE) {
                return true;
            }
        }
        return false;
    }

    private void checkAccepted(SimulatedBuild build, SimulatedDevice device, List<Call> writes) {
        for (Call call : writes) {
            if (call.accepted) {
                return;
            }
        }
        // Somebody else's session can look just like this request's after a doubt.
        for (SimulatedDevice.Link link : device.links) {
            if (build.crashed && link.since >= build.begunAt) {
                return;
            }
            for (Call call : writes) {
                if (call.leavesDoubt() && LinkChecks.mayBeOf(build, call, link)) {
                    return;
                }
            }
        }
        found(Finding.ACCEPTED_ALTHOUGH_NOT, build, device, "Intune accepted nothing, and no new link came: " + writes);
    }

    private void checkDoubt(SimulatedBuild build, SimulatedDevice device, List<Call> writes) {
        if (build.crashed) {
            return;
        }
        for (Call call : writes) {
            if (call.leavesDoubt()) {
                return;
            }
        }
        StringBuilder words = new StringBuilder();
        writes.forEach(call ->
                words.append(call).append(" was told ").append(call.told).append("; "));
        found(Finding.DOUBT_WITHOUT_REASON, build, device, words.isEmpty() ? "nothing was sent" : words.toString());
    }
}
