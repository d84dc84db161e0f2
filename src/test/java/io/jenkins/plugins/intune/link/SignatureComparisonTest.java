package io.jenkins.plugins.intune.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import net.java.sezpoz.Indexable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every way in which a hand-written signature can be wrong is noticed. */
class SignatureComparisonTest {

    private static final Path SEZPOZ = jarOf(Indexable.class);

    @TempDir
    private Path folder;

    @Test
    void leavingThingsOutIsFine() {
        String original = """
                public abstract class A<T extends Comparable<T>> extends java.util.ArrayList<T> implements Runnable {
                    public static final String KEY = "key";
                    protected A(int size) {}
                    public T one(T t) throws java.io.IOException { return t; }
                    public abstract void two();
                    protected static class Inner { public int value; }
                }
                """;
        String signature = """
                public abstract class A<T extends Comparable<T>> implements Runnable {
                    public static final String KEY = null;
                    A() {}
                    public T one(T t) throws java.io.IOException { throw new UnsupportedOperationException(); }
                    private void helper() {}
                    protected static class Inner { Inner() {} }
                }
                """;
        // The real Inner has a constructor that its nest alone can call; the signature hides it further.
        assertEquals(List.of(), problems(original, signature));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("mistakes")
    void aMistakeIsNoticed(String expected, String original, String signature) {
        List<String> problems = problems(original, signature);
        assertTrue(
                problems.stream().anyMatch(problem -> problem.contains(expected)),
                () -> expected + " is not among " + problems);
    }

    static Stream<Arguments> mistakes() {
        return Stream.of(
                mistake("no such class", "public class B {}", "public class A {}"),
                mistake("kind", "public interface A {}", "public abstract class A { A() {} }"),
                mistake("kind", "public final class A {}", "public class A {}"),
                mistake("kind", "class A {}", "public class A { A() {} }"),
                mistake("type parameters", "public class A<T extends Runnable> {}", "public class A<T> {}"),
                mistake("does not extend", "public class A {}", "public class A extends java.util.ArrayList<A> {}"),
                mistake(
                        "does not extend",
                        "public interface A extends Comparable<String> {}",
                        "public interface A extends Comparable<Object> {}"),
                mistake("no such method", member("int m() { return 0; }"), member("long m() { return 0; }")),
                mistake("no such method", member("void m() {}"), member("void m(int added) {}")),
                mistake("no such method", "public class A { public A(int i) {} }", "public class A {}"),
                mistake("visibility", "public class A { protected void m() {} }", member("void m() {}")),
                mistake("visibility", member("void m() {}"), member("static void m() {}")),
                mistake("visibility", member("final void m() {}"), member("void m() {}")),
                mistake("visibility", member("void m(Object[] o) {}"), member("void m(Object... o) {}")),
                mistake("exceptions", member("void m() throws Exception {}"), member("void m() {}")),
                mistake(
                        "generic types",
                        member("java.util.List<String> m() { return null; }"),
                        member("java.util.List<Object> m() { return null; }")),
                mistake("no such field", member("int f;"), member("long f;")),
                mistake("visibility", member("final int f = m(); int m() { return 0; }"), member("int f;")),
                mistake("generic type", member("Class<?> f;"), member("Class f;")),
                mistake("constant", member("static final int F = 1;"), member("static final int F = 1;")),
                mistake("default", "public @interface A { int x() default 0; }", "public @interface A { int x(); }"),
                mistake(
                        "meta-annotations",
                        "@java.lang.annotation.Retention(java.lang.annotation.RetentionPolicy.RUNTIME) public @interface A {}",
                        "public @interface A {}"),
                mistake(
                        "meta-annotations",
                        "@net.java.sezpoz.Indexable public @interface A {}",
                        "public @interface A {}"));
    }

    private static Arguments mistake(String expected, String original, String signature) {
        return Arguments.of(expected, original, signature);
    }

    private static String member(String text) {
        return "public class A { public " + text + " }";
    }

    private static Path jarOf(Class<?> type) {
        try {
            return Path.of(
                    type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }

    private List<String> problems(String original, String signature) {
        Path originals = Snippets.compile(folder.resolve("original"), List.of(original), SEZPOZ);
        Path signatures = Snippets.compile(folder.resolve("signature"), List.of(signature), SEZPOZ);
        return SignatureComparison.problems(ClassFiles.of(signatures), ClassFiles.of(originals));
    }
}
