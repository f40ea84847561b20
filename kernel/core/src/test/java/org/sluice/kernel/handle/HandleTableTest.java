package org.sluice.kernel.handle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.sluice.abi.Errno;
import org.sluice.abi.ProcessKilled;
import org.sluice.kernel.CallFailed;

/** Does a handle give access to what it names, to nothing else, and for as long as it is open? */
class HandleTableTest {
    private static final int QUOTA = 24;

    private final HandleTable table = new HandleTable(QUOTA);
    private int closed;

    private OpenObject<String> object(String name, int rights) {
        return new OpenObject<>(name, rights, () -> closed++);
    }

    private static void fails(int errno, Executable executable) {
        assertEquals(Errno.name(errno), Errno.name(assertThrows(CallFailed.class, executable).errno()));
    }

    @Test
    void checksThatItIsOpenThenTypeThenRights() {
        int handle = table.add(object("file", Rights.READ));
        fails(Errno.EBADF, () -> table.use(handle + 1, String.class, 0));
        fails(Errno.EBADF, () -> table.use(-1, String.class, 0));
        fails(Errno.EBADF, () -> table.use(Integer.MIN_VALUE, String.class, 0));
        fails(Errno.EBADF, () -> table.use(Integer.MAX_VALUE, String.class, 0));
        fails(Errno.EBADF, () -> table.use(handle, Integer.class, 0));
        fails(Errno.EBADF, () -> table.use(handle, String.class, Rights.WRITE));
        fails(Errno.EBADF, () -> table.use(handle, String.class, Rights.READ | Rights.WRITE));
        assertSame("file", table.use(handle, String.class, Rights.READ).object());
    }

    @Test
    void objectIsClosedWhenTheLastOfHandleAndUserGoes() {
        int handle = table.add(object("file", Rights.READ));
        OpenObject<String> use = table.use(handle, String.class, Rights.READ);
        table.close(handle);
        assertEquals(0, closed);
        fails(Errno.EBADF, () -> table.use(handle, String.class, 0));
        use.release();
        assertEquals(1, closed);
    }

    @Test
    void refusedRetainDoesNotReviveAClosedObject() {
        OpenObject<String> object = object("file", 0);
        object.release();
        assertEquals(false, object.retain());
        assertEquals(1, closed);
    }

    @Test
    void quotaRefusesAndDropsTheReference() {
        for (int i = 0; i < QUOTA; i++) {
            assertEquals(i, table.add(object("file", 0)));
        }
        fails(Errno.EMFILE, () -> table.requireRoom(1));
        fails(Errno.EMFILE, () -> table.add(object("one too many", 0)));
        assertEquals(1, closed);
        fails(Errno.EBADF, () -> table.place(object("beyond", 0), QUOTA));
        assertEquals(2, closed);
        table.close(7);
        table.requireRoom(1);
        fails(Errno.EMFILE, () -> table.requireRoom(2));
        assertEquals(7, table.add(object("file", 0)));
    }

    @Test
    void closedTableTakesNothingMore() {
        table.add(object("file", 0));
        table.closeAll(HandleTableTest::unexpected);
        assertEquals(1, closed);
        fails(Errno.EBADF, () -> table.add(object("late", 0)));
        assertEquals(2, closed);
        assertEquals(0, table.count());
    }

    private static void unexpected(Throwable thrown) {
        throw new AssertionError(thrown);
    }

    /** A close that waits in a process that is ending is thrown out of it (SO_LINGER): that must not keep the others open. */
    @Test
    void aCloseThatThrowsDoesNotKeepOthersOpen() {
        table.add(object("first", 0));
        table.add(new OpenObject<>("killed", 0, () -> {
            throw ProcessKilled.INSTANCE;
        }));
        table.add(new OpenObject<>("wrong", 0, () -> {
            throw new IllegalStateException("wrong");
        }));
        table.add(object("last", 0));
        List<Throwable> thrown = new ArrayList<>();
        table.closeAll(thrown::add);
        assertEquals(2, closed);
        assertEquals(List.of("ProcessKilled", "IllegalStateException"), thrown.stream().map(e -> e.getClass().getSimpleName()).toList());
    }

    @Test
    void agreesWithAMapOfHandles() {
        TreeMap<Integer, Integer> model = new TreeMap<>();
        int[] references = new int[4096];
        Random random = new Random(7);
        int objects = 0;
        for (int step = 0; step < 20_000; step++) {
            int handle = random.nextInt(QUOTA + 4) - 2;
            switch (random.nextInt(4)) {
                case 0 -> {
                    if (objects == references.length) {
                        continue;
                    }
                    int id = objects++;
                    OpenObject<Integer> object = new OpenObject<>(id, 0, () -> references[id] = 0);
                    int free = 0;
                    while (model.containsKey(free)) {
                        free++;
                    }
                    if (free < QUOTA) {
                        assertEquals(free, table.add(object));
                        model.put(free, id);
                        references[id] = 1;
                    } else {
                        fails(Errno.EMFILE, () -> table.add(object));
                    }
                }
                case 1 -> {
                    if (model.containsKey(handle)) {
                        table.close(handle);
                        references[model.remove(handle)]--;
                    } else {
                        fails(Errno.EBADF, () -> table.close(handle));
                    }
                }
                case 2 -> {
                    int target = random.nextInt(QUOTA);
                    if (!model.containsKey(handle)) {
                        continue;
                    }
                    table.place(table.use(handle, Object.class, 0), target);
                    references[model.get(handle)]++;
                    Integer old = model.put(target, model.get(handle));
                    if (old != null) {
                        references[old]--;
                    }
                }
                default -> {
                    if (model.containsKey(handle)) {
                        OpenObject<Integer> open = table.use(handle, Integer.class, 0);
                        assertEquals(model.get(handle), open.object());
                        open.release();
                    } else {
                        fails(Errno.EBADF, () -> table.use(handle, Integer.class, 0));
                    }
                }
            }
            assertEquals(model.size(), table.count());
        }
        for (int id = 0; id < objects; id++) {
            assertEquals(references[id] > 0, model.containsValue(id), "object " + id);
        }
    }
}
