package org.sluice.apps.system;

import java.io.BufferedOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.HashMap;
import java.util.Map;
import org.sluice.apps.Command;
import org.sluice.apps.Failure;
import org.sluice.apps.Options;
import org.sluice.apps.picture.FrameRuns;
import org.sluice.apps.picture.MapPicture;

/** {@code memory-map}: who has which of the machine's memory, as text or as a picture. */
public final class MemoryMap extends Command {
    public MemoryMap() {
        super("memory-map");
    }

    public static void main(String[] args) {
        new MemoryMap().start(args);
    }

    @Override
    protected int run(String[] args) throws IOException {
        Options options = new Options("svg: png:", args);
        String svg = null;
        String png = null;
        while (options.next()) {
            if (options.name().equals("svg")) {
                svg = options.value();
            } else {
                png = options.value();
            }
        }
        noOperands(options.operands());
        MapPicture picture = read();
        if (svg == null && png == null) {
            out.print(picture.text());
        }
        if (svg != null) {
            write(picture, true, svg);
        }
        if (png != null) {
            write(picture, false, png);
        }
        return status();
    }

    private MapPicture read() throws IOException {
        String name = io.proc() + "/frames";
        FrameRuns map;
        try {
            map = FrameRuns.parse(io.readText(name));
        } catch (IllegalArgumentException e) {
            throw new Failure(1, name + ": " + e.getMessage());
        }
        Map<Integer, String> names = new HashMap<>();
        for (FrameRuns.Run run : map.runs()) {
            if (run.process() != 0 && !names.containsKey(run.process())) {
                names.put(run.process(), name(run.process()));
            }
        }
        return new MapPicture(map, names);
    }

    private String name(int process) {
        try {
            return io.readText(io.proc() + "/" + process + "/comm").trim();
        } catch (IOException e) {
            return ""; // it has ended since
        }
    }

    private void write(MapPicture picture, boolean svg, String file) throws IOException {
        try (OutputStream stream = new BufferedOutputStream(new FileOutputStream(io.file(file)))) {
            if (svg) {
                picture.writeSvg(stream);
            } else {
                picture.writePng(stream);
            }
        } catch (IOException e) {
            warn(file, e);
        }
    }
}
