package org.sluice.kernel.process;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.sluice.abi.Errno;
import org.sluice.kernel.CallFailed;

/** Reads the name of the class a class file defines (JVMS 4.1, 4.4); nothing else of it is looked at. */
final class ClassFileName {
    private ClassFileName() {
    }

    /** @return the binary name. @throws CallFailed ENOEXEC when the constant pool is damaged */
    static String read(byte[] bytes) {
        try {
            ByteBuffer in = ByteBuffer.wrap(bytes, 8, bytes.length - 8);
            int count = in.getShort() & 0xffff;
            int[] offset = new int[count];
            for (int i = 1; i < count; i++) {
                offset[i] = in.position();
                int tag = in.get();
                int skip = switch (tag) {
                    case 1 -> in.getShort() & 0xffff;
                    case 3, 4, 9, 10, 11, 12, 17, 18 -> 4;
                    case 5, 6 -> {
                        i++;
                        yield 8;
                    }
                    case 7, 8, 16, 19, 20 -> 2;
                    case 15 -> 3;
                    default -> throw new CallFailed(Errno.ENOEXEC);
                };
                in.position(in.position() + skip);
            }
            in.getShort();
            int thisClass = in.getShort() & 0xffff;
            int name = in.getShort(offset[thisClass] + 1) & 0xffff;
            int length = in.getShort(offset[name] + 1) & 0xffff;
            return new String(bytes, offset[name] + 3, length, StandardCharsets.UTF_8).replace('/', '.');
        } catch (IndexOutOfBoundsException | IllegalArgumentException | java.nio.BufferUnderflowException e) {
            throw new CallFailed(Errno.ENOEXEC);
        }
    }
}
