package org.sluice.kernel.fs;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sluice.abi.Errno;
import org.sluice.abi.FileFlags;
import org.sluice.kernel.CallFailed;
import org.sluice.kernel.file.FileSession;
import org.sluice.kernel.fs.mem.MemFs;

/** Does the tree behave as the simple model does, operation by operation, errors included, and is no frame lost? */
class MemFsModelTest {
    private static final int STEPS = 20_000;
    private static final String[] NAMES = {"a", "b", "c", "d"};

    private record Open(FileSession session, ModelTree.Node node) {
    }

    private Random random;
    private Vfs vfs;
    private ModelTree model;
    private final List<Open> open = new ArrayList<>();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void randomOperationsMatchTheModel(long seed) {
        random = new Random(seed);
        try (Rig rig = new Rig(1 << 14)) {
            MemFs fs = rig.memFs(1 << 13);
            vfs = new Vfs(fs, rig::now);
            model = new ModelTree();
            for (int i = 0; i < STEPS; i++) {
                int step = i;
                same(() -> "seed " + seed + " step " + step, random.nextInt(100));
            }
            compare(model.root, "");
            for (Open o : open) {
                o.session.close();
            }
            int named = count(model.root);
            assertEquals(named, fs.usedNodes(), "nodes without name and session are gone");
            vfs.close();
            assertEquals(0, fs.usedFrames());
            assertEquals(0, fs.usedNodes());
        }
    }

    private static int count(ModelTree.Node directory) {
        int n = 0;
        for (ModelTree.Node node : directory.entries.values()) {
            n += 1 + (node.entries == null ? 0 : count(node));
        }
        return n;
    }

    private String path() {
        StringBuilder path = new StringBuilder();
        int depth = 1 + random.nextInt(4);
        for (int i = 0; i < depth; i++) {
            boolean up = i > 0 && i < depth - 1 && random.nextInt(12) == 0;
            path.append('/').append(up ? ".." : NAMES[random.nextInt(NAMES.length)]);
        }
        return path.toString();
    }

    private void same(Supplier<String> where, int kind) {
        String path = path();
        if (kind < 15) {
            both(where, () -> vfs.mkdir(path, 0755), () -> model.mkdir(path));
        } else if (kind < 30) {
            create(where, path);
        } else if (kind < 38) {
            both(where, () -> vfs.unlink(path), () -> model.unlink(path));
        } else if (kind < 43) {
            both(where, () -> vfs.rmdir(path), () -> model.rmdir(path));
        } else if (kind < 55) {
            String to = path();
            both(where, () -> vfs.rename(path, to), () -> model.rename(path, to));
        } else if (kind < 59) {
            String target = random.nextBoolean() ? path() : NAMES[random.nextInt(NAMES.length)];
            both(where, () -> vfs.symlink(target, path), () -> model.symlink(target, path));
        } else if (kind < 65) {
            stat(where, path);
        } else if (kind < 70) {
            reopen(where, path);
        } else if (!open.isEmpty()) {
            transfer(where, kind);
        }
    }

    private void create(Supplier<String> where, String path) {
        FileSession[] session = new FileSession[1];
        ModelTree.Node[] node = new ModelTree.Node[1];
        both(where, () -> session[0] = vfs.open(path, FileFlags.O_RDWR | FileFlags.O_CREAT | FileFlags.O_EXCL, 0644),
            () -> node[0] = model.create(path));
        if (session[0] != null) {
            open.add(new Open(session[0], node[0]));
        }
    }

    private void reopen(Supplier<String> where, String path) {
        FileSession[] session = new FileSession[1];
        ModelTree.Node[] node = new ModelTree.Node[1];
        both(where, () -> session[0] = vfs.open(path, FileFlags.O_RDWR, 0), () -> {
            node[0] = model.find(path, true);
            if (node[0].entries != null) {
                throw new CallFailed(Errno.EISDIR);
            }
        });
        if (session[0] != null) {
            open.add(new Open(session[0], node[0]));
        }
    }

    private void stat(Supplier<String> where, String path) {
        boolean follow = random.nextBoolean();
        long[] stat = new long[FileFlags.ST_LENGTH];
        ModelTree.Node[] node = new ModelTree.Node[1];
        both(where, () -> vfs.stat(path, stat, !follow), () -> node[0] = model.find(path, follow));
        if (node[0] != null) {
            int other = node[0].target != null ? FileFlags.S_IFLNK : FileFlags.S_IFREG;
            int type = node[0].entries != null ? FileFlags.S_IFDIR : other;
            assertEquals(type, (int) stat[FileFlags.ST_MODE] & FileFlags.S_IFMT, where);
            if (node[0].content != null) {
                assertEquals(node[0].content.length, stat[FileFlags.ST_SIZE], where);
            }
        }
    }

    private void transfer(Supplier<String> where, int kind) {
        int index = random.nextInt(open.size());
        Open o = open.get(index);
        int length = o.node.content.length;
        int position = random.nextInt(length + 10_000);
        if (kind < 80) {
            byte[] bytes = new byte[1 + random.nextInt(random.nextInt(10) == 0 ? 100_000 : 3_000)];
            random.nextBytes(bytes);
            assertEquals(bytes.length, o.session.pwrite(bytes, 0, bytes.length, position), where);
            o.node.write(position, bytes);
        } else if (kind < 88) {
            byte[] buffer = new byte[random.nextInt(20_000)];
            int n = o.session.pread(buffer, 0, buffer.length, position);
            assertEquals(Math.max(0, Math.min(buffer.length, length - position)), n, where);
            for (int i = 0; i < n; i++) {
                if (buffer[i] != o.node.content[position + i]) {
                    assertEquals(o.node.content[position + i], buffer[i], where.get() + ": byte " + (position + i));
                }
            }
        } else if (kind < 93) {
            int cut = random.nextInt(4) == 0 ? 0 : position % 30_000;
            o.session.truncate(cut);
            o.node.content = Arrays.copyOf(o.node.content, cut);
        } else if (open.size() > 6) {
            o.session.close();
            open.remove(index);
        }
    }

    private void both(Supplier<String> where, Runnable real, Runnable expected) {
        assertEquals(outcome(expected), outcome(real), where);
    }

    private static String outcome(Runnable call) {
        try {
            call.run();
            return "done";
        } catch (CallFailed e) {
            return Errno.name(e.errno());
        }
    }

    private void compare(ModelTree.Node directory, String path) {
        assertEquals(List.copyOf(directory.entries.keySet()), Rig.list(vfs, path.isEmpty() ? "/" : path));
        int directories = 0;
        for (var entry : directory.entries.entrySet()) {
            String child = path + "/" + entry.getKey();
            ModelTree.Node node = entry.getValue();
            if (node.entries != null) {
                compare(node, child);
                directories++;
            } else if (node.target != null) {
                assertEquals(node.target, vfs.readlink(child));
            } else {
                assertArrayEquals(node.content, vfs.readAll(child, 1 << 24), child);
            }
        }
        assertEquals(2 + directories, Rig.stat(vfs, path.isEmpty() ? "/" : path)[FileFlags.ST_NLINK]);
    }
}
