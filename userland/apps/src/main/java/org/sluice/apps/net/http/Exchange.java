package org.sluice.apps.net.http;

import java.util.LinkedHashMap;
import java.util.Map;

/** What is asked for, and how, and what was measured. The names of the times are curl's; they are nanoseconds since the beginning. */
final class Exchange {
    /** What is done with a body. */
    interface Sink {
        /** The last head has come; said before its body, and also if it has none. */
        void head(ResponseHead head) throws java.io.IOException;

        void body(byte[] bytes, int offset, int length) throws java.io.IOException;
    }

    /** What is said while it goes on. */
    interface Witness {
        void info(String line);

        void sent(String head);

        void received(ResponseHead head);
    }

    String method = "GET";
    /** Fields that replace the usual ones, or come besides; with a null value the usual one is left out. By name as it is sent. */
    final Map<String, String> fields = new LinkedHashMap<>();
    byte[] body;
    boolean http10;
    boolean follow;
    /** Whether the method stays the same when it is redirected. */
    boolean keepMethod;
    int mostRedirects = 50;
    /** Nanoseconds for all, and for connecting. */
    long mostTime = Long.MAX_VALUE;
    long mostConnectTime = Long.MAX_VALUE;

    Url url;
    ResponseHead head;
    long connectTime;
    long startTime;
    long totalTime;
    long downloaded;
    long headBytes;
    long uploaded;
    int redirects;
    int connections;
    String peer = "";
    int peerPort;
    int localPort;

    /** The field of a name whatever its case; null for none. */
    String field(String name) {
        for (Map.Entry<String, String> field : fields.entrySet()) {
            if (field.getKey().equalsIgnoreCase(name)) {
                return field.getValue();
            }
        }
        return null;
    }

    boolean names(String name) {
        return fields.keySet().stream().anyMatch(name::equalsIgnoreCase);
    }
}
