package guest.java.lang;

import guest.java.util.Properties;
import guest.rt.Files;
import guest.rt.Kernel;

/** The system properties: facts of the JDK the library was made from, and the process' own. */
final class SystemProperties {
    private static final String FACTS = "META-INF/jdk/facts.properties";
    private static final String[] FIXED = {
        "os.name", "Sluice", "os.arch", "java", "os.version", "0.1",
        "file.separator", "/", "path.separator", ":", "line.separator", "\n",
        "file.encoding", "UTF-8", "native.encoding", "UTF-8", "sun.jnu.encoding", "UTF-8",
        "stdin.encoding", "UTF-8", "stdout.encoding", "UTF-8", "stderr.encoding", "UTF-8",
        "java.home", Files.JAVA_HOME, "java.io.tmpdir", "/tmp", "java.library.path", "", "sun.boot.library.path", "",
        "java.vendor", "Sluice", "java.vendor.url", "https://openjdk.org/", "java.vm.name", "Sluice", "java.vm.vendor", "Sluice",
        "java.vm.info", "translated", "java.runtime.name", "Sluice class library",
        "java.net.preferIPv4Stack", "true",
        "user.language", "en", "user.country", "US", "sun.arch.data.model", "64", "java.class.path", "",
    };

    private static Properties properties;

    private SystemProperties() {
    }

    static synchronized Properties get() {
        if (properties == null) {
            properties = initial();
        }
        return properties;
    }

    static synchronized void set(Properties replacement) {
        properties = replacement != null ? replacement : initial();
    }

    private static Properties initial() {
        Properties made = new Properties();
        for (int i = 0; i < FIXED.length; i += 2) {
            made.put(FIXED[i], FIXED[i + 1]);
        }
        byte[] facts = Kernel.GATE.resource(FACTS, true);
        String text = new String(facts, 0, 0, facts.length);
        for (int from = 0, end; (end = text.indexOf('\n', from)) >= 0; from = end + 1) {
            int equals = text.indexOf('=', from);
            made.put(text.substring(from, equals), text.substring(equals + 1, end));
        }
        made.put("java.vm.version", made.get("java.version"));
        made.put("user.dir", Files.workingDirectory());
        String user = ProcessEnvironment.value("USER");
        made.put("user.name", user != null ? user : "root");
        String home = ProcessEnvironment.value("HOME");
        made.put("user.home", home != null ? home : "/");
        String path = ProcessEnvironment.value("CLASSPATH");
        if (path != null) {
            made.put("java.class.path", path);
        }
        return made;
    }
}
