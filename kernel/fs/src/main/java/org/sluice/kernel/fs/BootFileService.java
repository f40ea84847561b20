package org.sluice.kernel.fs;

import org.sluice.kernel.file.FileService;
import org.sluice.kernel.file.FileServiceFactory;

/** What the kernel finds when it looks for a file service at boot: the usual mounts over the root partition. */
public final class BootFileService implements FileServiceFactory {
    /** The root's page cache takes at most one frame in so many. */
    private static final int CACHE_SHARE = 8;

    @Override
    public FileService create(Resources resources) {
        int frames = resources.frames().total();
        return FileServices.create(new FileServices.Config(resources.frames(),
            new FileServices.Partition(resources.disk(), resources.rootBlock(), resources.rootBlocks()),
            Math.max(64, frames / CACHE_SHARE), FileServices.usualMemory(frames), resources.shares(), resources.devices(),
            resources.entropy(), resources.clock(), resources.locks(),
            resources.mapped()));
    }
}
