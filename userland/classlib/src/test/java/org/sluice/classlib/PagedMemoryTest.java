package org.sluice.classlib;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.InputStream;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.instruction.InvokeInstruction;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sluice.abi.Paging;
import org.sluice.vm.memory.PhysicalMemory;
import org.sluice.vm.mmu.Tlb;
import program.MappedUse;
import program.PagedUse;

/** Buffers on paged memory behave as the host's, whatever the pager takes away in between. */
@Timeout(value = 300, unit = TimeUnit.SECONDS)
class PagedMemoryTest {
    private static final int FEW = 5;
    /** A copy needs two. */
    private static final int FEWEST = 3;
    private static final long LIMIT = 1 << 16;

    private static GuestProcess process(Path root, int frames, long seed) {
        return new GuestProcess(Programs.CLASS_PATH, root, InputStream.nullInputStream(), null, Programs.QUOTA,
            new HostPager(frames, LIMIT, seed), true);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void buffersBehaveAsOnTheHost(long seed, @TempDir Path root) throws Exception {
        String expected = Programs.onHost(PagedUse.class);
        GuestProcess process = process(root, FEW, seed);
        assertEquals(0, process.run("program.PagedUse"), process.output());
        assertEquals(expected, process.output());
        assertTrue(expected.lines().count() > 120, "all checks ran");
        assertTrue(process.pager.faults() > 10_000, process.pager.faults() + " faults");
    }

    @ParameterizedTest
    @ValueSource(longs = {3, 4})
    void mappedFilesBehaveAsOnTheHost(long seed, @TempDir Path root) throws Exception {
        Path forHost = Files.createDirectory(root.resolve("host"));
        Files.createDirectories(root.resolve("guest/work"));
        String expected = Programs.onHost(MappedUse.class, forHost.toString());
        GuestProcess process = process(root.resolve("guest"), FEWEST, seed);
        assertEquals(0, process.run("program.MappedUse", "/work"), process.output());
        assertEquals(expected, process.output());
        assertTrue(expected.lines().count() > 40, "all checks ran");
        assertTrue(process.pager.faults() > 1000, process.pager.faults() + " faults");
    }

    /** Frames are stolen all the time, not only when the process asks for one; a stolen frame is full of rubbish. */
    @Test
    void aPagerThatNeverRestsIsNotNoticed(@TempDir Path root) throws Exception {
        String expected = Programs.onHost(PagedUse.class);
        GuestProcess process = process(root, FEW, 5);
        AtomicBoolean over = new AtomicBoolean();
        Thread thief = new Thread(() -> {
            while (!over.get()) {
                process.pager.disturb();
            }
        });
        thief.start();
        int status;
        try {
            status = process.run("program.PagedUse");
        } finally {
            over.set(true);
            thief.join();
        }
        assertEquals(0, status, process.output());
        assertEquals(expected, process.output());
    }

    /** Between a translation and its use there may be no poll: run-time support has none but those written in bulk operations. */
    @Test
    void accessesToPagedMemoryDoNotPoll() throws Exception {
        for (String name : new String[] {"Paged", "PagedBulk", "PagedMapping", "PagedMaps"}) {
            Set<String> polling = new TreeSet<>();
            ClassModel translated = ClassFile.of().parse(GuestProcess.LIBRARY.find("guest/rt/" + name + ".class"));
            for (MethodModel method : translated.methods()) {
                method.code().ifPresent(code -> code.forEach(e -> {
                    if (e instanceof InvokeInstruction call && call.owner().asInternalName().equals("guest/rt/Poll")) {
                        polling.add(method.methodName().stringValue());
                    }
                }));
            }
            Set<String> expected = switch (name) {
                case "PagedBulk" -> Set.of("checksum", "fill", "mismatch", "swap");
                case "PagedMapping" -> Set.of("poll");
                case "PagedMaps" -> Set.of("load");
                default -> Set.of();
            };
            assertEquals(expected, polling, name);
        }
    }

    /** Run-time support, which cannot see the machine's classes, knows what stands in a word. */
    @Test
    void libraryAndMachineAgreeOnTranslations() {
        Map<String, Number> ours = new HashMap<>();
        ClassFile.of().parse(GuestProcess.LIBRARY.find("guest/rt/Paged.class")).fields().forEach(field ->
            field.findAttribute(Attributes.constantValue()).ifPresent(value -> {
                if (value.constant().constantValue() instanceof Number number) {
                    ours.put(field.fieldName().stringValue(), number);
                }
            }));
        assertEquals(PhysicalMemory.FRAME_SHIFT, ours.get("PAGE_SHIFT"));
        assertEquals(Tlb.INDEX_BITS, ours.get("INDEX_BITS"));
        assertEquals(Tlb.VALID, ours.get("VALID"));
        assertEquals(Tlb.WRITABLE, ours.get("WRITABLE"));
        assertEquals(Tlb.FRAME_MASK, ours.get("FRAME_MASK"));
        assertEquals(Tlb.FRAME_SHIFT, ours.get("FRAME_SHIFT"));
        assertEquals(Tlb.TAG_SHIFT, ours.get("TAG_SHIFT"));
        assertEquals(Paging.PAGE, ours.get("PAGE"));
        assertEquals(Tlb.ENTRIES, new Tlb().words().length);
    }

    /** Unreachable buffers give their memory back to those who need it; what is reachable stays. */
    @Test
    void memoryOfUnreachableBuffersComesBack(@TempDir Path root) throws Exception {
        GuestProcess process = new GuestProcess(Programs.CLASS_PATH, Files.createDirectories(root.resolve("work")).getParent(),
            InputStream.nullInputStream(), null, Programs.QUOTA, new HostPager(FEW, 160, 6), true);
        assertEquals(0, process.run("program.Buffers", "/work"), process.output());
        assertEquals("""
            8 buffers kept, 200 made
            java.lang.OutOfMemoryError Cannot reserve 1048576 bytes of direct buffer memory
            again 40960
            100 mappings
            java.io.IOException Map failed java.lang.OutOfMemoryError
            no attributes
            cleaned
            """, process.output());
        assertTrue(process.pager.mappingCount() <= 64, process.pager.mappingCount() + " mappings");
    }
}
