package io.jenkins.plugins.intune.throttle;

import java.util.concurrent.CompletableFuture;

public interface Ticket { CompletableFuture<Permit> claim(); void leave(); }
