package io.jenkins.plugins.intune.values;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

class SharedSavesTest {

    private final SharedSaves saves = new SharedSaves();
    private final List<CompletableFuture<Void>> writes = new ArrayList<>();

    @Test
    void aThousandBranchesThatSaveAtOnceWriteTwice() {
        List<CompletableFuture<Void>> branches = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            branches.add(save("build"));
        }
        writes.get(0).complete(null);
        writes.get(1).complete(null);
        assertEquals(2, writes.size());
        assertTrue(branches.stream().allMatch(CompletableFuture::isDone));
    }

    @Test
    void whatCameAfterASaveHadBegunIsNotTakenForSaved() {
        save("build");
        CompletableFuture<Void> late = save("build");
        writes.get(0).complete(null);
        assertFalse(late.isDone(), "the save under way may have passed by");
        writes.get(1).complete(null);
        assertTrue(late.isDone());
    }

    @Test
    void anErrorOfALibraryIsAFailureLikeAnother() {
        CompletableFuture<Void> broken = saves.save("build", () -> {
            throw new NoSuchMethodError("of a library");
        });
        assertThrows(CompletionException.class, broken::join);

        CompletableFuture<Void> next = save("build");
        writes.get(0).complete(null);

        assertTrue(next.isDone() && !next.isCompletedExceptionally());
    }

    @Test
    void aFailureIsThatOfThoseWhoWaitedForThisSave() {
        CompletableFuture<Void> first = save("build");
        CompletableFuture<Void> second = save("build");
        writes.get(0).completeExceptionally(new IllegalStateException("disk full"));
        writes.get(1).complete(null);
        assertThrows(CompletionException.class, first::join);
        assertTrue(second.isDone() && !second.isCompletedExceptionally());
    }

    @Test
    void anExceptionInPlaceOfASaveHoldsNobodyUp() {
        CompletableFuture<Void> broken = saves.save("build", () -> {
            throw new IllegalStateException("no such build");
        });
        assertThrows(CompletionException.class, broken::join);
        CompletableFuture<Void> after = save("build");
        writes.get(0).complete(null);
        assertTrue(after.isDone());
    }

    @Test
    void buildsDoNotWaitForEachOther() {
        save("one");
        CompletableFuture<Void> other = save("other");
        writes.get(1).complete(null);
        assertTrue(other.isDone());
    }

    @Test
    void nobodyCanCancelTheSaveOfOthers() {
        save("build");
        CompletableFuture<Void> given = save("build");
        CompletableFuture<Void> other = save("build");
        given.cancel(true);
        writes.get(0).complete(null);
        writes.get(1).complete(null);
        assertTrue(other.isDone());
    }

    private CompletableFuture<Void> save(String build) {
        return saves.save(build, () -> {
            CompletableFuture<Void> write = new CompletableFuture<>();
            writes.add(write);
            return write;
        });
    }
}
