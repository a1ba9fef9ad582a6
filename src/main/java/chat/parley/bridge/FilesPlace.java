package chat.parley.bridge;

import org.jspecify.annotations.Nullable;

/**
 * Where files are served, for clients that do not come through the web door.
 *
 * @param authority PEM of the local authority whose certificate is shown there; null: one that everybody knows
 */
public record FilesPlace(String url, @Nullable String authority) {}
