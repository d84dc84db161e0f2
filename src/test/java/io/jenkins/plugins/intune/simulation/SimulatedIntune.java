package io.jenkins.plugins.intune.simulation;

import io.jenkins.plugins.intune.http.HttpReply;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Graph with Intune behind it, and whatever stands before it: limits, tokens, devices, answers of every kind. What it does
 * with a request, and what it says about it, are two things.
 */
final class SimulatedIntune {

    static final String ROOT = "https://graph.test";

    private static final int EXACT = 0;
    private static final int LOOSE = 1;
    private static final int IGNORED = 2;
    /** Only a device that is similar, and not the one that was looked for. */
    private static final int SIMILAR = 3;

    private static final int FILTERS = 100_000;

    private static final int[] GATEWAY = {502, 503, 504, 429, 500, 400, 401, 403};
    /** How many of them a read can meet: with 401 its token is renewed for nothing, which harms nobody. */
    private static final int FOR_READS = 5;

    private static final int[] REFUSALS = {400, 404, 409, 412, 423, 405, 410};
    /** What Graph told somebody else, and a gateway gives for this call's answer. */
    private static final int[] ANOTHERS = {204, 400, 401, 403, 404, 429, 503};

    private static final int[] SUCCESSES = {200, 202, 201, 207};

    final Outages outages = new Outages();
    final Sessions sessions;

    private final World world;
    private final Tenant tenant;
    private final SimulatedEntra entra;
    private final SlidingLimit tenantWrites;
    private final SlidingLimit tenantReads;
    private final Replies replies;
    /** How it answers when it is down. */
    private final int outage;

    SimulatedIntune(World world, Tenant tenant, SimulatedEntra entra, SlidingLimit writes, SlidingLimit reads) {
        this.world = world;
        this.tenant = tenant;
        this.entra = entra;
        tenantWrites = writes;
        tenantReads = reads;
        replies = new Replies(world);
        sessions = new Sessions(world);
        outage = world.dice.choose("outage", 0, 3);
    }

    /**
     * A call has arrived.
     *
     * @param answer takes the answer once it leaves
     */
    void handle(Call call, Target target, Consumer<HttpReply> answer) {
        int subject = call.machine.subject();
        long time = world.dice.nanos(Delay.ANSWER, subject);
        boolean slow = happens(Fault.SLOW_ANSWER, call);
        long extra = slow ? world.dice.between("slow answer", subject, 4, 120) * World.SECOND : 0;
        boolean slowBefore = slow && world.dice.choose("slow before processing", subject, 3) == 0;
        world.after(time / 2 + (slowBefore ? extra : 0), () -> {
            HttpReply reply = call.write ? act(call, target) : read(call, target);
            if (world.telling) {
                world.tell("Intune", (call.accepted ? "accepts " : "gets ") + call + ", answers " + describe(reply));
            }
            world.after(time / 2 + (slowBefore ? 0 : extra), () -> answer.accept(reply));
        });
    }

    static String describe(HttpReply reply) {
        return reply.statusLine()
                + (reply.header("request-id").isPresent() ? "" : ", not in Graph's words")
                + (reply.header("client-request-id").isPresent() ? " to another call" : "")
                + reply.header("Retry-After")
                        .map(value -> ", Retry-After: " + value)
                        .orElse("");
    }

    private boolean happens(Fault fault, Call call) {
        return world.dice.happens(fault, call.machine.subject());
    }

    private HttpReply gateway(Call call, int subject) {
        if (call.write && world.dice.choose("whose answer", subject, 4) == 0) {
            return replies.anothers(ANOTHERS[world.dice.choose("another's", subject, ANOTHERS.length)], subject);
        }
        int kinds = call.write ? GATEWAY.length : FOR_READS;
        return replies.gateway(GATEWAY[world.dice.choose("gateway", subject, kinds)], subject);
    }

    /** What both kinds of calls can meet before they are processed, or null. */
    private HttpReply meets(Call call, SlidingLimit app, SlidingLimit all) {
        int subject = call.machine.subject();
        if (happens(Fault.GATEWAY_BEFORE, call)) {
            return gateway(call, subject);
        }
        if (happens(Fault.REDIRECT, call)) {
            return replies.gateway(302, subject);
        }
        if (outages.cover(world.now())) {
            return switch (outage) {
                case 0 -> replies.notProcessed(503, "serviceNotAvailable", subject);
                case 1 -> replies.gateway(503, subject);
                default -> replies.error(500, "InternalServerError", "Something went wrong.");
            };
        }
        HttpReply refusal = check(call);
        if (refusal != null) {
            return refusal;
        }
        boolean room = app.hasRoom(world.now()) & all.hasRoom(world.now());
        app.count(world.now(), room);
        all.count(world.now(), room);
        if (!room || happens(Fault.THROTTLED, call)) {
            return replies.notProcessed(429, "TooManyRequests", subject);
        }
        if (happens(Fault.UNAVAILABLE, call)) {
            return replies.notProcessed(503, "serviceNotAvailable", subject);
        }
        if (happens(Fault.ERROR_BEFORE, call)) {
            return replies.error(
                    world.dice.oneOf("error", subject, 500, 504), "UnknownError", "An error has occurred.");
        }
        return null;
    }

    private HttpReply check(Call call) {
        SimulatedApp.Token token = entra.find(call.token);
        if (token == null) {
            return replies.error(401, "InvalidAuthenticationToken", "Access token is missing.");
        }
        if (happens(Fault.TOKEN_REVOKED, call)) {
            token.revoked = true;
        }
        if (happens(Fault.TOKEN_LACKS_ROLE, call)) {
            token.lacksRole = true;
        }
        token.refused |= token.revoked || token.lacksRole || token.expiresAt <= world.now();
        if (token.revoked || token.expiresAt <= world.now()) {
            return replies.error(401, "InvalidAuthenticationToken", "TokenCreatedWithOutdatedPolicies");
        }
        return token.lacksRole ? replies.error(403, "Forbidden", "Application is not authorized.") : null;
    }

    private HttpReply act(Call call, Target target) {
        int subject = call.machine.subject();
        HttpReply obstacle = meets(call, call.build.spec.app().writes, tenantWrites);
        if (obstacle != null) {
            return obstacle;
        }
        if (target.device() == null) {
            return replies.error(404, "ResourceNotFound", "There is no such device.");
        }
        if (!target.device().supported) {
            return replies.error(400, "BadRequest", "An internal server error has occurred.");
        }
        if (happens(Fault.REFUSED, call)) {
            int status = REFUSALS[world.dice.choose("refusal", subject, REFUSALS.length)];
            return replies.error(status, "BadRequest", "The request cannot be taken.");
        }
        boolean odd = happens(Fault.OTHER_SUCCESS, call);
        if (odd && world.dice.choose("odd success before", subject, 2) == 0) {
            return replies.gateway(SUCCESSES[world.dice.choose("success", subject, SUCCESSES.length)], subject);
        }
        call.accepted = true;
        call.processedAt = world.now();
        sessions.open(call, target.device());
        if (odd) {
            return replies.json("{}");
        }
        if (happens(Fault.GATEWAY_AFTER, call)) {
            return gateway(call, subject);
        }
        if (happens(Fault.ERROR_AFTER, call)) {
            return replies.error(
                    world.dice.oneOf("error", subject, 500, 504), "UnknownError", "An error has occurred.");
        }
        return replies.noContent();
    }

    private HttpReply read(Call call, Target target) {
        int subject = call.machine.subject();
        HttpReply obstacle = meets(call, call.build.spec.app().reads, tenantReads);
        if (obstacle != null) {
            return obstacle;
        }
        if (happens(Fault.NO_DEVICE, call)) {
            return switch (world.dice.choose("no device", subject, 3)) {
                case 0 -> replies.gateway(200, subject);
                case 1 -> replies.json("{\"id\":");
                default -> replies.json("{\"value\":\"nothing\"}");
            };
        }
        call.processedAt = world.now();
        String body =
                switch (target.kind()) {
                    case DEVICE -> device(call, target);
                    case LIST -> list(target, subject);
                    case CONNECTOR -> "{\"value\":[{\"id\":\"1\",\"onboardingStatus\":\"onboarded\"}]}";
                    default -> null;
                };
        if (body == null) {
            return replies.error(404, "ResourceNotFound", "There is no such thing.");
        }
        return replies.json(body);
    }

    private static String device(Call call, Target target) {
        if (target.device() == null) {
            return null;
        }
        if (target.withSession()) {
            call.linkRead = target.device().link;
        }
        return Replies.device(target.device(), target.withSession());
    }

    private String list(Target target, int subject) {
        // What becomes of the filter is decided once for all pages, and goes with the token for the next one.
        int filter = target.skip() == 0 ? filter(target, subject) : target.skip() / FILTERS;
        int skip = target.skip() % FILTERS;
        List<SimulatedDevice> all =
                switch (filter) {
                    case IGNORED -> tenant.devices;
                    case SIMILAR -> tenant.similar(target.property(), target.value());
                    default -> tenant.matching(target.property(), target.value(), filter == LOOSE);
                };
        int page = world.dice.choose("page", subject, 4) == 0 ? 1 : 50;
        int until = world.dice.happens(Fault.EMPTY_PAGE, subject) ? skip : skip + page;
        List<SimulatedDevice> shown =
                new ArrayList<>(all.subList(Math.min(skip, all.size()), Math.min(until, all.size())));
        String next = until < all.size() ? next(target, filter * FILTERS + until) : null;
        return replies.list(shown, next);
    }

    private int filter(Target target, int subject) {
        if (target.property() == null || world.dice.happens(Fault.FILTER_IGNORED, subject)) {
            return IGNORED;
        }
        if (!world.dice.happens(Fault.LOOSE_FILTER, subject)) {
            return EXACT;
        }
        return world.dice.choose("loose filter", subject, 2) == 0 ? SIMILAR : LOOSE;
    }

    private static String next(Target target, int skip) {
        String filter = target.property() == null
                ? ""
                : "$filter=" + target.property() + "%20eq%20'"
                        + target.value().replace("'", "''").replace(" ", "%20") + "'&";
        return ROOT + "/v1.0/deviceManagement/managedDevices?" + filter + "$skiptoken=" + skip;
    }

    /** How often Graph has said that something was not processed. */
    int throttled() {
        return replies.notProcessed();
    }
}
