package io.jenkins.plugins.intune.throttle;

import io.jenkins.plugins.intune.throttle.Fleet.Speed;
import io.jenkins.plugins.intune.throttle.LimitedServer.Rules;
import io.jenkins.plugins.intune.throttle.LimitedServer.Telling;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;

/** Several controllers, each with a fleet of its own, that share a limit and know nothing of each other. */
record Contest(int fleets, int devices, Rules rules, Speed speed, Duration stagger, int apps, int script) {

    private static final Duration MOST = Duration.ofHours(2);

    /**
     * @param overLeast the time over the least that the limit permits
     * @param throttled which part of all requests was throttled
     * @param slowest the time of the slowest fleet over that of the fastest
     * @param script how many requests of the script were accepted in each window
     */
    record Result(double overLeast, double throttled, double slowest, double script) {}

    static Contest of(int fleets, int devices) {
        return new Contest(
                fleets,
                devices,
                new Rules(200, 400, false, Telling.NOTHING, 0),
                Speed.NEAR,
                Duration.ofMillis(20),
                1,
                0);
    }

    Contest strict() {
        return new Contest(
                fleets,
                devices,
                new Rules(200, 400, true, rules.telling(), rules.everyNthFails()),
                speed,
                stagger,
                apps,
                script);
    }

    Contest telling(Telling telling) {
        return new Contest(
                fleets,
                devices,
                new Rules(200, 400, rules.strict(), telling, rules.everyNthFails()),
                speed,
                stagger,
                apps,
                script);
    }

    Contest at(Speed other) {
        return new Contest(fleets, devices, rules, other, stagger, apps, script);
    }

    Contest beginningWithin(Duration time) {
        return new Contest(fleets, devices, rules, speed, time, apps, script);
    }

    /** Each fleet with an app of its own, in a tenant whose limit is too small for all of them. */
    Contest withAppsOfTheirOwn(int perTenant) {
        Rules tenant = new Rules(200, perTenant, rules.strict(), rules.telling(), rules.everyNthFails());
        return new Contest(fleets, devices, tenant, speed, stagger, fleets, script);
    }

    /** Beside a script that sends evenly and ignores throttled answers. */
    Contest besideScript(int perWindow) {
        return new Contest(fleets, devices, rules, speed, stagger, apps, perWindow);
    }

    /** At a server that throttles every so many-th request, although there is room. */
    Contest throttlingEvery(int nth) {
        Rules moody = new Rules(200, 400, rules.strict(), rules.telling(), nth);
        return new Contest(fleets, devices, moody, speed, stagger, apps, script);
    }

    Result run(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        VirtualTime time = new VirtualTime();
        LimitedServer server = new LimitedServer(time, rules);
        List<Fleet> all = new ArrayList<>();
        for (int i = 0; i < fleets; i++) {
            Fleet fleet = new Fleet(time, server, "app" + i % apps, devices, speed, random.split());
            all.add(fleet);
            time.schedule(Duration.ofNanos(random.nextLong(stagger.toNanos())), fleet::begin);
        }
        int[] scripts = new int[1];
        if (script > 0) {
            every(time, LimitedServer.WINDOW.dividedBy(script), () -> {
                if (server.take("app0").accepted()) {
                    scripts[0]++;
                }
            });
        }
        time.passUntil(() -> all.stream().allMatch(Fleet::isDone), MOST);
        if (!all.stream().allMatch(Fleet::isDone)) {
            return new Result(Double.NaN, Double.NaN, Double.NaN, Double.NaN);
        }
        Duration last =
                all.stream().map(Fleet::ended).max(Comparator.naturalOrder()).orElseThrow();
        double windows = (double) last.toNanos() / LimitedServer.WINDOW.toNanos();
        int limit = apps == 1 ? rules.perApp() : rules.perTenant();
        int total = fleets * devices;
        double left = limit - scripts[0] / windows;
        // Where others send evenly there is nothing that a first burst could save.
        double least = script > 0 ? total / left : (total + server.moods() - 1) / limit;
        int throttled = all.stream().mapToInt(Fleet::throttled).sum();
        Duration slow =
                all.stream().map(Fleet::took).max(Comparator.naturalOrder()).orElseThrow();
        Duration fast =
                all.stream().map(Fleet::took).min(Comparator.naturalOrder()).orElseThrow();
        return new Result(
                windows / least,
                (double) throttled / (throttled + total),
                (double) slow.toNanos() / fast.toNanos(),
                scripts[0] / windows);
    }

    private static void every(VirtualTime time, Duration step, Runnable task) {
        time.schedule(step, () -> {
            task.run();
            every(time, step, task);
        });
    }
}
