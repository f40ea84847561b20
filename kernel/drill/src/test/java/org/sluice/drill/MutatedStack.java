package org.sluice.drill;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.sluice.kernel.network.NetServiceFactory;

/** The network service with some of its classes compiled from changed sources, in a loader of its own. */
final class MutatedStack extends ClassLoader {
    private static final String PACKAGE = "org.sluice.kernel.net.";
    private static final Path SOURCES = Family.MODULE.resolve("../net/src/main/java/org/sluice/kernel/net").normalize();

    private final Map<String, byte[]> changed;

    private MutatedStack(Map<String, byte[]> changed) {
        super(MutatedStack.class.getClassLoader());
        this.changed = changed;
    }

    /** Makes the changes. @throws IllegalArgumentException if what is to be changed is not there once, or does not compile */
    static NetServiceFactory with(Mutation mutation) throws ReflectiveOperationException, IOException {
        Map<String, String> sources = new HashMap<>();
        for (Mutation.Edit edit : mutation.edits()) {
            String text = sources.containsKey(edit.file()) ? sources.get(edit.file()) : Files.readString(SOURCES.resolve(edit.file()));
            int at = text.indexOf(edit.before());
            if (at < 0 || text.indexOf(edit.before(), at + 1) >= 0) {
                throw new IllegalArgumentException(mutation.name() + ": '" + edit.before() + "' is " + (at < 0 ? "not" : "more than once") + " in "
                    + edit.file());
            }
            sources.put(edit.file(), text.substring(0, at) + edit.after() + text.substring(at + edit.before().length()));
        }
        MutatedStack loader = new MutatedStack(compiled(mutation.name(), sources));
        return (NetServiceFactory) loader.loadClass(PACKAGE + "NetFactory").getConstructor().newInstance();
    }

    private static Map<String, byte[]> compiled(String name, Map<String, String> sources) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        Map<String, ByteArrayOutputStream> classes = new HashMap<>();
        StringWriter messages = new StringWriter();
        List<JavaFileObject> units = new ArrayList<>();
        sources.forEach((file, text) -> units.add(new SimpleJavaFileObject(URI.create("string:///" + PACKAGE.replace('.', '/') + file),
            JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                return text;
            }
        }));
        try (JavaFileManager files = new ForwardingJavaFileManager<JavaFileManager>(compiler.getStandardFileManager(null, null, null)) {
            @Override
            public JavaFileObject getJavaFileForOutput(Location location, String className, JavaFileObject.Kind kind, FileObject sibling) {
                return new SimpleJavaFileObject(URI.create("bytes:///" + className.replace('.', '/') + ".class"), kind) {
                    @Override
                    public OutputStream openOutputStream() {
                        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                        classes.put(className, bytes);
                        return bytes;
                    }
                };
            }
        }) {
            if (!compiler.getTask(messages, files, null, List.of("-proc:none", "-nowarn", "-implicit:none", "-cp",
                System.getProperty("java.class.path")), null, units).call()) {
                throw new IllegalArgumentException(name + " does not compile: " + messages);
            }
        }
        Map<String, byte[]> result = new HashMap<>();
        classes.forEach((className, bytes) -> result.put(className, bytes.toByteArray()));
        return result;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (!name.startsWith(PACKAGE)) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> found = findLoadedClass(name);
            if (found == null) {
                byte[] bytes = changed.containsKey(name) ? changed.get(name) : original(name);
                found = defineClass(name, bytes, 0, bytes.length);
            }
            return found;
        }
    }

    private static byte[] original(String name) throws ClassNotFoundException {
        try (InputStream in = MutatedStack.class.getClassLoader().getResourceAsStream(name.replace('.', '/') + ".class")) {
            if (in == null) {
                throw new ClassNotFoundException(name);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new ClassNotFoundException(name, e);
        }
    }
}
