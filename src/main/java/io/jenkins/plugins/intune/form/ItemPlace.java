package io.jenkins.plugins.intune.form;

import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.common.StandardCredentials;
import com.cloudbees.plugins.credentials.common.StandardListBoxModel;
import hudson.model.Item;
import hudson.security.ACL;
import hudson.security.AccessControlled;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.springframework.security.core.Authentication;

/** A job or folder. */
final class ItemPlace extends CredentialPlace {

    private final Item item;

    ItemPlace(Item item) {
        this.item = item;
    }

    @Override
    public boolean mayConfigure() {
        return item.hasPermission(Item.EXTENDED_READ) || mayTest();
    }

    @Override
    boolean mayTest() {
        return mayUse(item);
    }

    @Override
    public boolean mayStore() {
        return mayStore(item);
    }

    @Override
    public <C extends StandardCredentials> Optional<C> find(String id, Class<C> type) {
        if (!Genuine.is(item)) {
            // Somebody has given an item of their own the place of another one.
            return Optional.empty();
        }
        return BuildIdentity.of(item).seekers().stream()
                .map(seeker -> CredentialsProvider.findCredentialByIdInItem(id, type, item, seeker, List.of()))
                .filter(Objects::nonNull)
                .findFirst();
    }

    @Override
    public void offer(StandardListBoxModel choices, Class<? extends StandardCredentials> type) {
        for (Authentication seeker : BuildIdentity.of(item).seekers()) {
            choices.includeAs(seeker, item, type, List.of());
        }
    }

    @Override
    public <C extends StandardCredentials> List<C> stored(Class<C> type) {
        return CredentialStores.stored(item, ACL.SYSTEM2, type);
    }

    @Override
    public Optional<Item> item() {
        return Optional.of(item);
    }

    @Override
    public String name() {
        return item.getFullName();
    }

    @Override
    public String lookedUpAs() {
        return BuildIdentity.of(item).describe();
    }

    @Override
    AccessControlled owner() {
        return item;
    }
}
