package org.kohsuke.stapler;

import java.util.concurrent.CopyOnWriteArrayList;

public class WebApp {
    private WebApp() {}
    public CopyOnWriteArrayList<HttpResponseRenderer> getResponseRenderers() { throw new UnsupportedOperationException(); }
}
