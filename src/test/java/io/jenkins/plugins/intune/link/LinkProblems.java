package io.jenkins.plugins.intune.link;

import java.util.ArrayList;
import java.util.List;
import org.objectweb.asm.tree.ClassNode;

/** Everything that would go wrong when some classes meet those that they were written for. */
final class LinkProblems {

    private LinkProblems() {}

    /** In lines for people. */
    static List<String> of(ClassFiles classes) {
        Linker linker = new Linker(classes);
        Overrides overrides = new Overrides(classes);
        Lambdas lambdas = new Lambdas(classes);
        List<String> problems = new ArrayList<>();
        for (ClassNode type : classes.own()) {
            ReferenceReader.read(type)
                    .forEach(reference -> linker.problem(reference)
                            .ifPresent(problem ->
                                    problems.add(Names.of(type) + " asks for " + reference.text() + ": " + problem)));
            problems.addAll(overrides.problems(type));
            problems.addAll(lambdas.problems(type));
        }
        return problems;
    }
}
