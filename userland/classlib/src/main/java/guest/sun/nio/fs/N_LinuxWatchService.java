package guest.sun.nio.fs;

import org.sluice.abi.Errno;

/** Replaced methods of LinuxWatchService: directories cannot be watched. */
final class N_LinuxWatchService {
    private N_LinuxWatchService() {
    }

    static int inotifyInit() throws UnixException {
        throw new UnixException(Errno.ENOSYS);
    }
}
