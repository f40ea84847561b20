package org.sluice.kernel.syscall;

import java.util.Arrays;
import org.sluice.abi.Errno;
import org.sluice.kernel.CallFailed;
import org.sluice.kernel.Kernel;
import org.sluice.kernel.handle.OpenObject;
import org.sluice.kernel.handle.Rights;
import org.sluice.kernel.ipc.Port;
import org.sluice.kernel.process.Process;

/** The calls on ports, numbers 120 to 124. */
final class PortCalls {
    private static final OpenObject<?>[] NONE = {};

    private final Kernel kernel;
    private final Process process;

    PortCalls(Kernel kernel, Process process) {
        this.kernel = kernel;
        this.process = process;
    }

    int portCreate(String name) {
        process.handles().requireRoom(1);
        Port port = kernel.ports().create(name, process);
        return process.handles().add(new OpenObject<>(port, Rights.RECEIVE, () -> kernel.ports().close(port)));
    }

    int portConnect(String name) {
        if (name == null) {
            throw new CallFailed(Errno.EFAULT);
        }
        Port port = kernel.ports().find(name);
        return process.handles().add(new OpenObject<>(port, Rights.CALL, () -> { }));
    }

    int portCall(int handle, long[] words, int[] handles) {
        checkMessage(words, handles);
        OpenObject<Port> open = process.handles().use(handle, Port.class, Rights.CALL);
        try {
            OpenObject<?>[] reply = new OpenObject<?>[handles == null ? 0 : handles.length];
            int status = open.object().call(words, take(handles), reply);
            give(reply, handles);
            return status;
        } finally {
            open.release();
        }
    }

    int portReceive(int handle, long[] words, int[] handles) {
        if (words == null || words.length < Port.MAX_WORDS || handles == null || handles.length < Port.MAX_HANDLES) {
            throw new CallFailed(Errno.EFAULT);
        }
        OpenObject<Port> open = process.handles().use(handle, Port.class, Rights.RECEIVE);
        try {
            Port.Received call = open.object().receive(process);
            System.arraycopy(call.words(), 0, words, 0, call.words().length);
            Arrays.fill(words, call.words().length, words.length, 0);
            give(call.handles(), handles);
            return call.token();
        } finally {
            open.release();
        }
    }

    int portReply(int token, int status, long[] words, int[] handles) {
        checkMessage(words, handles);
        if (status < 0) {
            throw new CallFailed(Errno.EINVAL);
        }
        OpenObject<?>[] taken = take(handles);
        try {
            kernel.ports().reply(process, token, status, words, taken);
        } catch (CallFailed e) {
            release(taken);
            throw e;
        }
        return 0;
    }

    private static void checkMessage(long[] words, int[] handles) {
        if (words == null) {
            throw new CallFailed(Errno.EFAULT);
        }
        if (words.length > Port.MAX_WORDS || handles != null && handles.length > Port.MAX_HANDLES) {
            throw new CallFailed(Errno.EINVAL);
        }
    }

    /** References to what the caller's handles lead to. */
    private OpenObject<?>[] take(int[] handles) {
        if (handles == null) {
            return NONE;
        }
        OpenObject<?>[] result = new OpenObject<?>[handles.length];
        try {
            for (int i = 0; i < handles.length; i++) {
                int handle = handles[i];
                if (handle >= 0) {
                    result[i] = process.handles().use(handle, Object.class, 0);
                }
            }
        } catch (CallFailed e) {
            release(result);
            throw e;
        }
        return result;
    }

    private static void release(OpenObject<?>[] objects) {
        for (OpenObject<?> open : objects) {
            if (open != null) {
                open.release();
            }
        }
    }

    /** Puts references into the caller's table and their numbers into an array, -1 for none or one the quota has no room for. */
    private void give(OpenObject<?>[] objects, int[] handles) {
        if (handles == null) {
            return;
        }
        for (int i = 0; i < handles.length; i++) {
            handles[i] = -1;
            if (i < objects.length && objects[i] != null) {
                try {
                    handles[i] = process.handles().add(objects[i]);
                } catch (CallFailed full) {
                    // The call itself is done and cannot be taken back; the table has dropped the reference.
                }
            }
        }
    }
}
