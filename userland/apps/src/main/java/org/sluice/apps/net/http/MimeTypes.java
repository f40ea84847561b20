package org.sluice.apps.net.http;

import java.util.Locale;
import java.util.Map;

/** Media types by the ends of file names. */
final class MimeTypes {
    private static final String TEXT = "text/plain; charset=utf-8";
    private static final Map<String, String> TYPES = Map.ofEntries(
        Map.entry("html", "text/html; charset=utf-8"), Map.entry("htm", "text/html; charset=utf-8"), Map.entry("css", "text/css; charset=utf-8"),
        Map.entry("js", "text/javascript; charset=utf-8"), Map.entry("mjs", "text/javascript; charset=utf-8"), Map.entry("txt", TEXT),
        Map.entry("md", TEXT), Map.entry("java", TEXT), Map.entry("log", TEXT), Map.entry("sh", TEXT), Map.entry("csv", "text/csv; charset=utf-8"),
        Map.entry("xml", "application/xml"), Map.entry("json", "application/json"), Map.entry("pdf", "application/pdf"),
        Map.entry("wasm", "application/wasm"), Map.entry("zip", "application/zip"), Map.entry("jar", "application/java-archive"),
        Map.entry("class", "application/java-vm"), Map.entry("gz", "application/gzip"), Map.entry("tar", "application/x-tar"),
        Map.entry("png", "image/png"), Map.entry("jpg", "image/jpeg"), Map.entry("jpeg", "image/jpeg"), Map.entry("gif", "image/gif"),
        Map.entry("svg", "image/svg+xml"), Map.entry("webp", "image/webp"), Map.entry("ico", "image/x-icon"), Map.entry("mp3", "audio/mpeg"),
        Map.entry("mp4", "video/mp4"), Map.entry("webm", "video/webm"), Map.entry("woff2", "font/woff2"), Map.entry("pcap", "application/vnd.tcpdump.pcap"));

    private MimeTypes() {
    }

    /** The type of a file. @param name its name, with or without folders */
    static String of(String name) {
        int dot = name.lastIndexOf('.');
        return dot <= name.lastIndexOf('/') + 1 ? "application/octet-stream"
            : TYPES.getOrDefault(name.substring(dot + 1).toLowerCase(Locale.ROOT), "application/octet-stream");
    }
}
