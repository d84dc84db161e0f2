package hudson;

public abstract class PluginManager {
    PluginManager() {}
    public PluginWrapper whichPlugin(Class type) { throw new UnsupportedOperationException(); }
}
