package guest.java.lang;

import guest.java.io.ByteArrayInputStream;
import guest.java.io.FileNotFoundException;
import guest.java.io.IOException;
import guest.java.io.InputStream;
import guest.java.net.MalformedURLException;
import guest.java.net.URL;
import guest.java.net.URLConnection;
import guest.java.net.URLStreamHandler;
import guest.java.util.ArrayList;
import guest.java.util.Collections;
import guest.java.util.Enumeration;
import guest.java.util.List;
import guest.rt.Kernel;

/** URLs of resources, worded as the JDK words them, that open without going through files. */
final class ResourceUrl extends URLStreamHandler {
    private final byte[] bytes;

    private ResourceUrl(byte[] bytes) {
        this.bytes = bytes;
    }

    static URL ofLibrary(String name) {
        byte[] found = Kernel.GATE.resource(name, true);
        return found == null ? null : url("jrt:/java.base/" + name, found);
    }

    static URL ofProgram(String name) {
        byte[] found = Kernel.GATE.resource(name, false);
        return found == null ? null : url(text(name), found);
    }

    static Enumeration<URL> allOfProgram(String name) {
        List<URL> urls = new ArrayList<>();
        int i = 0;
        for (byte[] found : Kernel.GATE.resources(name)) {
            // further parts of the class path are told apart by a number, since the machine names only the first
            urls.add(url(i == 0 ? text(name) : text(name) + "#" + i, found));
            i++;
        }
        return Collections.enumeration(urls);
    }

    private static String text(String name) {
        String location = Kernel.GATE.location(name);
        if (location == null) {
            return "file:/" + name;
        }
        return location.endsWith(".jar") ? "jar:file:" + location + "!/" + name : "file:" + location + "/" + name;
    }

    private static URL url(String text, byte[] found) {
        try {
            return new URL(null, text.replace(" ", "%20"), new ResourceUrl(found));
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException(text, e);
        }
    }

    @Override
    protected URLConnection openConnection(URL url) {
        return new URLConnection(url) {
            @Override
            public void connect() {
                connected = true;
            }

            @Override
            public int getContentLength() {
                return bytes.length;
            }

            @Override
            public InputStream getInputStream() throws IOException {
                if (bytes == null) {
                    throw new FileNotFoundException(url.toString());
                }
                return new ByteArrayInputStream(bytes);
            }
        };
    }
}
