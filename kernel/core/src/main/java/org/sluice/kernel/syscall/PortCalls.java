package org.sluice.kernel.syscall;

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
        Port port = kernel.ports().create(name, process);
        return process.handles().add(new OpenObject<>(port, Rights.RECEIVE, false, () -> kernel.ports().close(port)));
    }

    int portConnect(String name) {
        Port port = kernel.ports().find(name);
        return process.handles().add(new OpenObject<>(port, Rights.CALL, false, () -> { }));
    }

    int portCall(int handle, long[] words, int[] handles) {
        if (words == null || words.length > Port.MAX_WORDS || handles != null && handles.length > Port.MAX_HANDLES) {
            throw new CallFailed(Errno.EINVAL);
        }
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
            Port.Received call = open.object().receive();
            System.arraycopy(call.words(), 0, words, 0, call.words().length);
            give(call.handles(), handles);
            return call.token();
        } finally {
            open.release();
        }
    }

    int portReply(int token, int status, long[] words, int[] handles) {
        if (status < 0 || words == null) {
            throw new CallFailed(Errno.EINVAL);
        }
        kernel.ports().reply(process, token, status, words, take(handles));
        return 0;
    }

    /** References to what the caller's handles lead to. */
    private OpenObject<?>[] take(int[] handles) {
        if (handles == null) {
            return NONE;
        }
        OpenObject<?>[] result = new OpenObject<?>[handles.length];
        boolean done = false;
        try {
            for (int i = 0; i < handles.length; i++) {
                if (handles[i] >= 0) {
                    result[i] = process.handles().use(handles[i], Object.class, 0);
                }
            }
            done = true;
        } finally {
            if (!done) {
                for (OpenObject<?> open : result) {
                    if (open != null) {
                        open.release();
                    }
                }
            }
        }
        return result;
    }

    /** Puts references into the caller's table and their numbers into an array, -1 where there is none. */
    private void give(OpenObject<?>[] objects, int[] handles) {
        if (handles == null) {
            return;
        }
        for (int i = 0; i < handles.length; i++) {
            handles[i] = i < objects.length && objects[i] != null ? process.handles().add(objects[i]) : -1;
        }
    }
}
