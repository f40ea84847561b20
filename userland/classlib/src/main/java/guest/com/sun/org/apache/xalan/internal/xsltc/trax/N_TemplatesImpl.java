package guest.com.sun.org.apache.xalan.internal.xsltc.trax;

import guest.java.lang.ClassLoader;
import guest.java.lang.Module;
import guest.java.lang.module.ModuleDescriptor;

/**
 * Replaced methods of TemplatesImpl. A stylesheet becomes a class that uses the inside of the library; one made from a program's
 * text must have no more rights than the program.
 */
final class N_TemplatesImpl {
    private N_TemplatesImpl() {
    }

    static Module createModule(TemplatesImpl self, ModuleDescriptor descriptor, ClassLoader loader) {
        throw new UnsupportedOperationException("XSLT stylesheets are not available to programs");
    }
}
