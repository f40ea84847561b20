package org.sluice.apps.net.http;

/** Status codes of HTTP (RFC 9110, section 15). */
final class Status {
    static final int OK = 200;
    static final int PARTIAL = 206;
    static final int MOVED = 301;
    static final int NOT_MODIFIED = 304;
    static final int BAD_REQUEST = 400;
    static final int FORBIDDEN = 403;
    static final int NOT_FOUND = 404;
    static final int NOT_ALLOWED = 405;
    static final int TIMEOUT = 408;
    static final int TOO_LARGE = 413;
    static final int URI_TOO_LONG = 414;
    static final int RANGE = 416;
    static final int EXPECTATION = 417;
    static final int HEAD_TOO_LARGE = 431;
    static final int INTERNAL = 500;
    static final int NOT_IMPLEMENTED = 501;
    static final int BUSY = 503;
    static final int VERSION = 505;

    private Status() {
    }

    /** The phrase that goes with a code. */
    static String phrase(int status) {
        return switch (status) {
            case OK -> "OK";
            case PARTIAL -> "Partial Content";
            case MOVED -> "Moved Permanently";
            case NOT_MODIFIED -> "Not Modified";
            case BAD_REQUEST -> "Bad Request";
            case FORBIDDEN -> "Forbidden";
            case NOT_FOUND -> "Not Found";
            case NOT_ALLOWED -> "Method Not Allowed";
            case TIMEOUT -> "Request Timeout";
            case TOO_LARGE -> "Content Too Large";
            case URI_TOO_LONG -> "URI Too Long";
            case RANGE -> "Range Not Satisfiable";
            case EXPECTATION -> "Expectation Failed";
            case HEAD_TOO_LARGE -> "Request Header Fields Too Large";
            case INTERNAL -> "Internal Server Error";
            case NOT_IMPLEMENTED -> "Not Implemented";
            case BUSY -> "Service Unavailable";
            case VERSION -> "HTTP Version Not Supported";
            default -> "Unknown";
        };
    }
}
