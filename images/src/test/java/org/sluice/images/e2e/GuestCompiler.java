package org.sluice.images.e2e;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** Compiles Java text as a guest's author would: against the JDK and the jars given, nothing of this project. */
final class GuestCompiler {
    private GuestCompiler() {
    }

    /** A class to compile. */
    record Source(String path, String text) {
        /** The source of a class from the tests' resources. */
        static Source resource(String name) {
            try (var in = GuestCompiler.class.getResourceAsStream("/" + name)) {
                if (in == null) {
                    throw new IllegalArgumentException("no resource " + name);
                }
                return new Source(name.substring(name.lastIndexOf('/') + 1), new String(in.readAllBytes(), "UTF-8"));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Compiles into a folder, which is made; options are those of {@code javac}. */
    static void compile(Path target, List<Path> classPath, List<String> options, Source... sources) {
        try {
            Files.createDirectories(target);
            JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
            StringWriter messages = new StringWriter();
            try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
                String path = classPath.stream().map(Path::toString).collect(Collectors.joining(java.io.File.pathSeparator));
                List<String> all = new java.util.ArrayList<>(List.of("-proc:none", "-nowarn", "-Xlint:none", "-d", target.toString(),
                    "-classpath", path));
                all.addAll(options);
                boolean compiled = compiler.getTask(messages, files, null, all, null, Arrays.stream(sources).map(Text::new).toList())
                    .call();
                if (!compiled) {
                    throw new AssertionError(messages.toString());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final class Text extends SimpleJavaFileObject {
        private final String text;

        Text(Source source) {
            super(URI.create("string:///" + source.path()), JavaFileObject.Kind.SOURCE);
            text = source.text();
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }
}
