package org.sluice.images.build;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.function.Consumer;
import org.sluice.vm.firmware.BootFailure;
import org.sluice.vm.firmware.BootImage;

/**
 * Builds a disk image out of a distribution: into a temporary file beside it, under a lock file, renamed into place when it is
 * complete. What is in the data partition of a former image is kept.
 */
public final class ImageBuilder {
    private final Distribution distribution;
    private final Consumer<String> progress;

    /**
     * A builder.
     *
     * @param progress gets a line for each step
     */
    public ImageBuilder(Distribution distribution, Consumer<String> progress) {
        this.distribution = distribution;
        this.progress = progress;
    }

    /** Whether a file is an image of just this distribution and this JDK. */
    public static boolean upToDate(BootImage image, Distribution distribution) {
        return distribution.identity().equals(image.property(BootImage.KEY_SOURCES));
    }

    /**
     * Builds an image, unless somebody else has built the same one while this one waited for the lock.
     *
     * @param force whether to build even if the image is up to date
     * @throws BuildFailure if that is not possible; a former image is untouched then
     */
    public void build(Path target, boolean force) {
        Path image = target.toAbsolutePath();
        try {
            Files.createDirectories(image.getParent());
            Path lockFile = image.resolveSibling(image.getFileName() + ".lock");
            try (FileChannel channel = FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
                lock(channel, lockFile); // until the channel is closed
                if (force || !isUpToDate(image)) {
                    buildLocked(image);
                }
            }
        } catch (IOException e) {
            throw new BuildFailure(image + ": cannot be built: " + e, e);
        }
    }

    private void lock(FileChannel channel, Path file) throws IOException {
        if (channel.tryLock() == null) {
            progress.accept("waiting for another build (" + file + ")");
            channel.lock();
        }
    }

    private boolean isUpToDate(Path image) {
        try {
            return Files.exists(image) && upToDate(BootImage.open(image), distribution);
        } catch (BootFailure e) {
            return false;
        }
    }

    private void buildLocked(Path image) throws IOException {
        Path work = Files.createTempDirectory(image.getParent(), ".image-build");
        try {
            progress.accept("relinking the class library of JDK " + Runtime.version());
            Path library = new LibraryStep(distribution).build(work);
            progress.accept("writing the root file system");
            Path root = work.resolve("root.img");
            new RootTree(distribution).write(root);
            progress.accept("writing " + image);
            Path made = work.resolve("image");
            new ImageWriter(distribution).write(made, library, root, image);
            Files.move(made, image, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            deleteTree(work);
        }
    }

    static void deleteTree(Path folder) throws IOException {
        List<Path> all;
        try (var files = Files.walk(folder)) {
            all = files.sorted(java.util.Comparator.reverseOrder()).toList();
        }
        for (Path file : all) {
            Files.deleteIfExists(file);
        }
    }
}
