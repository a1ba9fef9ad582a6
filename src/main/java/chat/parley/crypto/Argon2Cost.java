package chat.parley.crypto;

/** What one Argon2id computation costs (RFC 9106): memory in KiB, passes over it, and lanes. */
public record Argon2Cost(int memoryKiB, int iterations, int parallelism) {}
