package org.sluice.kernel.syscall;

import java.util.Arrays;
import org.sluice.abi.Errno;
import org.sluice.abi.IoVectors;
import org.sluice.kernel.CallFailed;
import org.sluice.kernel.area.Parcel;
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

    int portCall(int handle, long[] words, int[] handles, long[] areas) {
        checkMessage(words, handles);
        OpenObject<Port> open = process.handles().use(handle, Port.class, Rights.CALL);
        try {
            OpenObject<?>[] reply = new OpenObject<?>[handles == null ? 0 : handles.length];
            OpenObject<?>[] taken = take(handles);
            Port.Answer answer = open.object().call(words, taken, send(areas, taken), reply);
            give(reply, handles);
            receive(answer.areas(), areas);
            return answer.status();
        } finally {
            open.release();
        }
    }

    /** The areas of a message; when they cannot be sent the handles are not either. */
    private Parcel send(long[] areas, OpenObject<?>[] taken) {
        if (areas == null) {
            return Parcel.empty();
        }
        try {
            return process.areas().send(areas);
        } catch (CallFailed e) {
            release(taken);
            throw e;
        }
    }

    /** The areas of a reply; the call is done, so that those there is no room for are dropped. */
    private void receive(Parcel parcel, long[] areas) {
        try {
            process.areas().receive(parcel, areas);
        } catch (CallFailed e) {
            parcel.giveBack();
            if (areas != null) {
                IoVectors.header(areas, 0, 0);
            }
        }
    }

    int portReceive(int handle, long[] words, int[] handles, long[] areas) {
        if (words == null || words.length < Port.MAX_WORDS || handles == null || handles.length < Port.MAX_HANDLES) {
            throw new CallFailed(Errno.EFAULT);
        }
        OpenObject<Port> open = process.handles().use(handle, Port.class, Rights.RECEIVE);
        try {
            Port.Received call = open.object().receive(process, process.areas(), areas);
            System.arraycopy(call.words(), 0, words, 0, call.words().length);
            Arrays.fill(words, call.words().length, words.length, 0);
            give(call.handles(), handles);
            return call.token();
        } finally {
            open.release();
        }
    }

    int portReply(int token, int status, long[] words, int[] handles, long[] areas) {
        checkMessage(words, handles);
        if (status < 0) {
            throw new CallFailed(Errno.EINVAL);
        }
        OpenObject<?>[] taken = take(handles);
        Parcel parcel = send(areas, taken);
        try {
            kernel.ports().reply(process, token, status, words, taken, parcel);
        } catch (CallFailed e) {
            parcel.giveBack();
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
