package guest.bridge;

import guest.java.lang.ClassLoader;
import guest.java.net.MalformedURLException;
import guest.java.net.URI;
import guest.java.security.CodeSource;
import guest.java.security.ProtectionDomain;
import guest.java.security.cert.Certificate;
import guest.rt.Kernel;
import guest.rt.Lang;

/** Where a program's class came from, as programs ask it to find their own jar. */
final class CodeSources {
    private CodeSources() {
    }

    static ProtectionDomain of(Class<?> c) {
        ClassLoader loader = Lang.access().loader(c.getClassLoader());
        CodeSource source = null;
        if (loader == ClassLoader.getSystemClassLoader()) {
            String location = Kernel.GATE.location(c.getName().replace('.', '/') + ".class");
            try {
                String end = location == null || location.endsWith(".jar") ? "" : "/";
                source = location == null ? null
                    : new CodeSource(URI.create("file:" + location.replace(" ", "%20") + end).toURL(), (Certificate[]) null);
            } catch (MalformedURLException e) {
                throw new IllegalStateException(e);
            }
        }
        return new ProtectionDomain(source, null, loader, null);
    }
}
