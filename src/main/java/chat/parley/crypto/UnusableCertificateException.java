package chat.parley.crypto;

import java.io.IOException;

/** A certificate or its key cannot be used. The message names the file and is for a person. */
public final class UnusableCertificateException extends IOException {
    private static final long serialVersionUID = 1;

    UnusableCertificateException(String message) {
        super(message);
    }
}
