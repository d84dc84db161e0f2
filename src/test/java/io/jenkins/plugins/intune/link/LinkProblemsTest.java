package io.jenkins.plugins.intune.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A plugin that was compiled against wrong signatures is found out when it is held against the originals. */
class LinkProblemsTest {

    @TempDir
    private Path folder;

    @Test
    void whatFitsHasNoProblems() {
        String api = """
                public abstract class A<T> implements java.util.function.Supplier<T> {
                    protected String name = "";
                    protected A(T t) {}
                    public abstract Number m(T t);
                    public static <T> T of(T t) { return t; }
                    public @interface Mark { String value() default ""; }
                }
                """;
        String plugin = """
                package plugin;
                @demo.A.Mark("x")
                public class P extends demo.A<String> {
                    P() { super(demo.A.of("t")); }
                    @Override public Integer m(String t) { Runnable r = () -> of(name); r.run(); return 1; }
                    @Override public String get() { return new StringBuilder(name).append(1).toString(); }
                }
                """;
        assertEquals(List.of(), problems(api, api, plugin));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("mistakes")
    void aMistakeIsNoticed(String expected, String original, String signature, String plugin) {
        List<String> problems = problems(original, signature, "package plugin;\nimport demo.A;\n" + plugin);
        assertTrue(
                problems.stream().anyMatch(problem -> problem.contains(expected)),
                () -> expected + " is not among " + problems);
    }

    static Stream<Arguments> mistakes() {
        String calls = "class P { Object p(A a) { return a.m(); } }";
        String reads = "class P { Object p(A a) { return a.f; } }";
        String makes = "class P { Object p() { return new A(); } }";
        String extending = "class P extends A { }";
        return Stream.of(
                mistake("no such class", "public class B {}", "public class A {}", makes),
                mistake("class is not visible", "class A {}", "public class A {}", makes),
                mistake("it is abstract", "public abstract class A {}", "public class A {}", makes),
                mistake("no annotation", "public interface A {}", "public @interface A {}", "@A class P {}"),
                mistake(
                        "no such element",
                        "public @interface A {}",
                        "public @interface A { int x(); }",
                        "@A(x = 1) class P {}"),
                mistake("no such member", method("int m() { return 0; }"), method("long m() { return 0; }"), calls),
                mistake("no such member", method("int f;"), method("long f;"), reads),
                mistake("not visible", "public class A { A() {} }", "public class A { public A() {} }", makes),
                mistake("it is static", method("static int m() { return 0; }"), method("int m() { return 0; }"), calls),
                mistake(
                        "its class is an interface",
                        "public interface A { int m(); }",
                        method("int m() { return 0; }"),
                        calls),
                mistake(
                        "it is final",
                        method("final int f = 1;"),
                        method("int f;"),
                        "class P { void p(A a) { a.f = 2; } }"),
                mistake("final or an interface", "public final class A {}", "public class A {}", extending),
                mistake(
                        "does not implement",
                        "public abstract class A { public abstract void m(); }",
                        "public abstract class A {}",
                        extending),
                mistake(
                        "which is final",
                        method("final void m() {}"),
                        method("void m() {}"),
                        "class P extends A { public void m() {} }"),
                mistake(
                        "more visible",
                        method("void m() {}"),
                        "public class A { protected void m() {} }",
                        "class P extends A { protected void m() {} }"),
                mistake(
                        "without a bridge",
                        method("Object m() { return 1; }"),
                        "public class A { }",
                        "class P extends A { public Integer m() { return 2; } }"),
                mistake(
                        "has a lambda",
                        "public interface A { void m(); void n(); }",
                        "public interface A { void m(); }",
                        "class P { A p() { return () -> {}; } }"));
    }

    private static Arguments mistake(String expected, String original, String signature, String plugin) {
        return Arguments.of(expected, original, signature, plugin);
    }

    private static String method(String text) {
        return "public class A { public " + text + " }";
    }

    private List<String> problems(String original, String signature, String plugin) {
        Path originals = Snippets.compile(folder.resolve("original"), List.of(original));
        Path signatures = Snippets.compile(folder.resolve("signature"), List.of(signature));
        Path compiled = Snippets.compile(folder.resolve("plugin"), List.of(plugin), signatures);
        return LinkProblems.of(ClassFiles.of(compiled, ClassFiles.of(originals)));
    }
}
