package org.sluice.vm.code;

/** The classes of the JDK under their original names. */
public interface Hierarchy {
    /** The facts of a class of the JDK, or {@code null} when it has none of that name. */
    ClassFacts find(String name);

    /**
     * The class a method reference resolves to, following JVMS 5.4.3.3 and 5.4.3.4 as far as redirection needs.
     *
     * @param owner  class named by the reference, a class of the JDK
     * @param method name and descriptor, joined
     * @return the declaring class or {@code null} when there is none
     */
    default String declaringClass(String owner, String method) {
        for (ClassFacts c = find(owner); c != null; c = c.superName() == null ? null : find(c.superName())) {
            if (c.methods().contains(method)) {
                return c.name();
            }
        }
        for (ClassFacts c = find(owner); c != null; c = c.superName() == null ? null : find(c.superName())) {
            String found = inInterfaces(c, method);
            if (found != null) {
                return found;
            }
        }
        ClassFacts object = find("java/lang/Object");
        return object != null && object.methods().contains(method) ? object.name() : null;
    }

    private String inInterfaces(ClassFacts c, String method) {
        for (String name : c.interfaces()) {
            ClassFacts facts = find(name);
            if (facts == null) {
                continue;
            }
            if (facts.methods().contains(method)) {
                return name;
            }
            String above = inInterfaces(facts, method);
            if (above != null) {
                return above;
            }
        }
        return null;
    }

    /** Whether a class of the JDK is, extends or implements another. */
    default boolean isSubtype(String name, String above) {
        if (name.equals(above)) {
            return true;
        }
        ClassFacts c = find(name);
        if (c == null) {
            return false;
        }
        if (c.superName() != null && isSubtype(c.superName(), above)) {
            return true;
        }
        return c.interfaces().stream().anyMatch(i -> isSubtype(i, above));
    }
}
