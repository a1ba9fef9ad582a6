package chat.parley.files;

import chat.parley.bus.Failure;
import chat.parley.config.Settings;
import chat.parley.config.Size;

/** How many bytes one user's files, and all of them, may take. Uploads count with the size they were announced with. */
record Quota(Size perUser, Size inAll) {
    static Quota of(Settings.Files settings) {
        return new Quota(settings.perUser(), settings.inAll());
    }

    /** Checks that so many bytes may be added to those there are. Fails {@code STORAGE_FULL} with the numbers. */
    void check(long more, long ofUser, long ofAll) {
        if (more > perUser.bytes() - ofUser) {
            throw Failure.STORAGE_FULL.because("Your files may take " + perUser + " in all. They take " + ofUser
                    + " bytes, so " + left(perUser, ofUser) + " bytes are left, and this needs " + more + ".");
        }
        if (more > inAll.bytes() - ofAll) {
            throw Failure.STORAGE_FULL.because("All files on this server may take " + inAll + ", of which "
                    + left(inAll, ofAll) + " bytes are left, and this needs " + more + ".");
        }
    }

    /** How many more bytes a user may store. */
    long allowance(long ofUser, long ofAll) {
        return Math.min(left(perUser, ofUser), left(inAll, ofAll));
    }

    private static long left(Size limit, long used) {
        return Math.max(0, limit.bytes() - used);
    }
}
