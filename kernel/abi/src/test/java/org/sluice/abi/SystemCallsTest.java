package org.sluice.abi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Is the system-call table something both sides of the boundary can rely on? */
class SystemCallsTest {
    /** The numbers given out so far. A number never changes its meaning: lines are added here, none is changed. */
    private static final String NUMBERS = """
        1 exit, 2 spawn, 3 waitProcess, 4 kill, 5 signalAction, 6 signalWait, 7 getpid, 8 getppid, 9 getpgid, 10 setpgid, \
        11 classPath, 20 threadStart, 21 threadSelf, 22 threadYield, 23 park, 24 unpark, 25 threadInterrupt, \
        26 threadClearInterrupt, 27 threadPriority, 28 sleep, 29 poll, 40 clock, 41 random, 42 memory, 43 reserve, 44 charge, \
        60 open, 61 close, 62 read, 63 write, 64 pread, 65 pwrite, 66 seek, 67 truncate, 68 sync, 69 stat, 70 fstat, 71 readdir, \
        72 mkdir, 73 unlink, 74 rmdir, 75 rename, 76 symlink, 77 readlink, 78 chmod, 79 utimes, 80 access, 81 chdir, 82 getcwd, \
        83 dup, 84 pipe, 85 available, 86 statfs, 100 ttyGet, 101 ttySet, 102 ttySize, 103 ttyForeground, 120 portCreate, \
        121 portConnect, 122 portCall, 123 portReceive, 124 portReply, \
        140 areaAllocate, 141 areaMap, 142 areaUnmap, 143 areaRelease, 144 areaShare, 145 areaInfo, 146 areaSplit, 147 areaExtend, \
        148 readv, 149 writev, 150 preadv, 151 pwritev, 152 readAreas, 153 writeAreas, \
        160 pageMap, 161 pageUnmap, 162 pageSync, 163 pageFault, 164 pageAdvise, 165 pageResident, 170 socket, 171 bind, \
        172 connect, 173 socketName, 174 getSocketOption, 175 setSocketOption, 176 sendTo, 177 receiveFrom, \
        178 listen, 179 accept, 180 shutdown, 181 pollFiles, 182 socketReclaim""";
    /** Groups of numbers begin here and are dense. */
    private static final Set<Integer> GROUPS = Set.of(1, 20, 40, 60, 100, 120, 140, 160, 170);

    private static Map<Integer, Method> calls() {
        Map<Integer, Method> calls = new TreeMap<>();
        for (Method method : SystemCalls.class.getMethods()) {
            Call call = method.getAnnotation(Call.class);
            assertTrue(call != null, () -> method.getName() + " has no @Call");
            Method other = calls.put(call.number(), method);
            assertTrue(other == null, () -> other.getName() + " and " + method.getName() + " have one number");
        }
        return calls;
    }

    @Test
    void numbersStayWhatTheyWere() {
        StringBuilder numbers = new StringBuilder();
        calls().forEach((number, method) -> numbers.append(numbers.isEmpty() ? "" : ", ").append(number).append(' ')
            .append(method.getName()));
        assertEquals(NUMBERS, numbers.toString());
    }

    @Test
    void numbersAreDenseWithinTheirGroups() {
        Set<Integer> numbers = calls().keySet();
        for (int number : numbers) {
            assertTrue(GROUPS.contains(number) || numbers.contains(number - 1), () -> "a hole before " + number);
        }
    }

    @Test
    void namesAreNotOverloaded() {
        Set<String> names = new HashSet<>();
        calls().values().forEach(method -> assertTrue(names.add(method.getName()), method.getName()));
    }

    /** A type that is one class on both sides of the boundary. */
    static boolean crosses(Class<?> type) {
        Class<?> element = type.isArray() ? type.componentType() : type;
        return element.isPrimitive() || element == String.class || element == MemorySegment.class
            || !type.isArray() && (element == Runnable.class || element == Object.class)
            || element.getPackage() == SystemCalls.class.getPackage() && stateless(element);
    }

    private static boolean stateless(Class<?> type) {
        for (Field field : type.getDeclaredFields()) {
            if (!Modifier.isFinal(field.getModifiers())) {
                return false;
            }
        }
        return Modifier.isFinal(type.getModifiers());
    }

    @Test
    void signaturesUseOnlyTypesThatAreTheSameOnBothSides() {
        for (Method method : SystemCalls.class.getMethods()) {
            assertTrue(Set.of(int.class, long.class, void.class).contains(method.getReturnType()), method.toString());
            for (Class<?> type : method.getParameterTypes()) {
                assertTrue(crosses(type), () -> method + ": " + type);
            }
            assertEquals(0, method.getExceptionTypes().length);
        }
        for (Class<?> helper : new Class<?>[] {Errno.class, FileFlags.class, Signals.class, Spawn.class, Tty.class}) {
            for (Method method : helper.getDeclaredMethods()) {
                assertTrue(method.isSynthetic() || crosses(method.getReturnType()), method.toString());
                for (Class<?> type : method.getParameterTypes()) {
                    assertTrue(crosses(type), method.toString());
                }
            }
        }
    }

    @Test
    void relinkedTypesDoNotCross() {
        for (Class<?> type : new Class<?>[] {java.util.List.class, java.util.Map[].class, Thread.class, Object[].class, int[][].class,
            java.nio.ByteBuffer.class, StringBuilder.class, SystemCalls.class}) {
            assertFalse(crosses(type), type.getName());
        }
    }

    @Test
    void everyErrorIsKnownListedOnceAndHasACause() throws ReflectiveOperationException {
        for (Method method : calls().values()) {
            Set<String> seen = new HashSet<>();
            for (String error : method.getAnnotation(Call.class).errors()) {
                check(method.getName(), error, seen);
            }
        }
        Set<String> common = new HashSet<>();
        for (String error : Call.PATH_ERRORS) {
            check("path", error, common);
        }
        for (String error : Call.DEVICE_ERRORS) {
            check("device", error, common);
        }
        common.clear();
        for (String error : Call.SOCKET_ERRORS) {
            check("socket", error, common);
        }
    }

    private static void check(String where, String error, Set<String> seen) throws ReflectiveOperationException {
        int colon = error.indexOf(": ");
        assertTrue(colon > 0 && error.length() > colon + 5, () -> where + ": " + error);
        String name = error.substring(0, colon);
        assertTrue(seen.add(name), () -> where + " lists " + name + " twice");
        int number = Errno.class.getField(name).getInt(null);
        assertEquals(name, Errno.name(number));
        assertFalse(Errno.message(number).startsWith("Unknown"), name);
    }

    @Test
    void everyCallSaysWhatItDoesInOneSentence() {
        for (Method method : calls().values()) {
            String does = method.getAnnotation(Call.class).does();
            assertTrue(does.matches("[a-z].*[^.]"), () -> method.getName() + ": " + does);
        }
    }

    @Test
    void pathCallsTakeAPathAndOthersDoNotSaySo() {
        for (Method method : calls().values()) {
            boolean takesPath = false;
            for (var parameter : method.getParameters()) {
                takesPath |= parameter.getType() == String.class
                    && Set.of("path", "from", "to", "target").contains(parameter.getName());
            }
            assertEquals(takesPath, method.getAnnotation(Call.class).path(), method.getName());
        }
    }

    @Test
    void errorNumbersAreDistinct() throws ReflectiveOperationException {
        Set<Integer> numbers = new HashSet<>();
        for (Field field : Errno.class.getFields()) {
            assertTrue(numbers.add(field.getInt(null)), field.getName());
            assertEquals(field.getName(), Errno.name(field.getInt(null)));
        }
    }

    @Test
    void statusWordsSayWhatTheyWereMadeOf() {
        for (int status = 0; status < 256; status++) {
            assertEquals(status, Spawn.exitStatus(Spawn.exited(status)));
            assertFalse(Spawn.isStopped(Spawn.exited(status)));
        }
        for (int signal = 1; signal < Signals.COUNT; signal++) {
            assertEquals(128 + signal, Spawn.exitStatus(Spawn.signalled(signal)));
            assertFalse(Spawn.isStopped(Spawn.signalled(signal)));
            assertTrue(Spawn.isStopped(Spawn.stopped(signal)));
            assertEquals(128 + signal, Spawn.exitStatus(Spawn.stopped(signal)));
        }
        assertEquals(1, Spawn.exitStatus(Spawn.exited(257)));
    }

    @Test
    void signalsAreFoundByNameWithAndWithoutPrefixAndByNumber() {
        for (int signal = 1; signal < Signals.COUNT; signal++) {
            assertEquals(signal, Signals.number(Integer.toString(signal)));
            assertEquals(signal, Signals.number(Signals.name(signal)));
            if (!Character.isDigit(Signals.name(signal).charAt(0))) {
                assertEquals(signal, Signals.number("SIG" + Signals.name(signal)));
                assertEquals(signal, Signals.number(Signals.name(signal).toLowerCase(java.util.Locale.ROOT)));
            }
        }
        for (String bad : new String[] {"", "SIG", "KILLED", "-1", "32", "999", "9 "}) {
            assertEquals(-1, Signals.number(bad), bad);
        }
    }
}
