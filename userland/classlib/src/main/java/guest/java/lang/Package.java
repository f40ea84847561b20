package guest.java.lang;

import guest.java.net.URL;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;

/** A package of a class loader, with what its manifest says of it. */
public class Package implements AnnotatedElement {
    private final String name;
    private final ClassLoader loader;
    private final String specTitle;
    private final String specVersion;
    private final String specVendor;
    private final String implTitle;
    private final String implVersion;
    private final String implVendor;
    private final URL sealBase;

    Package(String name, ClassLoader loader) {
        this(name, loader, null, null, null, null, null, null, null);
    }

    Package(String name, ClassLoader loader, String specTitle, String specVersion, String specVendor, String implTitle,
        String implVersion, String implVendor, URL sealBase) {
        if (name == null) {
            throw new IllegalArgumentException("name cannot be null");
        }
        this.name = name;
        this.loader = loader;
        this.specTitle = specTitle;
        this.specVersion = specVersion;
        this.specVendor = specVendor;
        this.implTitle = implTitle;
        this.implVersion = implVersion;
        this.implVendor = implVendor;
        this.sealBase = sealBase;
    }

    public String getName() {
        return name;
    }

    public String getSpecificationTitle() {
        return specTitle;
    }

    public String getSpecificationVersion() {
        return specVersion;
    }

    public String getSpecificationVendor() {
        return specVendor;
    }

    public String getImplementationTitle() {
        return implTitle;
    }

    public String getImplementationVersion() {
        return implVersion;
    }

    public String getImplementationVendor() {
        return implVendor;
    }

    public boolean isSealed() {
        return sealBase != null;
    }

    public boolean isSealed(URL url) {
        return url.equals(sealBase);
    }

    public boolean isCompatibleWith(String desired) {
        if (specVersion == null || specVersion.isEmpty()) {
            throw new NumberFormatException("Empty version string");
        }
        String[] have = specVersion.split("\\.", -1);
        String[] want = desired.split("\\.", -1);
        for (int i = 0; i < Math.max(have.length, want.length); i++) {
            int difference = part(have, i) - part(want, i);
            if (difference != 0) {
                return difference > 0;
            }
        }
        return true;
    }

    private static int part(String[] parts, int index) {
        return index < parts.length ? Integer.parseInt(parts[index]) : 0;
    }

    @Deprecated
    public static Package getPackage(String name) {
        return ClassLoader.getSystemClassLoader().getPackage(name);
    }

    public static Package[] getPackages() {
        return ClassLoader.getSystemClassLoader().getPackages();
    }

    private AnnotatedElement info() {
        try {
            return ClassLoader.getSystemClassLoader().loadClass(name + ".package-info");
        } catch (ClassNotFoundException e) {
            return Object.class;
        }
    }

    @Override
    public <A extends Annotation> A getAnnotation(Class<A> type) {
        return info().getAnnotation(type);
    }

    @Override
    public Annotation[] getAnnotations() {
        return info().getAnnotations();
    }

    @Override
    public Annotation[] getDeclaredAnnotations() {
        return info().getDeclaredAnnotations();
    }

    /** The loader whose package this is. */
    ClassLoader loader() {
        return loader;
    }

    @Override
    public int hashCode() {
        return name.hashCode();
    }

    @Override
    public String toString() {
        return "package " + name + (specTitle != null ? ", " + specTitle : "") + (specVersion != null ? ", version " + specVersion
            : "");
    }
}
