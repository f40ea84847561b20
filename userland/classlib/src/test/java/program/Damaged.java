package program;

import java.io.InputStream;

/** Loads and initialises class files that may be damaged, each in a loader of its own, and counts what came of them. */
public final class Damaged {
    private static final class Loader extends ClassLoader {
        private Loader() {
            super(Damaged.class.getClassLoader());
        }

        Class<?> define(byte[] bytes) {
            return defineClass(null, bytes, 0, bytes.length);
        }
    }

    private Damaged() {
    }

    /** The arguments are names of resources. */
    public static void main(String[] resources) throws Exception {
        int loaded = 0;
        int refused = 0;
        int unexpected = 0;
        for (String resource : resources) {
            byte[] bytes;
            try (InputStream in = Damaged.class.getClassLoader().getResourceAsStream(resource)) {
                bytes = in.readAllBytes();
            }
            try {
                Class<?> c = new Loader().define(bytes);
                Class.forName(c.getName(), true, c.getClassLoader()); // verifies
                c.getDeclaredMethods();
                c.getDeclaredFields();
                c.getDeclaredConstructors();
                c.getGenericSuperclass();
                c.getAnnotations();
                c.getDeclaredClasses();
                c.getEnclosingMethod();
                loaded++;
            } catch (LinkageError | SecurityException | TypeNotPresentException e) {
                refused++;
            } catch (Throwable e) {
                if (e instanceof java.lang.annotation.AnnotationFormatError || e.getClass().getName().startsWith("java.lang.reflect.Malformed")) {
                    refused++;
                } else {
                    unexpected++;
                    System.out.println(resource + ": " + e);
                    e.printStackTrace(System.out);
                }
            }
        }
        System.out.println(loaded + " loaded, " + refused + " refused, " + unexpected + " unexpected");
    }
}
