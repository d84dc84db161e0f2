package io.jenkins.plugins.intune.simulation;

import io.jenkins.plugins.intune.entra.AccessToken;
import io.jenkins.plugins.intune.entra.TokenHolder;
import io.jenkins.plugins.intune.graph.BearerTokens;
import io.jenkins.plugins.intune.graph.TokenException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Gives tokens, or none. */
final class SimulatedEntra {

    /** The end of every token's text, by which it is found where it must not be. */
    static final String MARK = ".token";

    final Outages outages = new Outages();

    private final World world;
    private final Map<String, SimulatedApp.Token> tokens = new HashMap<>();
    /** By machine and app. */
    private final Map<Integer, BearerTokens> holders = new HashMap<>();
    /** By machine and app: how many requests are on their way. */
    private final Map<Integer, int[]> underWay = new HashMap<>();

    /** The last token by machine and app. */
    private final Map<Integer, SimulatedApp.Token> latest = new HashMap<>();

    private int requests;

    SimulatedEntra(World world) {
        this.world = world;
    }

    /** What a process has of an app's tokens: the plugin's own holder, which all builds share. */
    BearerTokens tokens(Machine machine, SimulatedApp app) {
        return holders.computeIfAbsent(
                machine.subject() << 8 | app.number,
                key -> new HeldTokens(new TokenHolder(() -> request(machine, app), machine::now)));
    }

    /** The token of that text, or null. */
    SimulatedApp.Token find(String value) {
        return tokens.get(value);
    }

    int requests() {
        return requests;
    }

    CompletableFuture<AccessToken> request(Machine machine, SimulatedApp app) {
        CompletableFuture<AccessToken> answer = new CompletableFuture<>();
        int[] others = underWay.computeIfAbsent(machine.subject() << 8 | app.number, key -> new int[1]);
        if (others[0]++ > 0) {
            world.findings.add(Finding.TOKENS_SIDE_BY_SIDE, machine + " asks twice at once for a token of " + app);
        }
        requests++;
        long delay = world.dice.nanos(Delay.TOKEN, machine.subject());
        machine.after(delay, () -> {
            others[0]--;
            answer(machine, app, answer);
        });
        return answer;
    }

    private void answer(Machine machine, SimulatedApp app, CompletableFuture<AccessToken> answer) {
        if (app.refused) {
            tell(machine, app, "refuses the secret");
            answer.completeExceptionally(new TokenException("AADSTS7000215: wrong secret.", false, null, null));
        } else if (outages.cover(world.now())) {
            tell(machine, app, "is down");
            int seconds = world.dice.choose("Retry-After of Entra", machine.subject(), 8);
            answer.completeExceptionally(new TokenException(
                    "Entra ID is down.", true, seconds < 4 ? null : Duration.ofSeconds(seconds - 4), null));
        } else {
            checkNeed(machine, app);
            SimulatedApp.Token token = app.newToken(world.now());
            latest.put(machine.subject() << 8 | app.number, token);
            tokens.put(token.value, token);
            tell(machine, app, "gives a token" + (token.lacksRole ? " without the permission" : ""));
            answer.complete(new AccessToken(token.value, machine.now().plusNanos(token.expiresAt - token.issuedAt)));
        }
    }

    /** A token is renewed when half of its time is over, at the earliest, unless it was refused. */
    private void checkNeed(Machine machine, SimulatedApp app) {
        SimulatedApp.Token before = latest.get(machine.subject() << 8 | app.number);
        boolean good = before != null
                && !before.refused
                && world.now() < before.issuedAt + (before.expiresAt - before.issuedAt) / 2;
        if (good && !machine.controller.clockJumped()) {
            world.findings.add(
                    Finding.TOO_MANY_TOKENS,
                    machine + " requests another token for " + app + " although the last is good for "
                            + (before.expiresAt - world.now()) / World.SECOND + " s");
        }
    }

    private void tell(Machine machine, SimulatedApp app, String what) {
        if (world.telling) {
            world.tell("Entra ID", what + " to " + machine + " for " + app);
        }
    }
}
