package chat.parley.e2ee;

import chat.parley.crypto.seal.BackupSegment;
import chat.parley.crypto.seal.WireReader;
import chat.parley.crypto.seal.WireWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Seals and opens the pieces of a backup (section 5.3). */
final class BackupCipher {
    /** How many bytes of records fit into a piece. */
    static final int ROOM = 44_000;

    private static final int STEP = 256;

    private BackupCipher() {}

    static BackupSegment seal(byte[] key, BackupSegment.Header header, byte[] nonce, List<byte[]> records) {
        WireWriter plain = new WireWriter().u32(records.size());
        records.forEach(plain::bytes);
        byte[] padded = Padding.to(plain.toBytesErasing(), STEP);
        byte[] ciphertext = Aead.seal(key, nonce, header.additionalData(), padded);
        Arrays.fill(padded, (byte) 0);
        return BackupSegment.make(header, nonce, ciphertext);
    }

    static List<BackupRecord> open(byte[] key, BackupSegment segment) {
        byte[] plain = Aead.open(
                key,
                segment.nonce().bytes(),
                segment.header().additionalData(),
                segment.ciphertext().bytes());
        WireReader in = new WireReader("a backup segment's content", plain, WireReader.LARGEST);
        List<BackupRecord> records = new ArrayList<>();
        for (long left = in.u32(); left > 0; left--) {
            BackupRecord record = BackupRecord.read(in);
            if (record != null) {
                records.add(record);
            }
        }
        Padding.check(in, plain.length, STEP);
        return records;
    }
}
