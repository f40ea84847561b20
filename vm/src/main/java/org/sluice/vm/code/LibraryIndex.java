package org.sluice.vm.code;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInput;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What translating needs to know of the JDK and of the library: decisions, packages, redirections and the hierarchy. Made at
 * image build and kept in the archive, so that translating at run time does not look at the running JDK.
 */
public final class LibraryIndex implements Hierarchy {
    /** Name of the index in the archive. */
    public static final String RESOURCE = "META-INF/sluice/library.index";

    private static final int FORMAT = 1;

    private final DecisionTable decisions;
    private final Redirects redirects;
    /** Packages of the JDK; the value says whether guests may name their classes. */
    private final Map<String, Boolean> packages;
    private final Map<String, ClassFacts> classes;

    /**
     * @param packages internal names of the packages of the library's modules, true for those exported to everybody
     * @param classes  the classes of the JDK by internal name
     */
    public LibraryIndex(DecisionTable decisions, Redirects redirects, Map<String, Boolean> packages,
        Map<String, ClassFacts> classes) {
        this.decisions = decisions;
        this.redirects = redirects;
        this.packages = packages;
        this.classes = classes;
    }

    public DecisionTable decisions() {
        return decisions;
    }

    public Redirects redirects() {
        return redirects;
    }

    @Override
    public ClassFacts find(String name) {
        return classes.get(name);
    }

    /** Whether a class belongs to the JDK as guests know it, so that its name is mapped. */
    public boolean isJdk(String name) {
        return name.startsWith("java/") || packages.containsKey(GuestNames.packageOf(name));
    }

    /** Whether a guest may name a class of the JDK. */
    public boolean isVisible(String name) {
        return packages.getOrDefault(GuestNames.packageOf(name), name.startsWith("java/"))
            && decisions.of(name) != Decision.DENY && !decisions.isHidden(name)
            && !name.startsWith("N_", name.lastIndexOf('/') + 1);
    }

    /**
     * The name a class has on the host.
     *
     * @param name  internal name as it stands in a class file
     * @param guest whether a guest names it
     * @return itself, or the relinked name, or one below {@code denied/}
     */
    public String map(String name, boolean guest) {
        if (name.startsWith("[")) {
            int element = name.indexOf('L');
            return element < 0 ? name : name.substring(0, element + 1) + map(name.substring(element + 1, name.length() - 1), guest)
                + ";";
        }
        if (name.startsWith(GuestNames.PREFIX)) {
            return guest ? GuestNames.DENIED + name : name;
        }
        if (!isJdk(name)) {
            return name;
        }
        if (guest && !isVisible(name)) {
            return GuestNames.DENIED + name;
        }
        return decisions.isCore(name) ? name : GuestNames.PREFIX + name;
    }

    /** The index as bytes. */
    public byte[] toBytes() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeInt(FORMAT);
            byte[] text = decisions.text().getBytes(StandardCharsets.UTF_8);
            out.writeInt(text.length);
            out.write(text);
            redirects.write(out);
            out.writeInt(packages.size());
            for (Map.Entry<String, Boolean> p : new TreeMap<>(packages).entrySet()) {
                out.writeUTF(p.getKey());
                out.writeBoolean(p.getValue());
            }
            Set<String> wanted = methodsThatMatter();
            out.writeInt(classes.size());
            for (ClassFacts c : new TreeMap<>(classes).values()) {
                writeFacts(out, c, wanted);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** Only methods some bridge is for can change where a redirected call resolves to; the others need not be kept. */
    private Set<String> methodsThatMatter() {
        Set<String> matter = new HashSet<>();
        for (String key : redirects.calls().keySet()) {
            int dot = key.indexOf('.');
            String member = key.substring(dot + 1);
            String name = member.substring(0, member.indexOf('('));
            String descriptor = member.substring(member.indexOf('('));
            int dollar = name.indexOf('$');
            name = dollar < 0 ? name : name.substring(0, dollar);
            if (name.startsWith("super_")) {
                name = name.substring("super_".length());
            }
            matter.add(name + descriptor);
            String receiver = "(L" + key.substring(0, dot) + ";";
            if (descriptor.startsWith(receiver)) {
                matter.add(name + "(" + descriptor.substring(receiver.length()));
            }
        }
        return matter;
    }

    private static void writeFacts(DataOutputStream out, ClassFacts c, Set<String> wanted) throws IOException {
        out.writeUTF(c.name());
        out.writeUTF(c.superName() == null ? "" : c.superName());
        out.writeInt(c.access());
        out.writeShort(c.interfaces().size());
        for (String i : c.interfaces()) {
            out.writeUTF(i);
        }
        List<String> kept = c.methods().stream().filter(wanted::contains).sorted().toList();
        out.writeShort(kept.size());
        for (String method : kept) {
            out.writeUTF(method);
        }
    }

    /**
     * Reads what {@link #toBytes} wrote.
     *
     * @throws IllegalArgumentException when the bytes are no index
     */
    public static LibraryIndex read(byte[] bytes) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            int format = in.readInt();
            if (format != FORMAT) {
                throw new IllegalArgumentException("library index of format " + format + ", not " + FORMAT);
            }
            byte[] text = new byte[in.readInt()];
            in.readFully(text);
            DecisionTable decisions = DecisionTable.parse(new String(text, StandardCharsets.UTF_8));
            Redirects redirects = Redirects.read(in);
            Map<String, Boolean> packages = new HashMap<>();
            for (int n = in.readInt(); n > 0; n--) {
                packages.put(in.readUTF(), in.readBoolean());
            }
            Map<String, ClassFacts> classes = new HashMap<>();
            for (int n = in.readInt(); n > 0; n--) {
                ClassFacts c = readFacts(in);
                classes.put(c.name(), c);
            }
            return new LibraryIndex(decisions, redirects, packages, classes);
        } catch (IOException e) {
            throw new IllegalArgumentException("library index is damaged", e);
        }
    }

    private static ClassFacts readFacts(DataInput in) throws IOException {
        String name = in.readUTF();
        String superName = in.readUTF();
        int access = in.readInt();
        List<String> interfaces = new ArrayList<>();
        for (int n = in.readShort(); n > 0; n--) {
            interfaces.add(in.readUTF());
        }
        Set<String> methods = new HashSet<>();
        for (int n = in.readShort(); n > 0; n--) {
            methods.add(in.readUTF());
        }
        return new ClassFacts(name, superName.isEmpty() ? null : superName, interfaces, access, methods);
    }
}
